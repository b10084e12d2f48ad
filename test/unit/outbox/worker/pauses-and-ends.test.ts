/** A worker that is asked to wait, is not let in, or is stopped. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { AuthenticationError, ServerError } from '../../../../src/index.js';
import { fail, ID, OTHER, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

describe('a service that asks all to wait', () => {
  beforeEach(() => {
    scene.tickets = [ticketFor(ID)];
    scene.send = () =>
      Promise.reject(
        new ServerError('x', {
          status: 503,
          delivery: 'not-sent',
          headers: { 'retry-after': '5' },
        }),
      );
  });

  test('is heard by this worker and all others', async () => {
    await scene.begin();
    expect(scene.given('wait')).toEqual([[5_000]]);
    expect(scene.events).toMatchObject([{ type: 'pause', duration: 5_000 }, { type: 'retry' }]);
    scene.tickets = [ticketFor(OTHER)];
    const fetches = scene.given('fetch').length;
    for (let second = 1; second < 5; second += 1) await scene.pass(1_000);
    expect(scene.given('fetch')).toHaveLength(fetches);
    await scene.pass(1_000);
    expect(scene.sends).toHaveLength(2);
  });

  test('is heard by this worker where the database cannot tell the others', async () => {
    scene.answers.wait = fail('57P01');
    await scene.begin();
    expect(scene.events).toMatchObject([
      { type: 'error', during: 'pause', code: '57P01' },
      { type: 'pause', duration: 5_000 },
      { type: 'retry' },
    ]);
  });
});

test('a worker that is not let in ends with the error, which is told once', async () => {
  scene.tickets = [ticketFor(ID), ticketFor(OTHER)];
  const errors: Error[] = [];
  scene.send = () => {
    const error = new AuthenticationError('x', { status: 401 });
    errors.push(error);
    return Promise.reject(error);
  };
  const worker = scene.start();
  expect(await worker.finished.catch((error: unknown) => error)).toBe(errors[0]);
  expect(errors).toHaveLength(2);
  expect(scene.events.at(-1)).toEqual({ type: 'stop', code: 'authentication' });
  // It is over: nothing is looked at any more.
  expect(scene.clock.pending).toBe(0);
  await worker.stop();
});

test('a worker that is stopped takes no more, and waits for what is in flight', async () => {
  scene.tickets = [ticketFor(ID)];
  const answers = scene.hold();
  const worker = scene.start();
  await scene.settle();
  let isStopped = false;
  const stopped = worker.stop().then(() => (isStopped = true));
  scene.tickets = [ticketFor(OTHER)];
  await scene.pass(29_999);
  expect(isStopped).toBe(false);
  expect(scene.sends[0]?.options?.signal?.aborted).toBe(false);
  answers[0]?.();
  await stopped;
  await worker.finished;
  expect(scene.events.map(({ type }) => type)).toEqual(['sent', 'stop']);
  expect(scene.events.at(-1)).toEqual({ type: 'stop' });
  expect(scene.sends).toHaveLength(1);
  expect(scene.clock.pending).toBe(0);
});

test('a worker that is stopped abandons after 30 s what takes too long', async () => {
  scene.tickets = [ticketFor(ID)];
  scene.hold();
  const worker = scene.start();
  await scene.settle();
  const stopped = worker.stop();
  await scene.pass(30_000);
  await stopped;
  expect(scene.given('settle')).toMatchObject([[{ state: 'queued', unknown: true }]]);
});

test('a worker that is stopped without a limit abandons nothing', async () => {
  const sends = scene.hold();
  scene.tickets = [ticketFor(ID)];
  const worker = scene.start();
  await scene.settle();
  const timers = jest.spyOn(scene.clock, 'setTimeout');
  const stopped = worker.stop({ timeout: Infinity });
  // Node would let one that is longer than this end at once.
  expect(timers.mock.calls.filter(([, ms]) => ms > 2_147_483_647)).toEqual([]);
  await scene.pass(3_600_000);
  sends[0]?.();
  await scene.settle();
  await stopped;
  expect(scene.events).toMatchObject([{ type: 'sent' }, { type: 'stop' }]);
});

test.each([-1, NaN, '5', null])('a time to stop in of %p is refused', async (timeout) => {
  const worker = scene.start();
  await expect(worker.stop({ timeout: timeout as number })).rejects.toMatchObject({
    code: 'invalid_argument',
    field: 'timeout',
    message:
      'timeout: must be a number of milliseconds, 0 or more; Infinity waits for as long as it takes',
  });
  await expect(worker.stop({ timeOut: 5 } as object)).rejects.toMatchObject({ field: 'timeOut' });
});
