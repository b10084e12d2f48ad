/** Messages to one recipient go out one after the other, and one that fails does not hold the others up for ever. */
import { expect, test } from '@jest/globals';

import type { ReceivedRequest } from '../support/server.js';
import { MESSAGE, pool, setUp, until, untilState } from './support.js';

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
    `SELECT DISTINCT singleton_key AS key FROM ${schema}.job`,
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.key).toMatch(/^[\w-]{43}$/);
});

test('an order without a secret is refused', async () => {
  const { outbox } = await setUp();
  await expect(outbox.enqueue(MESSAGE, ORDERED)).rejects.toMatchObject({
    code: 'configuration',
    field: 'orderingSecret',
  });
});
