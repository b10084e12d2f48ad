/** What stands between an application and its servers: agents for all, recorders and mocks. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startProxy } from '../support/proxy.js';
import { conformance, conformanceJobs, expectConformance, type Outcomes } from './conformance.js';
import { nodes, project, removeProjects, resultOf, run } from './environment.js';

type Result = Pick<Parameters<typeof expectConformance>[0], 'requests'> & { outcomes: Outcomes };

const MOCKED = 'http://mocked.example';
/** The connection is not ours, so its failure is no proof. */
const foreign = { refused: ['not-sent', 'unknown'] };

afterAll(removeProjects);

describe.each([
  ['nock 13', 'nock', 'nock-13', '20.19'],
  ['nock 14', 'nock', 'nock-14', '22'],
  ['nock 15', 'nock', 'nock-15', '24'],
  ['msw 2', 'msw', 'msw', '22'],
  ['msw 3', 'msw', 'msw-3', '24'],
] as const)('%s', (_, name, source, node) => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await project({ [name]: source });
  });

  test.each(name === 'nock' ? ['setup-nock.mjs', 'setup-nock-recorder.mjs'] : ['setup-msw.mjs'])(
    'lets sends through to a real server, with %s',
    async (setup) => {
      const conditions = await conformance();
      const command = [nodes[node](), '--import', `./${setup}`, 'send.mjs'];
      const env = { JOBS: JSON.stringify(conditions.jobs) };
      expectConformance(conditions, await resultOf<Outcomes>(run(command, { cwd, env })), foreign);
    },
  );

  test('answers sends itself', async () => {
    const jobs = conformanceJobs(MOCKED, MOCKED).map((job) => ({
      ...job,
      options: { ...job.options, allowInsecure: true },
    }));
    const command = [nodes[node](), `mocked-by-${name}.mjs`];
    const env = { JOBS: JSON.stringify(jobs) };
    const { outcomes, requests } = await resultOf<Result>(run(command, { cwd, env }));
    // That a mock calls its failure a refused connection proves nothing.
    expectConformance({ jobs, requests }, outcomes, { refused: ['unknown'] });
  });
});

describe.each([
  ['global-agent 3', 'global-agent-3'],
  ['global-agent 4', 'global-agent'],
])('%s', (_, source) => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await project({ 'global-agent': source });
  });

  test.each([true, false])('lets sends through, with a proxy: %s', async (proxied) => {
    const conditions = await conformance();
    const proxy = await startProxy({ url: MOCKED });
    const env = {
      JOBS: JSON.stringify(conditions.jobs),
      ...(proxied ? { GLOBAL_AGENT_HTTP_PROXY: proxy.url } : undefined),
    };
    const command = [process.execPath, '--require', './setup-global-agent.cjs', 'send.mjs'];
    expectConformance(conditions, await resultOf<Outcomes>(run(command, { cwd, env })), foreign);
    expect(proxy.asked.length > 0).toBe(proxied);
  });
});
