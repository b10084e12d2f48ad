/** Found by the simulator: the time that a worker waits for the database after a claim was not counted. */
import { expect, test } from '@jest/globals';

import { Attempt } from '../../../src/outbox/worker/attempt.js';
import { Settlements } from '../../../src/outbox/worker/settlements.js';
import { Turns } from '../../../src/outbox/worker/turns.js';
import { WorkerLoop } from '../../../src/outbox/worker/worker.js';
import { TestClock } from '../../support/clock.js';

const EXPIRING = '6c2d5f5e-6d0f-4a5c-9d51-000000000001';
const SETTLED = '6c2d5f5e-6d0f-4a5c-9d51-000000000002';

/** @param wait happens between the claim of a message with 10 s left and its turn */
async function work(
  wait: (clock: TestClock) => void,
): Promise<{ calls: string[]; settled: unknown[] }> {
  const clock = new TestClock();
  const now = clock.now();
  const calls: string[] = [];
  const settled: unknown[] = [];
  const tickets = [EXPIRING, SETTLED].map((requestId) => ({
    id: requestId,
    retryCount: 0,
    requestId,
  }));
  const ignore = (): Promise<void> => Promise.resolve();
  const store = {
    retry: ignore,
    settle: (results: readonly { id: string; state: string }[]) => {
      settled.push(...results);
      loop.end();
      return Promise.resolve(new Set(results.map(({ id }) => id)));
    },
    finish: (used: readonly object[]) => {
      if (used.length > 0) wait(clock);
      return Promise.resolve();
    },
  };
  const turns = new Turns(
    { reserve: () => Promise.resolve(0), pause: () => Promise.resolve(0) },
    undefined,
    clock,
  );
  const settlements = new Settlements(store, clock, new AbortController().signal, () => undefined);
  const loop = new WorkerLoop({
    ...{ concurrency: 8, heartbeat: 20, turns, settlements, clock, onError: () => undefined },
    queue: {
      ...store,
      touch: ignore,
      fetch: () => Promise.resolve(tickets.splice(0)),
      claim: (claims) =>
        Promise.resolve(
          claims
            .filter(({ id }) => id === EXPIRING)
            .map(({ id, claim }) => ({
              ...{ id, claim, now, enqueuedAt: now, expiresAt: now + 10_000 },
              ...{ payload: '', encrypted: false, attempts: 1 },
            })),
        ),
    },
    attempt: new Attempt({
      ...{ turns, settlements, clock, resendWithin: 60_000 },
      ...{ abandon: new AbortController().signal, onEvent: () => undefined, onPause: ignore },
      onStop: () => undefined,
      decode: () => Promise.resolve({ to: 'nurse@ward.example', body: 'Bed 12' }),
      sender: {
        send: ({ body }) => {
          calls.push(body);
          return Promise.reject(new Error('it is too late'));
        },
      },
    }),
  });
  await loop.run();
  return { calls, settled };
}

test('a message whose time passes while another ticket is removed is not sent', async () => {
  const { calls, settled } = await work((clock) => {
    clock.advance(15_000);
  });
  expect(calls).toEqual([]);
  expect(settled).toMatchObject([{ id: EXPIRING, state: 'expired', begun: false }]);
});

test('a message that waited while the machine slept is given back, since only the database knows the time', async () => {
  const { calls, settled } = await work((clock) => {
    // The monotonic clock stands still.
    clock.set(15_000);
  });
  expect(calls).toEqual([]);
  expect(settled).toMatchObject([{ id: EXPIRING, state: 'queued', begun: false }]);
});

test('a message that did not wait is sent', async () => {
  const { calls } = await work((clock) => {
    clock.advance(100);
  });
  expect(calls).toEqual(['Bed 12']);
});
