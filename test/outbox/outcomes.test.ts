/** What follows an attempt: sent, failed, expired, uncertain, another attempt, a pause, the end of the worker. */
import { expect, test } from '@jest/globals';

import type { Answer } from '../support/server.js';
import { edit, MESSAGE, setUp, until, untilState } from './support.js';

/** The answers one after the other; the last one again and again. */
const inTurn = (...answers: (Answer | 'lost')[]): (() => Answer | 'lost') => {
  let index = 0;
  return () => answers[Math.min(index++, answers.length - 1)] ?? {};
};

test('a message whose answer was lost is repeated with the same key, and is there once', async () => {
  const { outbox, server, accepted, events } = await setUp({}, inTurn('lost', {}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(await outbox.status(requestId)).toMatchObject({ attempts: 2, duplicate: true });
  expect(server.requests.map(({ headers }) => headers['request-id'])).toEqual([
    requestId,
    requestId,
  ]);
  expect(accepted).toEqual([requestId]);
  await until(() => events.length > 1);
  expect(events).toMatchObject([
    { type: 'retry', requestId, attempts: 1, code: 'connection' },
    { type: 'sent', requestId, attempts: 2, duplicate: true },
  ]);
});

test.each([500, 502, 503, 504, 408, 425, 409])('%i is tried again', async (status) => {
  const { outbox, server } = await setUp({}, inTurn({ status }, {}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(server.requests).toHaveLength(2);
});

test.each([400, 404, 405, 413, 422])('%i fails at once, and a replay sends it', async (status) => {
  const { outbox, server, events } = await setUp({}, inTurn({ status }, {}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await untilState(outbox, requestId, 'failed');
  const failed = await outbox.status(requestId);
  expect(failed).toMatchObject({ attempts: 1, reason: 'refused', lastError: { status } });
  expect(failed).not.toHaveProperty('unknownSince');
  await until(() => events.length > 0);
  expect(events).toMatchObject([{ type: 'failed', requestId, status }]);

  expect(await outbox.replay([requestId])).toEqual([requestId]);
  await untilState(outbox, requestId, 'sent');
  expect(server.requests.map(({ headers }) => headers['request-id'])).toEqual([
    requestId,
    requestId,
  ]);
  expect(await outbox.replay([requestId])).toEqual([]);
});

test('a message that may have arrived is uncertain, not failed, when it is refused afterwards', async () => {
  const { outbox } = await setUp({}, inTurn('reset', { status: 400 }));
  const { requestId } = await outbox.enqueue(MESSAGE);
  await outbox.work();
  await untilState(outbox, requestId, 'uncertain');
  expect(await outbox.status(requestId)).toMatchObject({ attempts: 2, reason: 'refused' });
});

test.each([
  [401, 'AuthenticationError'],
  [403, 'PermissionError'],
])('%i stops the worker with one error, and the message waits', async (status, name) => {
  let refused = true;
  const { outbox, server, events } = await setUp({}, () => (refused ? { status } : {}));
  const enqueued = await outbox.enqueue([MESSAGE, MESSAGE, MESSAGE]);
  const worker = await outbox.work({ concurrency: 1 });
  await expect(worker.finished).rejects.toMatchObject({ name, status });
  expect(server.requests).toHaveLength(1);
  expect(await outbox.counts()).toMatchObject({ queued: 3, failed: 0 });
  expect(events.filter(({ type }) => type === 'stop')).toHaveLength(1);

  refused = false;
  await outbox.work();
  for (const { requestId } of enqueued) await untilState(outbox, requestId, 'sent');
});

test.each([429, 503])('%i with Retry-After lets all workers wait', async (status) => {
  const times: number[] = [];
  const answers = inTurn({ status, headers: { 'Retry-After': '3' } }, {});
  const { outbox, another, events } = await setUp({}, () => {
    times.push(performance.now());
    return answers();
  });
  const first = await outbox.enqueue(MESSAGE);
  await outbox.work();
  const other = await another();
  await until(() => events.some(({ type }) => type === 'pause'));
  await other.work();
  const second = await outbox.enqueue(MESSAGE);
  await untilState(outbox, first.requestId, 'sent');
  await untilState(outbox, second.requestId, 'sent');
  const [asked = 0, next = 0] = times;
  expect(next - asked).toBeGreaterThan(2_900);
  expect(events).toContainEqual({ type: 'pause', duration: 3_000 });
});

test('a message whose ttl has run out is not sent', async () => {
  const { outbox, server, schema, events } = await setUp();
  const { requestId } = await outbox.enqueue({ ...MESSAGE, ttl: 5 });
  const { enqueuedAt, expiresAt } = (await outbox.status(requestId)) ?? {};
  expect(Number(expiresAt) - Number(enqueuedAt)).toBeCloseTo(5 * 60_000, -2);
  await edit(schema, requestId, "expires_at = clock_timestamp() - interval '1 second'");
  await outbox.work();
  await untilState(outbox, requestId, 'expired');
  expect(await outbox.status(requestId)).toMatchObject({ attempts: 0, reason: 'expired' });
  expect(server.requests).toEqual([]);
  await until(() => events.length > 0);
  expect(events).toMatchObject([{ type: 'expired', requestId }]);

  await outbox.replay([requestId]);
  await untilState(outbox, requestId, 'sent');
});

test('a message that may have arrived is uncertain, not expired, when its ttl runs out', async () => {
  const { outbox, another, schema } = await setUp({ maxRetryDelay: 60 }, inTurn('reset'));
  const { requestId } = await outbox.enqueue({ ...MESSAGE, ttl: 5 });
  const worker = await outbox.work();
  await until(async () => (await outbox.status(requestId))?.unknownSince);
  await worker.stop();
  await edit(schema, requestId, "expires_at = clock_timestamp() - interval '1 second'");
  await (await another()).work();
  await untilState(outbox, requestId, 'uncertain');
  expect(await outbox.status(requestId)).toMatchObject({ reason: 'expired' });
});

test('a message without ttl is tried for as long as the outbox keeps it', async () => {
  const { outbox } = await setUp({ retention: 2 });
  const [short, long] = await outbox.enqueue([
    { ...MESSAGE, ttl: 60 },
    { ...MESSAGE, ttl: 60 * 24 * 7 },
  ]);
  const life = async (requestId = ''): Promise<number> => {
    const { enqueuedAt, expiresAt } = (await outbox.status(requestId)) ?? {};
    return Math.round((Number(expiresAt) - Number(enqueuedAt)) / 60_000);
  };
  expect(await life(short?.requestId)).toBe(60);
  expect(await life(long?.requestId)).toBe(2 * 24 * 60);
});

test('a message is uncertain when its first unknown outcome lies too far back, and a person can repeat it', async () => {
  const { outbox, another, server, accepted, schema } = await setUp(
    { resendWithin: 10 },
    inTurn('lost', { status: 503 }, {}),
  );
  const { requestId } = await outbox.enqueue(MESSAGE);
  const worker = await outbox.work();
  await until(() => server.requests.length === 2);
  await worker.stop();
  // Eleven minutes go by, and another process goes on.
  await edit(schema, requestId, "unknown_since = unknown_since - interval '11 minutes'");
  const other = await another();
  await other.work();
  await untilState(outbox, requestId, 'uncertain');
  expect(await outbox.status(requestId)).toMatchObject({ reason: 'resend-window', attempts: 2 });
  expect(server.requests).toHaveLength(2);

  await other.replay([requestId]);
  await untilState(outbox, requestId, 'sent');
  expect(await outbox.status(requestId)).toMatchObject({ duplicate: true });
  expect(accepted).toEqual([requestId]);
});

test('an attempt that was refused before it went out leaves no doubt', async () => {
  const { outbox, server } = await setUp();
  const { requestId } = await outbox.enqueue(MESSAGE);
  await server.close();
  await outbox.work();
  await until(async () => ((await outbox.status(requestId))?.attempts ?? 0) > 1);
  await until(async () => (await outbox.status(requestId))?.state === 'queued');
  const status = await outbox.status(requestId);
  expect(status).toMatchObject({ lastError: { code: 'connection' } });
  expect(status).not.toHaveProperty('unknownSince');
});
