/** The small parts of the outbox: what it reads of errors, turns, the Node that it needs. */
import { describe, expect, test } from '@jest/globals';

import { toAttemptFailure } from '../../../src/outbox/failure.js';
import { checkNode } from '../../../src/outbox/requirements.js';
import { Turns } from '../../../src/outbox/worker/turns.js';
import { RateLimitError, ServerError } from '../../../src/index.js';
import { TestClock } from '../../support/clock.js';

describe('what an error says of an attempt', () => {
  test('an error of the client is read', () => {
    const error = new RateLimitError('x', { status: 429, retryAfter: 2_000 });
    expect(toAttemptFailure(error, 0)).toEqual({
      ...{ code: 'rate_limit', status: 429, delivery: 'not-sent', retryAfter: 2_000 },
    });
  });

  test('Retry-After counts for every status, by the date of the answer', () => {
    const headers = {
      'retry-after': 'Wed, 25 Nov 2026 10:00:10 GMT',
      date: 'Wed, 25 Nov 2026 10:00:00 GMT',
    };
    const error = new ServerError('x', { status: 503, delivery: 'unknown', headers });
    expect(toAttemptFailure(error, 0)).toMatchObject({ retryAfter: 10_000, delivery: 'unknown' });
  });

  test.each([
    new Error('nurse@ward.example'),
    new TypeError('x'),
    Object.assign(new Error('x'), { delivery: 'not-sent' }),
    Object.assign(new Error('x'), { code: 'to nurse@ward.example', delivery: 'not-sent' }),
    'text',
    undefined,
    null,
  ])('what nobody knows proves nothing, and is not kept: %p', (error) => {
    expect(toAttemptFailure(error, 0)).toEqual({
      ...{ code: 'unexpected', status: undefined, delivery: 'unknown', retryAfter: undefined },
    });
  });
});

describe('turns', () => {
  const never = new AbortController().signal;
  const shared = (slots: number[], pause = 0) => ({
    reserve: () => Promise.resolve(slots.shift() ?? 0),
    pause: () => Promise.resolve(pause),
  });

  test('messages without a rate go out at once', async () => {
    const clock = new TestClock();
    const turns = new Turns(shared([]), undefined, clock);
    const [due = Infinity] = await turns.reserve(1);
    expect(await turns.take(due, never)).toBe(true);
  });

  test('messages with a rate go out when their place comes', async () => {
    const clock = new TestClock();
    const turns = new Turns(shared([100]), 50, clock);
    const dues = await turns.reserve(3);
    const start = clock.monotonic();
    expect(dues.map((due) => due - start)).toEqual([100, 150, 200]);
    const [first = 0] = dues;
    const taken = turns.take(first, never);
    clock.advance(100);
    expect(await taken).toBe(true);
  });

  test('without a rate there is always room', () => {
    expect(new Turns(shared([]), undefined, new TestClock()).room()).toBe(Infinity);
  });

  test('places are taken for 2 s, at least half of them together', async () => {
    const clock = new TestClock();
    const turns = new Turns(shared([0, 950]), 50, clock);
    expect(turns.untilRoom()).toBe(0);
    expect(turns.room()).toBe(40);
    // The first of them is now, and over.
    await turns.reserve(21);
    expect(turns.room()).toBe(20);
    expect(turns.untilRoom()).toBe(550);
    await turns.reserve(1);
    expect(turns.room()).toBe(0);
    expect(turns.untilRoom()).toBe(550);
    clock.advance(50);
    expect(turns.room()).toBe(20);
    expect(turns.untilRoom()).toBe(550);
    clock.advance(50);
    expect(turns.room()).toBe(21);
    expect(turns.untilRoom()).toBe(500);
  });

  test('one place at least is taken, however long that is ahead', async () => {
    const turns = new Turns(shared([1]), 60_000, new TestClock());
    expect(turns.room()).toBe(1);
    await turns.reserve(1);
    expect(turns.room()).toBe(0);
    expect(turns.untilRoom()).toBe(1);
  });

  test('a message past its place takes a new one', async () => {
    const clock = new TestClock();
    const slots = [0, 40];
    const turns = new Turns(shared(slots), 50, clock);
    const [due = 0] = await turns.reserve(1);
    clock.advance(500);
    const taken = turns.take(due, never);
    await new Promise(setImmediate);
    expect(slots).toEqual([]);
    clock.advance(40);
    expect(await taken).toBe(true);
  });

  test('50 ms past its place a message still goes out, and 1 ms later it takes a new one', async () => {
    const clock = new TestClock();
    const slots = [0, 0, 30];
    const turns = new Turns(shared(slots), 50, clock);
    for (const [late, left] of [
      [50, [0, 30]],
      [51, []],
    ] as const) {
      const [due = 0] = await turns.reserve(1);
      clock.advance(late);
      const taken = turns.take(due, never);
      await new Promise(setImmediate);
      clock.advance(30);
      expect(await taken).toBe(true);
      expect(slots).toEqual(left);
    }
  });

  test('it takes three new places at most, where the database always answers too late', async () => {
    const clock = new TestClock();
    let asked = 0;
    const late = {
      pause: () => Promise.resolve(0),
      reserve: () => {
        asked += 1;
        return Promise.resolve(-1_000);
      },
    };
    const turns = new Turns(late, 50, clock);
    expect(await turns.take(clock.monotonic() - 1_000, never)).toBe(true);
    expect(asked).toBe(3);
  });

  test('without a rate no place is taken, however late a message is', async () => {
    const clock = new TestClock();
    const slots = [0];
    const turns = new Turns(shared(slots), undefined, clock);
    expect(await turns.take(clock.monotonic() - 1_000, never)).toBe(true);
    expect(slots).toEqual([0]);
  });

  test('a pause that another worker was asked for is kept', async () => {
    const clock = new TestClock();
    const turns = new Turns(shared([], 1_000), undefined, clock);
    await turns.refresh();
    expect(turns.pauseLeft()).toBe(1_000);
    let isTaken = false;
    const taken = turns.take(clock.monotonic(), never).then((value) => {
      isTaken = true;
      return value;
    });
    clock.advance(900);
    await new Promise(setImmediate);
    expect(isTaken).toBe(false);
    clock.advance(100);
    expect(await taken).toBe(true);
  });

  test('the end of the worker ends the wait', async () => {
    const clock = new TestClock();
    const ended = new AbortController();
    const turns = new Turns(shared([]), 50, clock);
    const taken = turns.take(clock.monotonic() + 1_000, ended.signal);
    ended.abort();
    expect(await taken).toBe(false);
  });
});

describe('the Node that it needs', () => {
  test.each(['20.19.0', '21.7.3', '22.11.0', '18.0.0'])('%s is refused', (version) => {
    expect(() => {
      checkNode(version);
    }).toThrow(
      expect.objectContaining({
        ...{ code: 'configuration', field: 'node' },
        problem: `the outbox needs Node 22.12 or newer, and this is ${version}`,
      }),
    );
  });

  test.each(['22.12.0', '22.23.3', '24.0.0', '26.10.0'])('%s will do', (version) => {
    checkNode(version);
  });
});
