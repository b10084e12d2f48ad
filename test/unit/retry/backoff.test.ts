import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { backoff } from '../../../src/retry/backoff.js';

test('the limit doubles from 500 ms to 8 s', () => {
  const limits = [1, 2, 3, 4, 5, 6, 60].map((attempts) => backoff(attempts, 1));
  expect(limits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
});

test('the wait is anywhere between nothing and the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (attempts, random) => {
        const ms = backoff(attempts, random);
        expect(ms).toBe(Math.floor(random * Math.min(8_000, 500 * 2 ** (attempts - 1))));
        expect(Number.isSafeInteger(ms)).toBe(true);
      },
    ),
  );
});
