/** What a person sees of the outbox, and what is kept how long. */
import { randomUUID } from 'node:crypto';

import { expect, jest, test } from '@jest/globals';

import { InvalidArgumentError } from '../../src/index.js';
import {
  createOutbox,
  type Outbox,
  OutboxError,
  type OutboxOptions,
} from '../../src/outbox/index.js';
import { MESSAGE_STATES } from '../../src/outbox/message-status.js';
import { databaseUrl, edit, MESSAGE, pool, setUp, until, untilState } from './support.js';

test('messages are counted by state, and listed oldest first, page by page', async () => {
  const { outbox } = await setUp();
  const ids = (await outbox.enqueue(Array.from({ length: 7 }, () => MESSAGE))).map(
    ({ requestId }) => requestId,
  );
  const [cancelled = ''] = ids;
  await outbox.cancel([cancelled]);
  expect(await outbox.counts()).toEqual({
    ...{ queued: 6, sending: 0, sent: 0, failed: 0, expired: 0, uncertain: 0, cancelled: 1 },
  });
  const seen: string[] = [];
  for (;;) {
    const after = seen.at(-1);
    const page = await outbox.list({ state: 'queued', limit: 4, after });
    expect(page.length).toBeLessThanOrEqual(4);
    if (page.length === 0) break;
    seen.push(...page.map(({ requestId }) => requestId));
  }
  expect(seen).toEqual(ids.slice(1));
});

test('a page holds 100 unless another limit is given', async () => {
  const { outbox } = await setUp();
  await outbox.enqueue(Array.from({ length: 101 }, () => MESSAGE));
  expect(await outbox.list({ state: 'queued' })).toHaveLength(100);
  expect(await outbox.list({ state: 'queued', limit: 101 })).toHaveLength(101);
  expect(await outbox.list({ state: 'queued', limit: 1 })).toHaveLength(1);
  expect(await outbox.list({ state: 'sent' })).toEqual([]);
});

const NOT_UUID = 'requestId: must be a UUID, as enqueue returns it';
test.each<[string, (outbox: Outbox) => Promise<unknown>]>([
  [
    `state: must be one of ${MESSAGE_STATES.join(', ')}`,
    (outbox) => outbox.list({ state: 'new' as 'sent' }),
  ],
  ['limit: must be 1 or more', (outbox) => outbox.list({ state: 'queued', limit: 0 })],
  [NOT_UUID, (outbox) => outbox.list({ state: 'queued', after: 'the last' })],
  [
    'limitt: is not known; did you mean limit?',
    (outbox) => outbox.list({ state: 'queued', limitt: 1 } as never),
  ],
  ['options: must be an object', (outbox) => outbox.list(undefined as never)],
  ['options: must be an object', (outbox) => outbox.work(null as never)],
  ['options: must be an object', (outbox) => outbox.enqueue(MESSAGE, null as never)],
  [NOT_UUID, (outbox) => outbox.status('6c2d5f5e')],
  [NOT_UUID, (outbox) => outbox.cancel('6c2d5f5e' as never)],
  [NOT_UUID, (outbox) => outbox.replay([randomUUID(), '6c2d5f5e'])],
  ['concurrency: must be a whole number, 1 or more', (outbox) => outbox.work({ concurrency: 0 })],
  [
    'concurency: is not known; did you mean concurrency?',
    (outbox) => outbox.work({ concurency: 1 } as never),
  ],
  [
    "ordered: must be 'recipient'",
    (outbox) => outbox.enqueue(MESSAGE, { ordered: 'all' as never }),
  ],
  [
    'order: is not known; did you mean ordered?',
    (outbox) => outbox.enqueue(MESSAGE, { order: 1 } as never),
  ],
])('what is asked wrongly is refused: %s', async (message, ask) => {
  const { outbox } = await setUp();
  const error: unknown = await ask(outbox).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(InvalidArgumentError);
  expect((error as Error).message).toBe(message);
  expect(await outbox.counts()).toMatchObject({ queued: 0 });
});

test('a message that nobody enqueued is not known', async () => {
  const { outbox } = await setUp();
  expect(await outbox.status(randomUUID())).toBeUndefined();
  expect(await outbox.cancel([randomUUID()])).toEqual([]);
  expect(await outbox.replay([])).toEqual([]);
});

