/** What a failed send is called where it is easily called wrong: `not-sent` is said of what no server got, alone. */
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { accepted, startServer } from '../support/server.js';
import type { Job, Outcomes } from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

let cwd: string;
beforeAll(async () => {
  cwd = await project({ undici: 'undici-7' });
});
afterAll(removeProjects);

const job = (url: string, rest: Partial<Job>): Job => ({
  name: 'send',
  baseUrl: `${url}/v2`,
  to: 'nurse@ward.example',
  body: 'Bed 12',
  ...rest,
});

async function outcomeOf(program: string, one: Job, env = {}): Promise<Outcomes[string]> {
  const all = { ...env, JOBS: JSON.stringify([one]) };
  const outcomes = await resultOf<Outcomes>(run([process.execPath, program], { cwd, env: all }));
  return outcomes['send'] ?? {};
}

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
  'a fetch function of others proves nothing by its code %s',
  async (CODE) => {
    const server = await startServer([accepted()]);
    const one = job(server.url, { transport: 'failover', options: { maxRetries: 1 } });
    const outcome = await outcomeOf('failover.mjs', one, { CODE });
    expect(outcome).toMatchObject({ code: 'connection', delivery: 'unknown', attempts: 2 });
    const ids = server.requests.map(({ headers }) => headers['request-id']);
    expect(ids).toEqual([outcome.requestId, outcome.requestId]);
  },
);

describe.each(['default', 'undici', 'platform'])('over the transport %s', (transport) => {
  test('a header that expects an interim answer is refused, or does no harm', async () => {
    const server = await startServer([accepted()]);
    const options = { maxRetries: 0, headers: { Expect: '100-continue' }, timeout: 3_000 };
    const outcome = await outcomeOf('send.mjs', job(server.url, { transport, options }));
    if (outcome.messageId === undefined) {
      expect(outcome).toMatchObject({ delivery: 'not-sent', attempts: 0 });
      expect(outcome.errors).toContain('TigerConnectError');
      expect(outcome.message).toMatch(/expect/i);
      expect(server.requests).toEqual([]);
    } else {
      expect(server.requests.map(({ body }) => body)).toEqual(['body=Bed+12']);
    }
  });

  test('an acceptance whose body is compressed is read', async () => {
    const body = gzipSync(JSON.stringify({ status: 'OK', reply: { message_id: 'token-1' } }));
    const { headers = {} } = accepted() as { headers?: Record<string, string> };
    const compressed = { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' };
    const server = await startServer([{ headers: { ...headers, ...compressed }, body }]);
    const outcome = await outcomeOf('send.mjs', job(server.url, { transport }));
    expect(outcome).toMatchObject({ messageId: 'token-1', attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });
});
