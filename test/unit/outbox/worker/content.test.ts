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

  test('is sent as it is, when it is not encrypted', async () => {
    scene.message = { payload: opened };
    await scene.begin({ decrypt: fail('ERR') });
    expect(scene.sends).toHaveLength(1);
  });
});
