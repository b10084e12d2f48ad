/** What is enqueued is sent, once, if the transaction that it is in commits. */
import { randomUUID } from 'node:crypto';

import { expect, test } from '@jest/globals';

import { JsonNumber } from '../../src/messages/data.js';
import { fromPg, type Outbox } from '../../src/outbox/index.js';
import { MESSAGE, pool, setUp, until, untilState } from './support.js';

const total = async (outbox: Outbox): Promise<number> =>
  Object.values(await outbox.counts()).reduce((sum, count) => sum + count, 0);

test('a message that is enqueued is sent by a worker', async () => {
  const { outbox, accepted } = await setUp();
  const { requestId, duplicate } = await outbox.enqueue(MESSAGE);
  expect(duplicate).toBe(false);
  expect(await outbox.status(requestId)).toMatchObject({ requestId, state: 'queued', attempts: 0 });
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(await outbox.status(requestId)).toMatchObject({
    messageId: `token-${requestId}`,
    attempts: 1,
    duplicate: false,
  });
  expect(accepted).toEqual([requestId]);
});

test('a message is there if the transaction commits, and not if it does not', async () => {
  const { outbox } = await setUp();
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    const lost = await outbox.enqueue(MESSAGE, { db: fromPg(client) });
    expect(await outbox.status(lost.requestId)).toBeUndefined();
    await client.query('ROLLBACK');
    expect(await total(outbox)).toBe(0);

    await client.query('BEGIN');
    const kept = await outbox.enqueue(MESSAGE, { db: fromPg(client) });
    expect(await outbox.status(kept.requestId)).toBeUndefined();
    await client.query('COMMIT');
    await outbox.work();
    await untilState(outbox, kept.requestId, 'sent');
    expect(await outbox.status(lost.requestId)).toBeUndefined();
  } finally {
    client.release();
  }
});

test('one requestId is one message, however often it is enqueued', async () => {
  const { outbox, another, server, accepted } = await setUp();
  const requestId = randomUUID();
  const other = await another();
  const first = await outbox.enqueue({ ...MESSAGE, requestId });
  expect(first).toEqual({ requestId, duplicate: false });
  const again = { ...MESSAGE, requestId: requestId.toUpperCase() };
  const repeats = await other.enqueue([again, { ...MESSAGE, requestId }]);
  expect(repeats.map(({ duplicate }) => duplicate)).toEqual([true, true]);
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  expect(await outbox.enqueue({ ...MESSAGE, requestId })).toMatchObject({ duplicate: true });
  const last = await outbox.enqueue(MESSAGE);
  await untilState(outbox, last.requestId, 'sent');
  expect(server.requests).toHaveLength(2);
  expect(accepted).toEqual([requestId, last.requestId]);
});

test('of two transactions that enqueue one requestId at the same time, one has a duplicate', async () => {
  const { outbox } = await setUp();
  const requestId = randomUUID();
  const [one, two] = await Promise.all([pool().connect(), pool().connect()]);
  try {
    await one.query('BEGIN');
    await two.query('BEGIN');
    const first = await outbox.enqueue({ ...MESSAGE, requestId }, { db: fromPg(one) });
    const second = outbox.enqueue({ ...MESSAGE, requestId }, { db: fromPg(two) });
    await one.query('COMMIT');
    expect(first.duplicate).toBe(false);
    expect((await second).duplicate).toBe(true);
    await two.query('COMMIT');
  } finally {
    one.release();
    two.release();
  }
  expect(await total(outbox)).toBe(1);
});

test('many messages are enqueued together, in one order, and sent', async () => {
  const { outbox, accepted } = await setUp();
  const messages = Array.from({ length: 2_500 }, (_, index) => ({
    ...MESSAGE,
    body: `message ${index}`,
    requestId: randomUUID(),
  }));
  const enqueued = await outbox.enqueue(messages);
  expect(enqueued.map(({ requestId }) => requestId)).toEqual(
    messages.map(({ requestId }) => requestId),
  );
  expect(await outbox.counts()).toMatchObject({ queued: 2_500, sent: 0 });
  await outbox.work({ concurrency: 32 });
  await until(async () => (await outbox.counts()).sent === 2_500, 30_000);
  expect(new Set(accepted)).toEqual(new Set(messages.map(({ requestId }) => requestId)));
});

test('all parts of a message travel as send() would send them', async () => {
  const { outbox, server } = await setUp();
  const { requestId } = await outbox.enqueue({
    to: '+1 415 555 2671',
    body: 'é & = % \u0000 😀',
    ttl: 60,
    deleteOnRead: true,
    data: [
      {
        namespace: 'com.example.ward',
        payload: { mrn: '0042', dose: new JsonNumber('0.30') as never, n: 2 },
      },
    ],
    organization: '3D5qqmf6f6RgVzFwcbZoIPuW',
  });
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  const [request] = server.requests;
  expect(request?.query.get('recipient')).toBe('+14155552671');
  expect(request?.headers['request-id']).toBe(requestId);
  expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
    body: 'é & = % \u0000 😀',
    ttl: '60',
    dor: 'true',
    data: '[{"namespace":"com.example.ward","mimetype":"application/json","payload":"{\\"mrn\\":\\"0042\\",\\"dose\\":0.30,\\"n\\":2}"}]',
    sender_organization: '3D5qqmf6f6RgVzFwcbZoIPuW',
    recipient_organization: '3D5qqmf6f6RgVzFwcbZoIPuW',
  });
});

test('a message of a class, with what it inherits, is sent whole', async () => {
  const { outbox, server } = await setUp();
  class Alert {
    #bed = 12;
    get to() {
      return MESSAGE.to;
    }
    get body() {
      return `Bed ${this.#bed}`;
    }
  }
  const message = Object.assign(Object.create({ ttl: 5, deleteOnRead: true }) as object, MESSAGE);
  const [alert, other] = await outbox.enqueue([new Alert(), message]);
  await outbox.work();
  await untilState(outbox, alert?.requestId ?? '', 'sent');
  await untilState(outbox, other?.requestId ?? '', 'sent');
  const forms = server.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  expect(forms).toHaveLength(2);
  expect(forms).toContainEqual({ body: 'Bed 12' });
  expect(forms).toContainEqual({ body: MESSAGE.body, ttl: '5', dor: 'true' });
});

test.each([
  ['an address that is none', { to: 'nobody', body: 'x' }, 'invalid_address'],
  ['a blank text', { to: MESSAGE.to, body: ' ' }, 'invalid_argument'],
  ['a hole', undefined as never, 'invalid_argument'],
  ['a field that is not known', { ...MESSAGE, ttll: 5 }, 'invalid_argument'],
  ['a field of the caller', { ...MESSAGE, ward: 7 } as never, 'invalid_argument'],
  ['a key that is no UUID', { ...MESSAGE, requestId: '42' }, 'invalid_argument'],
  [
    'data that JSON cannot hold',
    { ...MESSAGE, data: [{ at: new Date() as never }] },
    'invalid_argument',
  ],
])('%s is refused, with all that is enqueued beside it', async (_, message, code) => {
  const { outbox } = await setUp();
  await expect(outbox.enqueue([MESSAGE, message])).rejects.toMatchObject({ code });
  expect(await total(outbox)).toBe(0);
});
