/** What a worker does with its tickets. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { fail, ID, OTHER, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

describe('tickets', () => {
  test('of nobody are removed, and a second one of a message in hand is given back', async () => {
    const second = { ...ticketFor(ID), id: 'second' };
    const nobody = ticketFor('none');
    scene.tickets = [ticketFor(ID), second, nobody, ticketFor(OTHER)];
    await scene.begin();
    expect(scene.given('retry')).toEqual([[second]]);
    expect(scene.given('finish')).toEqual([[nobody]]);
    expect(scene.sends).toHaveLength(2);
    // Else they would seem to be sent.
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: 'UNKNOWN_JOB' }]);
  });

  test('of a message that is being sent are given back', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.hold();
    await scene.begin();
    const second = { ...ticketFor(ID), id: 'second' };
    scene.tickets = [second];
    await scene.pass(500);
    expect(scene.given('retry')).toEqual([[second]]);
  });

  test('of messages that are not to be sent are used up', async () => {
    scene.tickets = [ticketFor(ID), ticketFor(OTHER)];
    scene.answers.claim = (claims: { id: string; claim: string }[]) =>
      claims.filter(({ id }) => id === OTHER).map((claim) => scene.row(claim));
    await scene.begin();
    expect(scene.given('finish')).toEqual([[ticketFor(ID)]]);
    expect(scene.sends).toHaveLength(1);
  });

  test('are given back when the claim fails', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.answers.claim = fail('40001');
    scene.answers.retry = fail('57P01');
    await scene.begin();
    expect(scene.given('retry')).toEqual([[ticketFor(ID)]]);
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'work', code: '40001' }]);
  });

  test('in hand are kept alive, three times in a heartbeat', async () => {
    scene.tickets = [ticketFor(ID)];
    scene.hold();
    await scene.begin({ heartbeat: 30 });
    await scene.pass(9_999);
    expect(scene.given('touch')).toEqual([]);
    await scene.pass(1);
    expect(scene.given('touch')).toEqual([[ticketFor(ID)]]);
    scene.answers.touch = fail('57P01');
    await scene.pass(10_000);
    expect(scene.failuresTold()).toEqual([{ type: 'error', during: 'heartbeat', code: '57P01' }]);
  });
});
