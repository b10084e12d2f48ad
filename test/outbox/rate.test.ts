/** One rate for all workers. */
import { expect, test } from '@jest/globals';

import { MESSAGE, setUp, until } from './support.js';

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
