/** A worker whose database fails goes on, and tells. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { fail, ID, OTHER, THIRD, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

describe('a failure of the database', () => {
  test('while an outcome is written: it is told, and written again after half a second', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.answers.settle = fail('57P01');
    await scene.begin();
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'settle', code: '57P01' }]);
    delete scene.answers.settle;
    await scene.pass(499);
    expect(scene.given('settle')).toHaveLength(1);
    await scene.pass(1);
    expect(scene.given('settle')).toHaveLength(2);
    expect(scene.events.at(-1)).toMatchObject({ type: 'sent' });
  });

  test('while an outcome is written: others wait, and are written with each other after it', async () => {
    const sends = scene.hold();
    scene.tickets = [ID, OTHER, THIRD].map((id) => ticketFor(id));
    scene.answers.settle = fail('57P01');
    await scene.begin();
    for (const answer of sends) {
      answer();
      await scene.settle();
    }
    expect(scene.given('settle')).toHaveLength(1);
    delete scene.answers.settle;
    await scene.pass(500);
    expect(scene.given('settle').slice(1)).toMatchObject([
      [{ id: ID }],
      [{ id: OTHER }, { id: THIRD }],
    ]);
  });

  test('while places are taken: it is told, and messages are given back as they were', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.answers.reserve = fail('57P01');
    await scene.begin({ rate: { perSecond: 10 } });
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'rate', code: '57P01' }]);
    expect(scene.given('settle')).toEqual([
      [{ id: ID, claim: expect.any(String), state: 'queued', unknown: false, begun: false }],
    ]);
    expect(scene.given('retry')).toEqual([[ticketFor(ID)]]);
    // Nothing happened to the message.
    expect(scene.events).toHaveLength(1);
  });

  test('while a pause is read: it is told, and read again each second', async () => {
    scene.answers.pause = fail('57P01');
    await scene.begin();
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'pause', code: '57P01' }]);
    await scene.pass(999);
    expect(scene.failuresTold()).toHaveLength(1);
    await scene.pass(1);
    expect(scene.failuresTold()).toHaveLength(2);
  });

  test('while tickets are removed: it is told', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.answers.claim = () => [];
    scene.answers.finish = fail('57P01');
    await scene.begin();
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: '57P01' }]);
  });

  test('while it looks for what is due: it is told', async () => {
    scene.answers.purge = fail('57P01');
    await scene.begin();
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'sweep', code: '57P01' }]);
    expect(scene.given('restore')).toEqual([]);
  });

  test('that gives a message which nobody asked for: it is told', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.answers.claim = (claims: { claim: string }[]) =>
      claims.map(({ claim }) => scene.row({ id: OTHER, claim }));
    await scene.begin();
    expect(scene.sends).toEqual([]);
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: 'Error' }]);
  });
});
