/** What a worker sends of a message that is encrypted, and what it does when it cannot tell of it. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { fail, ID, OTHER, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

test('an outcome that cannot be told makes room all the same', async () => {
  const { tell } = scene;
  scene.tell = (event) => {
    if (event.type === 'sent') throw new TypeError('of who listens');
    tell(event);
  };
  scene.tickets = [ticketFor(ID)];
  await scene.begin({}, 1);
  expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: 'TypeError' }]);
  scene.tickets = [ticketFor(OTHER)];
  await scene.pass(500);
  expect(scene.sends).toHaveLength(2);
});

describe('a message that is encrypted', () => {
  beforeEach(() => {
    scene.tickets = [ticketFor(ID)];
    scene.message = { encrypted: true, payload: 'sealed' };
  });
  const opened = '{"to":"nurse@ward.example","body":"Bed 12"}';

  test('is opened before it is sent', async () => {
    await scene.begin({ decrypt: (text) => Promise.resolve(text === 'sealed' ? opened : '') });
    expect(scene.sends).toMatchObject([{ message: { body: 'Bed 12' } }]);
  });

  test.each([
    ['without the function for it', undefined],
    ['with a key that is another', fail('ERR')],
  ])('waits for a worker that can open it: %s', async (_, decrypt) => {
    await scene.begin({ decrypt });
    expect(scene.sends).toEqual([]);
    expect(scene.given('settle')).toMatchObject([
      [{ state: 'queued', unknown: false, begun: true, errorCode: 'decrypt' }],
    ]);
    expect(scene.events).toMatchObject([{ type: 'retry', code: 'decrypt' }]);
  });

  test.each<[number, number, boolean]>([
    [600, 0, true],
    [0, 1_000, true],
    [0, -1_000, true],
    [0, 1_001, false],
    [0, -1_001, false],
  ])('is sent after %i ms in which its clock was set by %i ms: %p', async (passed, set, isSent) => {
    await scene.begin({
      decrypt: () => {
        scene.clock.advance(passed);
        scene.clock.set(set);
        return opened;
      },
    });
    expect(scene.sends).toHaveLength(isSent ? 1 : 0);
  });

  test('waits for another attempt when it is late, and the database gives it no other turn', async () => {
    const { clock, answers } = scene;
    scene.message = { ...scene.message, unknownSince: clock.now() - 1_000 };
    await scene.begin({
      rate: { perSecond: 10 },
      decrypt: () => {
        clock.advance(100);
        answers.reserve = fail('57P01');
        return opened;
      },
    });
    expect(scene.sends).toEqual([]);
    expect(scene.given('settle')).toMatchObject([
      [{ state: 'queued', unknown: true, begun: false }],
    ]);
  });

  test('is sent as it is, when it is not encrypted', async () => {
    scene.message = { payload: opened };
    await scene.begin({ decrypt: fail('ERR') });
    expect(scene.sends).toHaveLength(1);
  });
});