test('of a message is known what became of it, and nothing else', async () => {
  const answers = [{}, { status: 400 }, 'reset'] as const;
  const { outbox } = await setUp(
    { resendWithin: 0 },
    (request) => answers[Number(new URLSearchParams(request.body).get('body'))] ?? {},
  );
  const [sent = '', refused = '', lost = ''] = await Promise.all(
    ['0', '1', '2'].map(async (body) => (await outbox.enqueue({ ...MESSAGE, body })).requestId),
  );
  const waiting = await outbox.status(sent);
  const times = { enqueuedAt: expect.any(Date), expiresAt: expect.any(Date) };
  expect(waiting).toStrictEqual({ ...times, requestId: sent, state: 'queued', attempts: 0 });
  const known = { ...times, attempts: 1, settledAt: expect.any(Date) };
  await outbox.work();
  await untilState(outbox, sent, 'sent');
  await untilState(outbox, refused, 'failed');
  await untilState(outbox, lost, 'uncertain');
  const [of1, of2, of3] = await Promise.all([sent, refused, lost].map((id) => outbox.status(id)));
  expect(of1).toStrictEqual({
    ...known,
    ...{ requestId: sent, state: 'sent', messageId: `token-${sent}`, duplicate: false },
  });
  expect(of2).toStrictEqual({
    ...known,
    ...{ requestId: refused, state: 'failed', reason: 'refused' },
    lastError: { code: 'api', status: 400 },
  });
  expect(of3).toStrictEqual({
    ...known,
    ...{ requestId: lost, state: 'uncertain', reason: 'resend-window' },
    ...{ unknownSince: expect.any(Date), lastError: { code: 'connection' } },
  });
});

test('what the database does not do is told by what it was asked for', async () => {
  const { outbox, schema } = await setUp();
  await pool().query(`DROP SCHEMA ${schema} CASCADE`);
  const id = randomUUID();
  const asked: Record<string, () => Promise<unknown>> = {
    enqueue: () => outbox.enqueue(MESSAGE),
    status: () => outbox.status(id),
    list: () => outbox.list({ state: 'queued' }),
    counts: () => outbox.counts(),
    replay: () => outbox.replay([id]),
    cancel: () => outbox.cancel([id]),
  };
  for (const [during, ask] of Object.entries(asked)) {
    const error: unknown = await ask().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(OutboxError);
    expect(error).toMatchObject({
      during,
      databaseCode: expect.stringMatching(/^(?:3F000|42P01)$/),
    });
  }
});

test('who is told of events and throws is warned of, and changes nothing', async () => {
  const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    const onEvent = (): never => {
      throw new RangeError('nurse@ward.example');
    };
    const { outbox, another } = await setUp({ onEvent });
    const { requestId } = await outbox.enqueue(MESSAGE);
    const worker = await outbox.work();
    await untilState(outbox, requestId, 'sent');
    await worker.stop();
    // Of what was sent, and of the stop.
    const warning = 'tigerconnect-messages: onEvent threw RangeError';
    expect(warn.mock.calls).toEqual([[warning], [warning]]);
    const silent = await another({ onEvent: undefined });
    await (await silent.work()).stop();
    expect(warn).toHaveBeenCalledTimes(2);
  } finally {
    warn.mockRestore();
  }
});

test('what is sent is forgotten when it has been kept long enough, and what is not stays', async () => {
  let refused = false;
  const { outbox, another, schema } = await setUp({}, () => (refused ? { status: 400 } : {}));
  const [old, recent] = await outbox.enqueue([MESSAGE, MESSAGE]);
  const worker = await outbox.work();
  await until(async () => (await outbox.counts()).sent === 2);
  refused = true;
  const { requestId: failed } = await outbox.enqueue(MESSAGE);
  await untilState(outbox, failed, 'failed');
  await worker.stop();
  const { requestId: waiting } = await outbox.enqueue({ ...MESSAGE, ttl: 60 });
  for (const id of [old?.requestId ?? '', failed])
    await edit(schema, id, "settled_at = settled_at - interval '31 days'");
  await (await another()).work();
  await until(async () => (await outbox.counts()).sent === 1);
  expect(await outbox.status(old?.requestId ?? '')).toBeUndefined();
  expect(await outbox.status(recent?.requestId ?? '')).toMatchObject({ state: 'sent' });
  expect(await outbox.status(failed)).toMatchObject({ state: 'failed' });
  expect(await outbox.status(waiting)).toBeDefined();
});

