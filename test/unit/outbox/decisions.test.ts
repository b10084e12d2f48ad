/** What follows for a message, whatever happened to it: the promises of the outbox, as properties. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import {
  afterFailure,
  type AttemptFailure,
  beforeAttempt,
  type MessageFacts,
} from '../../../src/outbox/decisions.js';

const time = fc.integer({ min: 0, max: 10_000_000 });
const facts: fc.Arbitrary<MessageFacts> = fc.record({
  expiresAt: time,
  unknownSince: fc.option(time, { nil: undefined }),
  replayedAt: fc.option(time, { nil: undefined }),
});
const status = fc.integer({ min: 300, max: 599 });
const failure: fc.Arbitrary<AttemptFailure> = fc.record({
  code: fc.constantFrom(
    ...['authentication', 'permission', 'configuration', 'invalid_argument', 'invalid_address'],
    ...['connection', 'timeout', 'aborted', 'server', 'rate_limit', 'api', 'decrypt', 'unexpected'],
  ),
  status: fc.option(status, { nil: undefined }),
  delivery: fc.constantFrom('not-sent', 'unknown'),
  retryAfter: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: undefined }),
});

const FRESH: MessageFacts = { expiresAt: 1_000 };
const REFUSED: AttemptFailure = { code: 'api', status: 400, delivery: 'not-sent' };

describe('before an attempt', () => {
  test('a message that nobody may have accepted goes out exactly until it expires', () => {
    fc.assert(
      fc.property(time, time, time, (expiresAt, now, window) => {
        const end = beforeAttempt({ expiresAt }, now, window);
        expect(end).toEqual(now < expiresAt ? undefined : { state: 'expired', reason: 'expired' });
      }),
    );
  });

  test('a message that may have been accepted goes out only within the window, and never expires', () => {
    fc.assert(
      fc.property(facts, time, time, time, (message, unknownSince, now, window) => {
        const known = { ...message, unknownSince };
        const since = Math.max(unknownSince, message.replayedAt ?? 0);
        const end = beforeAttempt(known, now, window);
        if (now >= message.expiresAt)
          expect(end).toEqual({ state: 'uncertain', reason: 'expired' });
        else if (now - since > window)
          expect(end).toEqual({ state: 'uncertain', reason: 'resend-window' });
        else expect(end).toBeUndefined();
      }),
    );
  });

  test('in the very millisecond in which it expires, a message does not go out', () => {
    const expired = { state: 'expired', reason: 'expired' };
    expect(beforeAttempt({ expiresAt: 1_000 }, 999, 60_000)).toBeUndefined();
    expect(beforeAttempt({ expiresAt: 1_000 }, 1_000, 60_000)).toEqual(expired);
  });

  test('the last moment of the window is in it', () => {
    const message = { expiresAt: 90_000, unknownSince: 1_000 };
    expect(beforeAttempt(message, 61_000, 60_000)).toBeUndefined();
    expect(beforeAttempt(message, 61_001, 60_000)).toMatchObject({ reason: 'resend-window' });
  });
});

describe('after a failure', () => {
  test('what may have been accepted is never called failed', () => {
    fc.assert(
      fc.property(failure, facts, (failed, message) => {
        const follows = afterFailure(failed, message);
        const unknown = failed.delivery === 'unknown' || message.unknownSince !== undefined;
        if (follows.state === 'queued') expect(follows.unknown).toBe(unknown);
        else expect(follows.state).toBe(unknown ? 'uncertain' : 'failed');
      }),
    );
  });

  test('a failure of every message ends the worker and no message', () => {
    fc.assert(
      fc.property(failure, facts, (failed, message) => {
        fc.pre(['authentication', 'permission', 'configuration'].includes(failed.code));
        fc.pre(failed.status === undefined || [401, 403].includes(failed.status));
        expect(afterFailure(failed, message)).toMatchObject({ state: 'queued', stop: true });
      }),
      { numRuns: 300 },
    );
    expect(afterFailure({ ...REFUSED, code: 'authentication', status: 401 }, FRESH)).toEqual({
      ...{ state: 'queued', unknown: false, pause: undefined, stop: true },
    });
  });

  test('a wait that the server asks for is kept, up to a quarter of an hour', () => {
    fc.assert(
      fc.property(
        failure,
        facts,
        fc.integer({ min: 0, max: 10_000_000 }),
        (failed, message, ms) => {
          const follows = afterFailure({ ...failed, retryAfter: ms }, message);
          if (follows.state === 'queued') expect(follows.pause).toBe(Math.min(ms, 900_000));
        },
      ),
    );
  });

  test.each([
    [400, 'failed'],
    [404, 'failed'],
    [405, 'failed'],
    [413, 'failed'],
    [422, 'failed'],
    [451, 'failed'],
    [401, 'queued'],
    [403, 'queued'],
    [407, 'queued'],
    [408, 'queued'],
    [409, 'queued'],
    [425, 'queued'],
    [429, 'queued'],
    [499, 'queued'],
    [301, 'queued'],
    [500, 'queued'],
    [501, 'queued'],
    [503, 'queued'],
  ])('%i makes the message %s', (code, state) => {
    expect(afterFailure({ ...REFUSED, status: code }, FRESH)).toMatchObject({ state });
  });

  test.each(['invalid_argument', 'invalid_address'])('%s fails: it can never be sent', (code) => {
    const failed: AttemptFailure = { code, delivery: 'not-sent' };
    expect(afterFailure(failed, FRESH)).toEqual({ state: 'failed', reason: 'refused' });
  });

  test('a 429 that does not say how long lets all wait for a second', () => {
    expect(afterFailure({ ...REFUSED, status: 429 }, FRESH)).toMatchObject({ pause: 1_000 });
    expect(afterFailure({ ...REFUSED, status: 503 }, FRESH)).toMatchObject({ pause: undefined });
  });
});
