/** One rate for all workers. */
import { fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { compile } from './compile.js';
import { databaseUrl, MESSAGE, setUp, until } from './support.js';

test('three workers together send at the rate, exact to a tenth', async () => {
  const times: number[] = [];
  const { outbox, another } = await setUp({ rate: { perSecond: 20 } }, () => {
    times.push(performance.now());
    return {};
  });
  await outbox.enqueue(Array.from({ length: 100 }, () => MESSAGE));
  const others = await Promise.all([another(), another()]);
  for (const each of [outbox, ...others]) await each.work();
  await until(async () => (await outbox.counts()).sent === 100, 20_000);
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  const perSecond = 99 / ((last - first) / 1_000);
  expect(perSecond).toBeGreaterThan(18);
  expect(perSecond).toBeLessThan(22);
  // In any three seconds, of which a busy machine may shift a fraction.
  const inWindow = times.map(
    (start) => times.filter((time) => time >= start && time < start + 3_000).length,
  );
  expect(Math.max(...inWindow)).toBeLessThanOrEqual(66);
});

test('workers in processes of their own together send at the rate, exact to a tenth', async () => {
  const times: number[] = [];
  const { outbox, server, schema } = await setUp({}, () => {
    times.push(performance.now());
    return {};
  });
  const programs = await compile(path.join(import.meta.dirname, 'proof'), ['worker.ts']);
  const args = [databaseUrl(), schema, `${server.url}/v2`, '20'];
  const workers = Array.from({ length: 3 }, () =>
    fork(path.join(programs, 'worker.mjs'), args, { execArgv: [] }),
  );
  try {
    await outbox.enqueue(Array.from({ length: 120 }, () => MESSAGE));
    await until(async () => (await outbox.counts()).sent === 120, 40_000);
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    rmSync(programs, { recursive: true });
  }
  // From when all are at work.
  const [first = 0] = times.slice(20);
  const perSecond = (times.length - 21) / (((times.at(-1) ?? 0) - first) / 1_000);
  expect(perSecond).toBeGreaterThan(18);
  expect(perSecond).toBeLessThan(22);
});
