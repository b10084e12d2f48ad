/** Wall clocks are wrong, and machines sleep: neither makes a send wait for an hour, or go out when it is stale. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { type Answer, accepted, startServer } from '../support/server.js';
import type { Outcomes } from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

const HOUR_MS = 3_600_000;

let cwd: string;
beforeAll(async () => {
  cwd = await project();
});
afterAll(removeProjects);

interface WallClock {
  /** How wrong it was as the process began, in milliseconds. */
  started?: number;
  /** How wrong it is now. */
  skew?: number;
  /** How much further it goes after an attempt. */
  sleep?: number;
}

async function sendUnder(
  { started = 0, skew = 0, sleep = 0 }: WallClock,
  script: (now: string) => Answer[],
  ttl?: number,
): Promise<{ send: Outcomes[string] | undefined; requests: number }> {
  // An HTTP date has whole seconds.
  const server = await startServer(script(new Date().toUTCString()));
  const job = {
    name: 'send',
    baseUrl: `${server.url}/v2`,
    to: 'nurse@ward.example',
    body: 'x',
    ttl,
    transport: 'watched',
  };
  const clock = { STARTED: String(started), SKEW: String(skew), SLEEP: String(sleep) };
  const env = { ...clock, JOBS: JSON.stringify([job]) };
  const outcomes = await resultOf<Outcomes>(
    run([process.execPath, 'wall-clock.mjs'], { cwd, env }),
  );
  return { send: outcomes['send'], requests: server.requests.length };
}

test.each<[string, WallClock]>([
  ['is right', {}],
  ['is an hour behind', { started: -HOUR_MS, skew: -HOUR_MS }],
  ['is an hour ahead', { started: HOUR_MS, skew: HOUR_MS }],
  ['was an hour behind and then corrected', { started: -HOUR_MS }],
  ['was an hour ahead and then corrected', { started: HOUR_MS }],
])("Retry-After is read against the answer's own date where the clock %s", async (_, clock) => {
  const { send, requests } = await sendUnder(clock, (now) => [
    { status: 503, headers: { Date: now, 'Retry-After': now } },
    accepted(),
  ]);
  expect(send).toMatchObject({ messageId: 'token-1', attempts: 2 });
  expect(requests).toBe(2);
});

test('the time that Retry-After asks for is kept with a clock that is ahead', async () => {
  const far = new Date(Date.now() + 2 * HOUR_MS).toUTCString();
  const { send, requests } = await sendUnder({ started: 3 * HOUR_MS, skew: 3 * HOUR_MS }, (now) => [
    { status: 503, headers: { Date: now, 'Retry-After': far } },
    accepted(),
  ]);
  // Two hours do not fit in the time of a call.
  expect(send).toMatchObject({ code: 'server', attempts: 1 });
  expect(requests).toBe(1);
});

test('a message whose ttl ran out while the machine slept is not sent again', async () => {
  const { send, requests } = await sendUnder(
    { sleep: HOUR_MS },
    () => [{ status: 503 }, accepted()],
    1,
  );
  expect(send).toMatchObject({ code: 'server', delivery: 'unknown', attempts: 1 });
  expect(requests).toBe(1);
});

test('a clock that is set back makes nothing expire', async () => {
  const { send, requests } = await sendUnder(
    { sleep: -HOUR_MS },
    () => [{ status: 503 }, accepted()],
    1,
  );
  expect(send).toMatchObject({ messageId: 'token-1', attempts: 2 });
  expect(requests).toBe(2);
});
