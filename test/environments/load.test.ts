/** More sends than connections, and fewer files than connections: a healthy server gets every message once. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { startServer } from '../support/server.js';
import { conformance, type Outcomes } from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

let cwd: string;
beforeAll(async () => {
  cwd = await project({ undici: 'undici-7' });
});
afterAll(removeProjects);

test.each(['default', 'undici'])(
  'a thousand sends at once take their turns, over %s',
  async (TRANSPORT) => {
    const headers = { 'TT-X-Message-Id': 'token' };
    const server = await startServer([{ headers, after: 100 }]);
    // All together take longer than the time that one attempt may take.
    const env = { BASE_URL: `${server.url}/v2`, COUNT: '1000', TRANSPORT };
    const endings = await resultOf(run([process.execPath, 'many.mjs'], { cwd, env }));
    expect(endings).toEqual({ 'sent in 1': 1_000 });
    expect(new Set(server.requests.map(({ body }) => body)).size).toBe(1_000);
    expect(server.requests).toHaveLength(1_000);
    expect(server.connections).toBeLessThanOrEqual(64);
  },
);

test('a first send without a file to spare has sent nothing, and spoils no later one', async () => {
  const conditions = await conformance();
  const names = ['email', 'phone'];
  const jobs = conditions.jobs
    .filter(({ name }) => names.includes(name))
    .map((job) => ({ ...job, options: { maxRetries: 0 } }));
  const command = ['sh', '-c', `ulimit -n 100 && exec '${process.execPath}' no-files.mjs`];
  const env = { JOBS: JSON.stringify(jobs) };
  const [without, later] = await resultOf<[Outcomes, Outcomes]>(run(command, { cwd, env }));
  expect(Object.keys(without)).toEqual(names);
  for (const outcome of Object.values(without)) {
    expect(outcome).toMatchObject({ delivery: 'not-sent' });
    expect(outcome.errors).toContain('TigerConnectError');
  }
  expect(later).toMatchObject({
    email: { messageId: 'token of email' },
    phone: { messageId: 'token of phone' },
  });
  expect(conditions.requests).toHaveLength(2);
});
