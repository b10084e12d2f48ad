/** Found by the simulator: a worker without access went on sending while it wrote down the pause that it was asked for. */
import { expect, test } from '@jest/globals';

import { AuthenticationError } from '../../../src/errors.js';
import { Attempt } from '../../../src/outbox/worker/attempt.js';
import { Settlements } from '../../../src/outbox/worker/settlements.js';
import { Turns } from '../../../src/outbox/worker/turns.js';
import { TestClock } from '../../support/clock.js';

test('a refusal of the credentials ends the worker before anything is written', async () => {
  const clock = new TestClock();
  const now = clock.now();
  const order: string[] = [];
  const ignore = (): Promise<void> => Promise.resolve();
  const turns = new Turns(
    { reserve: () => Promise.resolve(0), pause: () => Promise.resolve(0) },
    undefined,
    clock,
  );
  const never = new AbortController().signal;
  const store = {
    ...{ retry: ignore, finish: ignore },
    settle: () => {
      order.push('settled');
      return Promise.resolve(new Set(['1']));
    },
  };
  const attempt = new Attempt({
    ...{ turns, clock, resendWithin: 60_000, abandon: never, onEvent: () => undefined },
    settlements: new Settlements(store, clock, never, () => undefined),
    decode: () => Promise.resolve({ to: 'nurse@ward.example', body: 'Bed 12' }),
    sender: {
      send: () =>
        Promise.reject(
          new AuthenticationError('refused', { status: 401, headers: { 'retry-after': '5' } }),
        ),
    },
    onPause: (ms) => {
      order.push(`paused for ${ms} ms`);
      return Promise.resolve();
    },
    onStop: (_, code) => order.push(`ended: ${code}`),
  });
  const message = {
    ...{ id: '1', claim: '2', payload: '', encrypted: false, attempts: 1 },
    ...{ now, enqueuedAt: now, expiresAt: now + 60_000 },
  };
  const times = { asked: { monotonic: now, wall: now }, answered: now, due: now };
  const outcome = await attempt.make(message, times, never);
  await attempt.settle(message, { id: '3', retryCount: 0, requestId: '1' }, outcome, times);
  expect(order).toEqual(['ended: authentication', 'paused for 5000 ms', 'settled']);
});
