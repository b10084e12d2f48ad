/** What a worker writes of each attempt, and what it tells. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { InvalidArgumentError, ServerError } from '../../../../src/index.js';
import { ID, OTHER, SENT, ticketFor, WorkerScene } from './scene.js';

let scene = new WorkerScene();
beforeEach(() => {
  scene = new WorkerScene();
});
afterEach(() => scene.end());

describe('what it writes and tells of an attempt', () => {
  beforeEach(() => {
    scene.tickets = [ticketFor(ID)];
  });

  test('a message is sent in one attempt, and its ticket is used up', async () => {
    await scene.begin();
    expect(scene.sends).toEqual([
      {
        message: { to: 'nurse@ward.example', body: `to ${ID}`, requestId: ID },
        options: { maxRetries: 0, signal: expect.any(AbortSignal) },
      },
    ]);
    expect(scene.given('claim')).toEqual([
      [{ id: ID, claim: expect.any(String), ticket: `ticket of ${ID}` }],
    ]);
    expect(scene.given('settle')).toEqual([
      [
        {
          ...{ id: ID, claim: expect.any(String), state: 'sent', unknown: false, begun: true },
          ...{ messageId: 'token', duplicate: false, ticket: ticketFor(ID) },
        },
      ],
    ]);
    expect(scene.given('finish')).toEqual([]);
    expect(scene.given('retry')).toEqual([]);
    expect(scene.events).toStrictEqual([
      { type: 'sent', requestId: ID, attempts: 2, age: 5_000, duplicate: false },
    ]);
  });

  test('its age is told as the database counts it, and never below 0', async () => {
    scene.message = { enqueuedAt: scene.clock.now() + 9_000 };
    scene.send = () => {
      scene.clock.advance(1_234.5);
      return Promise.resolve(SENT);
    };
    await scene.begin();
    expect(scene.events).toMatchObject([{ age: 0 }]);
    scene.message = {};
    scene.tickets = [ticketFor(OTHER)];
    await scene.pass(500);
    expect(scene.events.at(-1)).toMatchObject({ requestId: OTHER, age: 6_235 });
  });

  test('one that may have been accepted before says so', async () => {
    scene.message = { unknownSince: scene.clock.now() - 1_000 };
    await scene.begin();
    expect(scene.given('settle')).toMatchObject([[{ state: 'sent', unknown: true }]]);
  });

  test('one that cannot be sent fails', async () => {
    scene.send = () => Promise.reject(new InvalidArgumentError('body', 'is blank'));
    await scene.begin();
    expect(scene.given('settle')).toEqual([
      [
        {
          ...{ id: ID, claim: expect.any(String), state: 'failed', unknown: false, begun: true },
          ...{ reason: 'refused', errorCode: 'invalid_argument', ticket: ticketFor(ID) },
        },
      ],
    ]);
    expect(scene.events).toStrictEqual([
      {
        ...{ type: 'failed', requestId: ID, attempts: 2, age: 5_000 },
        ...{ code: 'invalid_argument', reason: 'refused' },
      },
    ]);
  });

  test('one that the service could not take waits for another attempt, with its ticket', async () => {
    scene.send = () => Promise.reject(new ServerError('x', { status: 503, delivery: 'unknown' }));
    await scene.begin();
    expect(scene.given('settle')).toEqual([
      [
        {
          ...{ id: ID, claim: expect.any(String), state: 'queued', unknown: true, begun: true },
          ...{ errorCode: 'server', errorStatus: 503 },
        },
      ],
    ]);
    expect(scene.given('retry')).toEqual([[ticketFor(ID)]]);
    expect(scene.events).toStrictEqual([
      { type: 'retry', requestId: ID, attempts: 2, age: 5_000, code: 'server', status: 503 },
    ]);
  });

  test('one that was not sent this time stays unknown when it may have been accepted before', async () => {
    scene.message = { unknownSince: scene.clock.now() - 1_000 };
    scene.send = () => Promise.reject(new ServerError('x', { status: 503, delivery: 'not-sent' }));
    await scene.begin();
    expect(scene.given('settle')).toMatchObject([[{ state: 'queued', unknown: true }]]);
  });

  test('one whose time is over is not begun', async () => {
    scene.message = { expiresAt: scene.clock.now() };
    await scene.begin();
    expect(scene.sends).toEqual([]);
    expect(scene.given('settle')).toMatchObject([
      [{ state: 'expired', reason: 'expired', unknown: false, begun: false }],
    ]);
    // The attempt that the claim has counted was none.
    expect(scene.events).toStrictEqual([
      { type: 'expired', requestId: ID, attempts: 1, age: 5_000, reason: 'expired' },
    ]);
  });

  test('one whose time is over after an unknown outcome is uncertain', async () => {
    scene.message = { expiresAt: scene.clock.now(), unknownSince: 5 };
    await scene.begin();
    expect(scene.given('settle')).toMatchObject([[{ state: 'uncertain', unknown: true }]]);
  });

  test('one of an order is settled first, and then lets the next one pass', async () => {
    scene.tickets = [ticketFor(ID, 'key')];
    await scene.begin();
    expect(scene.given('claim')).toMatchObject([[{ orderingKey: 'key' }]]);
    expect(scene.given('settle')).toEqual([
      [expect.not.objectContaining({ ticket: expect.anything() })],
    ]);
    expect(scene.given('finish')).toEqual([[ticketFor(ID, 'key')]]);
    expect(scene.given('retry')).toEqual([]);
  });

  test('what another worker has taken since is not told', async () => {
    scene.answers.settle = () => [];
    await scene.begin();
    expect(scene.given('settle')).toHaveLength(1);
    expect(scene.events).toStrictEqual([]);
  });
});
