/** Whatever is done to the jobs of pg-boss, one `requestId` stays one message, and none disappears without a word. */
import { afterEach, expect, test } from '@jest/globals';
import { PgBoss } from 'pg-boss';

import { databaseUrl, edit, MESSAGE, pool, setUp, until, untilState } from './support.js';

const operators: PgBoss[] = [];
/** pg-boss in the hands of somebody who looks after the queues. */
async function operator(schema: string): Promise<PgBoss> {
  const boss = new PgBoss({ connectionString: databaseUrl(), schema, schedule: false });
  boss.on('error', () => undefined);
  operators.push(boss);
  return boss.start();
}
afterEach(async () => {
  await Promise.all(operators.splice(0).map((boss) => boss.stop()));
});

const jobs = async (schema: string): Promise<number> => {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${schema}.job`,
  );
  return rows[0]?.count ?? 0;
};

test('a job holds the key of its message and nothing of it', async () => {
  const { outbox, schema } = await setUp();
  const { requestId } = await outbox.enqueue(MESSAGE);
  const { rows } = await pool().query(`SELECT data FROM ${schema}.job`);
  expect(rows).toEqual([{ data: { requestId } }]);
});

test('jobs that are dead-lettered and redriven, under new ids, send their message once', async () => {
  const { outbox, schema, server, accepted } = await setUp();
  const boss = await operator(schema);
  await boss.createQueue('dead');
  const { requestId } = await outbox.enqueue(MESSAGE);
  const [first] = await boss.fetch('outbox');
  await boss.updateQueue('outbox', { deadLetter: 'dead' });
  await pool().query(`UPDATE ${schema}.job SET dead_letter = 'dead', retry_limit = 0`);
  await boss.fail('outbox', first?.id ?? '');
  expect(await boss.redrive('dead')).toBe(1);
  const redriven = await boss.findJobs('outbox', { data: { requestId }, queued: true });
  expect(redriven.map(({ id }) => id)).not.toContain(first?.id);
  // And once more, of a message that is sent by then.
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  await boss.send('outbox', { requestId });
  await until(async () => (await boss.findJobs('outbox', { queued: true })).length === 0);
  expect(server.requests).toHaveLength(1);
  expect(accepted).toEqual([requestId]);
});

test('two jobs for one message are one message', async () => {
  const { outbox, schema, server, accepted } = await setUp({}, () => ({ after: 300 }));
  const boss = await operator(schema);
  const { requestId } = await outbox.enqueue(MESSAGE);
  for (let count = 0; count < 3; count += 1) await boss.send('outbox', { requestId });
  await outbox.work();
  await untilState(outbox, requestId, 'sent');
  await until(async () => (await jobs(schema)) === 0);
  expect(server.requests).toHaveLength(1);
  expect(accepted).toEqual([requestId]);
});

test('a job that names no message of the outbox is removed', async () => {
  const { outbox, schema, server } = await setUp();
  const boss = await operator(schema);
  await boss.send('outbox', { requestId: 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad' });
  await boss.send('outbox', { requestId: 'none' });
  await boss.send('outbox', null);
  await outbox.work();
  await until(async () => (await jobs(schema)) === 0);
  expect(server.requests).toEqual([]);
});

test('a replay of many, asked for twice at once, sends each once more', async () => {
  let refused = true;
  const { outbox, another, server } = await setUp({}, () => (refused ? { status: 400 } : {}));
  const ids = (await outbox.enqueue([MESSAGE, MESSAGE, MESSAGE])).map(({ requestId }) => requestId);
  await outbox.work();
  await until(async () => (await outbox.counts()).failed === 3);
  refused = false;
  const other = await another();
  const replayed = await Promise.all([outbox.replay(ids), other.replay(ids)]);
  expect(replayed.flat().sort()).toEqual([...ids].sort());
  await until(async () => (await outbox.counts()).sent === 3);
  expect(server.requests).toHaveLength(6);
});

test('pg-boss keeps a job for longer than the outbox keeps its message', async () => {
  const { outbox, schema } = await setUp({ retention: 365 });
  await outbox.enqueue(MESSAGE);
  const { rows } = await pool().query<{ longer: boolean }>(
    `SELECT j.keep_until > m.expires_at + interval '1 year' AS longer
    FROM ${schema}.job j, ${schema}.outbox_message m`,
  );
  expect(rows).toEqual([{ longer: true }]);
});

test('the queue is made as the options say, and changed by the next outbox whose options say otherwise', async () => {
  const { another, schema } = await setUp();
  const settings = async (): Promise<unknown> => {
    const { rows } = await pool().query<object>(
      `SELECT policy, retry_limit, retry_delay, retry_backoff, retry_delay_max, heartbeat_seconds,
        expire_seconds, retention_seconds
      FROM ${schema}.queue WHERE name = 'outbox'`,
    );
    return rows[0];
  };
  const made = {
    ...{ policy: 'standard', retry_limit: 1_000_000, retry_delay: 1, retry_backoff: true },
    ...{ retry_delay_max: 1, heartbeat_seconds: 20, expire_seconds: 3_600 },
    retention_seconds: 10 * 365 * 86_400,
  };
  expect(await settings()).toEqual(made);
  await another({ heartbeat: 25, maxRetryDelay: 90 });
  expect(await settings()).toEqual({ ...made, retry_delay_max: 90, heartbeat_seconds: 25 });
  // Who may not change the tables leaves it as it is.
  await another({ heartbeat: 30, migrate: false });
  expect(await settings()).toMatchObject({ heartbeat_seconds: 25 });
});

test('messages whose jobs were deleted get new ones, and are sent, however many they are', async () => {
  const { outbox, schema, accepted } = await setUp();
  const messages = Array.from({ length: 5_500 }, () => MESSAGE);
  await outbox.enqueue(messages);
  await (await operator(schema)).deleteAllJobs('outbox');
  await outbox.work({ concurrency: 64 });
  await until(async () => (await outbox.counts()).sent === messages.length, 60_000);
  expect(new Set(accepted).size).toBe(messages.length);
  expect(accepted).toHaveLength(messages.length);
}, 90_000);

test.each(['completed', 'cancelled', 'failed'])(
  'a message whose job somebody made %s gets a new one',
  async (state) => {
    const { outbox, schema } = await setUp();
    const { requestId } = await outbox.enqueue(MESSAGE);
    await pool().query(`UPDATE ${schema}.job SET state = $1`, [state]);
    await outbox.work();
    await untilState(outbox, requestId, 'sent');
  },
);

test('messages of one order whose jobs were deleted are sent in their order', async () => {
  const { outbox, schema, accepted } = await setUp({ orderingSecret: 's' });
  const enqueued = await outbox.enqueue([MESSAGE, MESSAGE, MESSAGE], { ordered: 'recipient' });
  await (await operator(schema)).deleteAllJobs('outbox');
  await outbox.work();
  const ids = enqueued.map(({ requestId }) => requestId);
  await untilState(outbox, ids[2] ?? '', 'sent');
  expect(accepted).toEqual(ids);
});

test('a message that was being sent when its job was deleted waits a minute for its worker', async () => {
  const { outbox, schema, server } = await setUp();
  const { requestId } = await outbox.enqueue(MESSAGE);
  await edit(schema, requestId, "state = 'sending', claim = gen_random_uuid()");
  await (await operator(schema)).deleteAllJobs('outbox');
  await outbox.work();
  await until(async () => (await jobs(schema)) === 1);
  const { rows } = await pool().query<{ seconds: number }>(
    `SELECT EXTRACT(EPOCH FROM start_after - now())::float8 AS seconds FROM ${schema}.job`,
  );
  expect(rows[0]?.seconds).toBeGreaterThan(50);
  expect(server.requests).toEqual([]);
  await pool().query(`UPDATE ${schema}.job SET start_after = now()`);
  await untilState(outbox, requestId, 'sent');
});

test('a message whose job was deleted becomes expired when its time is over', async () => {
  const { outbox, schema } = await setUp();
  const boss = await operator(schema);
  const { requestId } = await outbox.enqueue(MESSAGE);
  await boss.deleteAllJobs('outbox');
  await edit(schema, requestId, "expires_at = clock_timestamp() - interval '1 second'");
  await outbox.work();
  await untilState(outbox, requestId, 'expired');
  expect(await outbox.list({ state: 'expired' })).toMatchObject([{ requestId }]);
});
