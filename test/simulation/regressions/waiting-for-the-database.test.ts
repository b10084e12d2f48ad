/** Found by the simulator: the time that a worker waits for the database after a claim was not counted. */
import { expect, test } from '@jest/globals';

import { Attempt } from '../../../src/outbox/worker/attempt.js';
import { Settlements } from '../../../src/outbox/worker/settlements.js';
import { Turns } from '../../../src/outbox/worker/turns.js';
import { WorkerLoop } from '../../../src/outbox/worker/worker.js';
import { TestClock } from '../../support/clock.js';

const EXPIRING = '6c2d5f5e-6d0f-4a5c-9d51-000000000001';
const SETTLED = '6c2d5f5e-6d0f-4a5c-9d51-000000000002';

/** What happens on the way of a message that has 10 s left. */
interface Waits {
  /** While the answer to its claim is under way. */
  readonly answering?: (clock: TestClock) => void;
  /** Between its claim and its turn. */
  readonly waiting?: (clock: TestClock) => void;
  readonly decoding?: (clock: TestClock) => void;
}

async function work({
  answering,
  waiting,
  decoding,
}: Waits): Promise<{ calls: string[]; settled: unknown[] }> {
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
      if (used.length > 0) waiting?.(clock);
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
      claim: (claims) => {
        answering?.(clock);
        return Promise.resolve(
          claims
            .filter(({ id }) => id === EXPIRING)
            .map(({ id, claim }) => ({
              ...{ id, claim, now, enqueuedAt: now, expiresAt: now + 10_000 },
              ...{ payload: '', encrypted: false, attempts: 1 },
            })),
        );
      },
    },
    attempt: new Attempt({
      ...{ turns, settlements, clock, resendWithin: 60_000 },
      ...{ abandon: new AbortController().signal, onEvent: () => undefined, onPause: ignore },
      onStop: () => undefined,
      decode: () => {
        decoding?.(clock);
        return Promise.resolve({ to: 'nurse@ward.example', body: 'Bed 12' });
      },
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

const GIVEN_BACK = [{ id: EXPIRING, state: 'queued', begun: false }];
const EXPIRED = [{ id: EXPIRING, state: 'expired', begun: false }];
const pass = (clock: TestClock): void => {
  clock.advance(15_000);
};
/** The monotonic clock stands still. */
const sleep = (clock: TestClock): void => {
  clock.set(15_000);
};

test('a message whose time passes while another ticket is removed is not sent', async () => {
  const { calls, settled } = await work({ waiting: pass });
  expect(calls).toEqual([]);
  expect(settled).toMatchObject(EXPIRED);
});

test('a message whose time passes while it is decrypted is not sent', async () => {
  const { calls, settled } = await work({ decoding: pass });
  expect(calls).toEqual([]);
  expect(settled).toMatchObject(EXPIRED);
});

test.each<[string, Waits]>([
  ['waited while the machine slept', { waiting: sleep }],
  [
    'waited while the machine slept and its clock was set back',
    {
      waiting: (clock) => {
        clock.set(15_000 - 26 * 3_600_000);
      },
    },
  ],
  ['was claimed while the machine slept', { answering: sleep }],
  ['was claimed slowly', { answering: pass }],
])('a message that %s is given back, since only the database knows the time', async (_, waits) => {
  const { calls, settled } = await work(waits);
  expect(calls).toEqual([]);
  expect(settled).toMatchObject(GIVEN_BACK);
});

test('a message that did not wait is sent', async () => {
  const { calls } = await work({
    waiting: (clock) => {
      clock.advance(100);
    },
  });
  expect(calls).toEqual(['Bed 12']);
});
