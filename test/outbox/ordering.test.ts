/** Messages to one recipient go out one after the other, and one that fails does not hold the others up for ever. */
import { expect, test } from '@jest/globals';

import { fromPg } from '../../src/outbox/index.js';
import type { ReceivedRequest } from '../support/server.js';
import { edit, MESSAGE, pool, setUp, until, untilState } from './support.js';

const ORDERED = { ordered: 'recipient' } as const;
const textOf = ({ body }: ReceivedRequest): string => new URLSearchParams(body).get('body') ?? '';
const texts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `message ${index}`);

test('messages to one recipient arrive in the order of their enqueue, whatever fails on the way', async () => {
  const arrived: string[] = [];
  let count = 0;
  const { outbox, another } = await setUp({ orderingSecret: 's' }, (request, known) => {
    count += 1;
    if (count % 5 === 0) return { status: 503 };
    if (!known) arrived.push(textOf(request));
    return count % 7 === 0 ? 'lost' : { after: (count * 7) % 20 };
  });
  const bodies = texts(24);
  // Half in one transaction, half each in its own.
  await outbox.enqueue(
    bodies.slice(0, 12).map((body) => ({ ...MESSAGE, body })),
    ORDERED,
  );
  for (const body of bodies.slice(12)) await outbox.enqueue({ ...MESSAGE, body }, ORDERED);
  await Promise.all([outbox.work(), (await another()).work()]);
  await until(async () => (await outbox.counts()).sent === bodies.length, 40_000);
  expect(arrived).toEqual(bodies);
});

test('a message that is refused, and one that is uncertain, let the next one pass', async () => {
  const answers = [{ status: 400 }, 'reset', {}] as const;
  const { outbox } = await setUp(
    { orderingSecret: 's', resendWithin: 0 },
    (request) => answers[Number(textOf(request).at(-1))] ?? {},
  );
  const enqueued = await outbox.enqueue(
    texts(3).map((body) => ({ ...MESSAGE, body })),
    ORDERED,
  );
  await outbox.work();
  const [refused = '', lost = '', last = ''] = enqueued.map(({ requestId }) => requestId);
  await untilState(outbox, last, 'sent');
  expect(await outbox.status(refused)).toMatchObject({ state: 'failed' });
  expect(await outbox.status(lost)).toMatchObject({ state: 'uncertain' });
});

test('messages behind one that cannot be sent now keep no job, and are sent after it', async () => {
  let isDown = true;
  const { outbox, schema, accepted } = await setUp({ orderingSecret: 's' }, () =>
    isDown ? { status: 503 } : {},
  );
  const enqueued = await outbox.enqueue(
    texts(20).map((body) => ({ ...MESSAGE, body })),
    ORDERED,
  );
  await outbox.work();
  await until(async () => {
    const { rows } = await pool().query(`SELECT 1 FROM ${schema}.job`);
    return rows.length === 1;
  });
  isDown = false;
  const ids = enqueued.map(({ requestId }) => requestId);
  await untilState(outbox, ids.at(-1) ?? '', 'sent');
  expect(accepted).toEqual(ids);
});

test('what is cancelled lets the next one pass, and what is replayed goes to the end', async () => {
  let isRefused = true;
  const { outbox, accepted } = await setUp({ orderingSecret: 's' }, (request) =>
    isRefused && textOf(request) === 'message 1' ? { status: 400 } : {},
  );
  const enqueued = await outbox.enqueue(
    texts(4).map((body) => ({ ...MESSAGE, body })),
    ORDERED,
  );
  const [cancelled = '', refused = '', ...others] = enqueued.map(({ requestId }) => requestId);
  await outbox.cancel([cancelled]);
  await outbox.work();
  await untilState(outbox, others[1] ?? '', 'sent');
  isRefused = false;
  await outbox.replay([refused]);
  await untilState(outbox, refused, 'sent');
  expect(accepted).toEqual([...others, refused]);
});

