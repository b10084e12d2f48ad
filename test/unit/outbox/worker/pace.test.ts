/** How often a worker looks for messages, and for what is due. */
import { getEventListeners, getMaxListeners } from 'node:events';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { fail, ID, OTHER, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

describe('how often it looks for messages', () => {
  test('each half second, for as many as it has places', async () => {
    await scene.begin({}, 4);
    expect(scene.given('fetch')).toEqual([4]);
    await scene.pass(499);
    expect(scene.given('fetch')).toHaveLength(1);
    await scene.pass(1);
    expect(scene.given('fetch')).toEqual([4, 4]);
  });

  test('again at once while there were as many', async () => {
    const ids = Array.from({ length: 5 }, (_, n) => `6c2d5f5e-6d0f-4a5c-9d51-00000000000${n}`);
    scene.tickets = ids.map((id) => ticketFor(id));
    await scene.begin({}, 2);
    expect(scene.sends).toHaveLength(5);
  });

  test('not while it has no place, and when one becomes free', async () => {
    const answers = scene.hold();
    scene.tickets = [ticketFor(ID)];
    await scene.begin({}, 1);
    scene.tickets = [ticketFor(OTHER)];
    await scene.pass(60_000);
    expect(scene.given('fetch')).toEqual([1]);
    answers[0]?.();
    await scene.settle();
    expect(scene.sends).toHaveLength(2);
  });

  test('a few free places wait for others for 5 ms', async () => {
    const answers = scene.hold();
    const ids = [1, 2, 3, 4].map((n) => `6c2d5f5e-6d0f-4a5c-9d51-00000000000${n}`);
    scene.tickets = ids.map((id) => ticketFor(id));
    await scene.begin({}, 4);
    expect(scene.given('fetch')).toEqual([4]);
    answers[0]?.();
    await scene.settle();
    expect(scene.given('fetch')).toEqual([4]);
    answers[1]?.();
    await scene.settle();
    await scene.pass(4);
    expect(scene.given('fetch')).toEqual([4]);
    await scene.pass(1);
    expect(scene.given('fetch').slice(0, 2)).toEqual([4, 2]);
    // Half of them are asked for at once.
    answers[2]?.();
    await scene.settle();
    expect(scene.given('fetch').at(-1)).toBe(3);
  });

  test('after a second, when the database failed', async () => {
    scene.answers.fetch = fail('57P01');
    await scene.begin();
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: '57P01' }]);
    await scene.pass(999);
    expect(scene.given('fetch')).toHaveLength(1);
    await scene.pass(1);
    expect(scene.given('fetch')).toHaveLength(2);
  });
});

describe('with a rate, places are taken', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, n) =>
      ticketFor(`6c2d5f5e-6d0f-4a5c-9d51-${String(n).padStart(12, '0')}`),
    );
  /** Places as the table keeps them. */
  const keepPlaces = (): void => {
    let next = 0;
    scene.answers.reserve = ([span]: [number]) => {
      next = Math.max(next, scene.clock.now()) + span;
      return [{ ms: next - scene.clock.now() }];
    };
  };

  test.each([
    [1, 2],
    [0.25, 1],
    [10, 20],
  ])('at %p a second no more than %p ahead, and none is left out', async (perSecond, ahead) => {
    keepPlaces();
    scene.tickets = many(64);
    await scene.begin({ rate: { perSecond } }, 64);
    for (let place = 0; place < 30; place += 1) {
      expect(scene.sends).toHaveLength(1 + place);
      expect(64 - scene.tickets.length - scene.sends.length).toBeLessThanOrEqual(ahead);
      await scene.pass(1_000 / perSecond);
    }
  });

  test('while many wait, and Node is told that they are no leak', async () => {
    keepPlaces();
    scene.hold();
    scene.tickets = many(64);
    const listen = jest.spyOn(EventTarget.prototype, 'addEventListener');
    await scene.begin({ rate: { perSecond: 20 } }, 64);
    const crowded = [...new Set(listen.mock.contexts as EventTarget[])].filter(
      (target) => getEventListeners(target, 'abort').length > 10,
    );
    listen.mockRestore();
    // Of more, Node warns. The process that a test sees here is not the one that is told.
    expect(crowded.map((target) => getMaxListeners(target))).toEqual([Infinity]);
  });

  test('for several with one statement', async () => {
    keepPlaces();
    scene.tickets = many(64);
    await scene.begin({ rate: { perSecond: 10 } }, 64);
    for (let place = 0; place < 60; place += 1) await scene.pass(100);
    expect(scene.sends.length).toBeGreaterThanOrEqual(60);
    expect(scene.given('reserve').length).toBeLessThan(10);
  });
});

describe('what is due each half minute', () => {
  test('messages whose time is over are told', async () => {
    scene.answers.expire = () => [{ id: ID, state: 'uncertain', attempts: 1, age: 60_000 }];
    await scene.begin();
    expect(scene.events).toEqual([
      { type: 'uncertain', requestId: ID, attempts: 1, age: 60_000, reason: 'expired' },
    ]);
    await scene.pass(29_999);
    expect(scene.events).toHaveLength(1);
    await scene.pass(1);
    expect(scene.events).toHaveLength(2);
  });

  test('what is done long enough is deleted', async () => {
    await scene.begin({ keepDone: 2 });
    expect(scene.given('purge')).toEqual([[2 * 86_400_000]]);
  });

  test('tickets that were lost are restored, a slice at a time while there are any', async () => {
    const slices = [
      { state: 'queued', position: '7', seen: 5_000, count: 1 },
      { state: 'queued', position: '9', seen: 5_000, count: 0 },
      { state: 'sending', position: '3', seen: 12, count: 2 },
    ];
    scene.answers.restore = () => slices.splice(0, 1);
    await scene.begin();
    expect(scene.given('restore')).toEqual([
      ['', '0'],
      ['queued', '7'],
    ]);
    // Where the search had come to, and at its end from the beginning.
    for (let rounds = 0; rounds < 2; rounds += 1) await scene.pass(30_000);
    expect(scene.given('restore').slice(2)).toEqual([
      ['queued', '9'],
      ['', '0'],
    ]);
  });
});
