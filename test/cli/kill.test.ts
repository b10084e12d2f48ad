/** A sender that is killed at any moment and started again: each row arrives once. */
import { afterAll, expect, test } from '@jest/globals';

import { account, start } from './command.js';
import { randomFrom } from './random.js';
import { bodies, csvOf } from './rows.js';
import { type Service, startService } from './service.js';

const SEED = Number(process.env['SEED'] ?? 20260105);
const ROWS = 400;
const KILLS = 20;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Kills a sender after some of its requests and a moment more; or before its first, while it starts. */
async function sendAndKill(name: string, service: Service, random: () => number): Promise<void> {
  const { child, ended } = start(['send', '--file', name], { env: account(service.url) });
  const before = service.requests.length;
  const early = random() < 0.15;
  const requests = 1 + Math.floor(random() * 25);
  const moment = random() * (early ? 200 : 4);
  while (!early && child.exitCode === null && service.requests.length < before + requests)
    await pause(1);
  await pause(moment);
  child.kill('SIGKILL');
  await ended;
}

test('every row is delivered exactly once, however often its sender is killed', async () => {
  const random = randomFrom(SEED);
  // Some answers are lost too, so that the killed runs are also in the middle of retries.
  const service = await startService(undefined, () => random() < 0.02);
  const name = await csvOf(ROWS);
  for (let kill = 0; kill < KILLS; kill += 1) await sendAndKill(name, service, random);
  expect(service.delivered.length).toBeLessThan(ROWS);
  const { code, stdout } = await start(['send', '--file', name], { env: account(service.url) })
    .ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/sent by an earlier run\n$/);
  const delivered = service.delivered.map(({ body }) => body);
  expect([...delivered].sort()).toEqual(bodies(ROWS).sort());
  // The kills struck where it matters: between the delivery of a row and its line in the journal.
  expect(service.repeated).toBeGreaterThan(0);
}, 60_000);

afterAll(() => {
  process.stdout.write(`kill.test.ts: SEED=${SEED}\n`);
});