test('messages of one order that are replayed together keep their order', async () => {
  let isRefused = true;
  const { outbox, accepted } = await setUp({ orderingSecret: 's' }, () =>
    isRefused ? { status: 400 } : {},
  );
  const bodies = texts(20).map((body) => ({ ...MESSAGE, body }));
  const ids = (await outbox.enqueue(bodies, ORDERED)).map(({ requestId }) => requestId);
  const worker = await outbox.work();
  await until(async () => (await outbox.counts()).failed === ids.length);
  await worker.stop();
  isRefused = false;
  await outbox.replay([...ids].sort());
  await outbox.work();
  await until(async () => (await outbox.counts()).sent === ids.length);
  expect(accepted).toEqual(ids);
});

test('a worker that dies after its message was accepted does not hold up the next one', async () => {
  const { outbox, schema } = await setUp({ orderingSecret: 's', heartbeat: 10 });
  const enqueued = await outbox.enqueue([MESSAGE, MESSAGE], ORDERED);
  const [sent = '', next = ''] = enqueued.map(({ requestId }) => requestId);
  // The first is settled, its job is still the dead worker's, and the second gave up its own.
  await edit(schema, sent, "state = 'sent', payload = NULL, ordering_key = NULL");
  await edit(schema, next, 'ticket = NULL');
  await pool().query(
    `UPDATE ${schema}.job SET state = 'active', heartbeat_on = now() - interval '11 seconds'
    WHERE data ->> 'requestId' = $1`,
    [sent],
  );
  await pool().query(`DELETE FROM ${schema}.job WHERE data ->> 'requestId' = $1`, [next]);
  await outbox.work();
  await untilState(outbox, next, 'sent');
});

test('of two transactions that overlap, neither message goes out while the other does', async () => {
  const { outbox, server } = await setUp({ orderingSecret: 's' }, () => ({ after: 400 }));
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    const early = await outbox.enqueue(MESSAGE, { ...ORDERED, db: fromPg(client) });
    const late = await outbox.enqueue(MESSAGE, ORDERED);
    await outbox.work();
    await until(() => server.requests.length === 1);
    await client.query('COMMIT');
    await untilState(outbox, early.requestId, 'sent');
    const [second, first] = await Promise.all([
      outbox.status(early.requestId),
      outbox.status(late.requestId),
    ]);
    const between = Number(second?.settledAt) - Number(first?.settledAt);
    expect(between).toBeGreaterThan(350);
  } finally {
    client.release();
  }
});

test('recipients do not wait for each other', async () => {
  const { outbox } = await setUp({ orderingSecret: 's' }, (request) =>
    request.query.get('recipient') === 'nurse@ward.example' ? { status: 503 } : {},
  );
  const [, other] = [
    await outbox.enqueue(MESSAGE, ORDERED),
    await outbox.enqueue({ ...MESSAGE, to: 'doctor@ward.example' }, ORDERED),
  ];
  await outbox.work({ concurrency: 1 });
  await untilState(outbox, other.requestId, 'sent');
});

test('the key of a recipient is hashed with a secret, and is the same for each way to write it', async () => {
  const { outbox, schema } = await setUp({ orderingSecret: 's' });
  await outbox.enqueue(MESSAGE, ORDERED);
  await outbox.enqueue({ ...MESSAGE, to: 'Nurse@WARD.example' }, ORDERED);
  const { rows } = await pool().query<{ key: string }>(
    `SELECT DISTINCT data ->> 'key' AS key FROM ${schema}.job`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.key).toMatch(/^[\w-]{43}$/);
});

test('a message without an order has no key, though there is a secret', async () => {
  const { outbox, schema } = await setUp({ orderingSecret: 's' });
  await outbox.enqueue(MESSAGE);
  const { rows } = await pool().query<{ data: object }>(`SELECT data FROM ${schema}.job`);
  expect(rows).toEqual([{ data: { requestId: expect.any(String) } }]);
});

test('an order without a secret is refused', async () => {
  const { outbox } = await setUp();
  await expect(outbox.enqueue(MESSAGE, ORDERED)).rejects.toMatchObject({
    code: 'configuration',
    field: 'orderingSecret',
    message: "orderingSecret: is needed for ordered: 'recipient'",
  });
});