test('a message whose time is over is expired although no worker takes it', async () => {
  const { outbox, schema } = await setUp({}, () => ({}));
  const { requestId } = await outbox.enqueue(MESSAGE);
  await pool().query(`UPDATE ${schema}.job SET start_after = now() + interval '1 day'`);
  await edit(schema, requestId, "expires_at = clock_timestamp() - interval '1 second'");
  await outbox.work();
  await untilState(outbox, requestId, 'expired');
});

test.each<[string, unknown]>([
  ['connectionString', { connectionString: '' }],
  ['conectionString', { conectionString: 'postgres://db' }],
  ['client', { client: {} }],
  ['rate', { rate: { perSecond: 0 } }],
  ['resendWithin', { resendWithin: -1 }],
  ['retention', { retention: Number.NaN }],
  ['schema', { schema: 'a; DROP TABLE b' }],
  ['heartbeat', { heartbeat: 5 }],
  ['connections', { connections: 1 }],
])('an option that is wrong is named: %s', (field, options) => {
  const given = { connectionString: databaseUrl(), ...(options as Partial<OutboxOptions>) };
  expect(() => createOutbox(given)).toThrow(
    expect.objectContaining({ code: 'configuration', field }),
  );
});

test('what is asked of an outbox that is not started is refused', async () => {
  const outbox = createOutbox({ connectionString: databaseUrl() });
  await expect(outbox.enqueue(MESSAGE)).rejects.toThrow(/start/);
  await expect(outbox.work()).rejects.toThrow(/start/);
});

test('an outbox without a client enqueues, and does not work', async () => {
  const { another, outbox } = await setUp();
  const enqueuer = await another({ client: undefined });
  const { requestId } = await enqueuer.enqueue(MESSAGE);
  await expect(enqueuer.work()).rejects.toMatchObject({
    ...{ code: 'configuration', field: 'client' },
    problem: 'work needs one: createOutbox({ client, … })',
  });
  await outbox.work();
  await untilState(enqueuer, requestId, 'sent');
});

test('a database that cannot be reached is told by its code', async () => {
  const outbox = createOutbox({ connectionString: 'postgres://nobody@127.0.0.1:1/none' });
  const error: unknown = await outbox.start().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OutboxError);
  expect(error).toMatchObject({ during: 'start', databaseCode: 'ECONNREFUSED' });
});

test('an outbox that may not make its tables says so, and uses those that are there', async () => {
  const { another, schema } = await setUp();
  const guest = createOutbox({
    connectionString: databaseUrl(),
    schema: `${schema}_none`,
    migrate: false,
  });
  await expect(guest.start()).rejects.toMatchObject({
    ...{ code: 'configuration', field: 'schema' },
    problem: `${schema}_none has no outbox; start once with migrate: true`,
  });
  const other = await another({ migrate: false });
  expect(await other.counts()).toMatchObject({ queued: 0 });
});

test('tables of another version are refused', async () => {
  const { another, schema } = await setUp();
  await pool().query(`UPDATE ${schema}.outbox_control SET version = 2`);
  await expect(another()).rejects.toMatchObject({
    ...{ code: 'configuration', field: 'schema' },
    problem: 'holds tables of version 2, and this package knows version 1',
  });
  await pool().query(`DELETE FROM ${schema}.outbox_control`);
  await expect(another()).rejects.toMatchObject({
    problem: 'holds tables of version 0, and this package knows version 1',
  });
});

test('many processes may start at once', async () => {
  const { another, schema } = await setUp();
  await pool().query(`DROP SCHEMA ${schema} CASCADE`);
  const outboxes = await Promise.all(Array.from({ length: 5 }, () => another()));
  await Promise.all(outboxes.map((outbox) => outbox.enqueue(MESSAGE)));
  expect(await outboxes[0]?.counts()).toMatchObject({ queued: 5 });
});
