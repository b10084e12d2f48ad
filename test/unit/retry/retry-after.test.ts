import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { retryAfter } from '../../../src/retry/retry-after.js';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 0);

describe('retryAfter', () => {
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 3 ', 3_000],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
  ])('reads %j', (header, expected) => {
    expect(retryAfter(header, null, NOW)).toBe(expected);
  });

  test.each([
    null,
    '',
    '-5',
    '1.5',
    '3 s',
    'soon',
    'Sun, 99 Nov 1994',
    'at Sun, 06 Nov 1994 08:49:37 GMT',
    '0x10',
    '1e3',
    '9'.repeat(400),
  ])('takes %j for nothing said', (header) => {
    expect(retryAfter(header, null, NOW)).toBeUndefined();
  });

  test("reads a date by the server's own clock, where the answer tells it", () => {
    const [retry, date] = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:49:30 GMT'];
    expect(retryAfter(retry, date, NOW + 3_600_000)).toBe(7_000);
    expect(retryAfter(retry, 'soon', NOW)).toBe(37_000);
  });

  test('reads every HTTP date, and never gives a negative or broken number', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const seconds = Math.floor(date.getTime() / 1_000) * 1_000;
          expect(retryAfter(date.toUTCString(), null, NOW)).toBe(Math.max(0, seconds - NOW));
        },
      ),
    );
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = retryAfter(header, null, NOW);
        expect(ms === undefined || ms >= 0).toBe(true);
      }),
    );
  });
});
