/** Whoever watches a send changes nothing of it, however they misbehave, and costs no process. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { conformance, expectConformance, type Outcomes } from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

let cwd: string;
beforeAll(async () => {
  cwd = await project({ '@opentelemetry/api': '@opentelemetry/api' });
});
afterAll(removeProjects);

test.each([
  'onAttempt throws',
  'onAttempt rejects',
  'logger throws',
  'logger rejects',
  'tracer throws',
  'span throws as it is set',
  'span throws as it ends',
  'context manager throws',
  'propagator throws',
  'propagator sets a Request-Id',
  'propagator sets credentials',
  'propagator sets a length',
  'propagator sets what no header is',
])('%s, and every send has its true outcome', async (OBSERVERS) => {
  const conditions = await conformance('observed');
  const env = { JOBS: JSON.stringify(conditions.jobs), OBSERVERS };
  const ended = await run([process.execPath, 'observed.mjs'], { cwd, env });
  expectConformance(conditions, await resultOf<Outcomes>(Promise.resolve(ended)));
  // The request id, compared above, came once and as ours.
  const credentials = `Basic ${Buffer.from('key:secret').toString('base64')}`;
  for (const { headers } of conditions.requests) {
    expect(headers.authorization).toBe(credentials);
  }
  expect(ended.stderr).not.toMatch(/potassium|nurse/);
});
