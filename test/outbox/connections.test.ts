/** The connections to PostgreSQL: transactions on them, and that one which breaks is told and replaced. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { type Database, openPostgres } from '../../src/outbox/database.js';
import { databaseUrl, MESSAGE, pool, setUp, until } from './support.js';

let database: Database;
let errors: unknown[] = [];
beforeEach(async () => {
  errors = [];
  // One connection, so that what is left of one thing is seen by the next.
  database = await openPostgres(databaseUrl(), 1, (error) => errors.push(error));
});
afterEach(() => database.close());

const ask = async (text: string, values?: unknown[]): Promise<unknown> => {
  const { rows } = await database.executeSql(text, values);
  return (rows[0] as { value: unknown }).value;
};
const pid = (): Promise<unknown> => ask('SELECT pg_backend_pid() AS value');
/** Ends a connection, as a proxy or an administrator may. */
const end = (process: unknown) => pool().query('SELECT pg_terminate_backend($1)', [process]);

test('a transaction commits what its work does, on the same connection', async () => {
  const before = await pid();
  const result = await database.transaction(async (db) => {
    await db.executeSql('CREATE TEMPORARY TABLE kept AS SELECT $1::integer AS value', [7]);
    return 'the result';
  });
  expect(result).toBe('the result');
  expect(await ask('SELECT value FROM kept')).toBe(7);
  expect(await pid()).toBe(before);
});

test('a transaction whose work throws leaves nothing, and its connection can be used', async () => {
  const before = await pid();
  const failure = new Error('the work');
  const work = database.transaction(async (db) => {
    await db.executeSql('CREATE TEMPORARY TABLE kept AS SELECT 7 AS value');
    throw failure;
  });
  await expect(work).rejects.toBe(failure);
  expect(await ask("SELECT to_regclass('kept') AS value")).toBeNull();
  expect(await pid()).toBe(before);
});

test('a connection that breaks in a transaction is told of, and not used again', async () => {
  const before = await pid();
  const work = database.transaction(async (db) => {
    await end(before);
    await until(() => errors.length > 0);
    await db.executeSql('SELECT 1');
  });
  await expect(work).rejects.toThrow();
  expect(errors[0]).toMatchObject({ code: '57P01' });
  expect(await pid()).not.toBe(before);
});

test('nobody listens to a connection any more that has been given back', async () => {
  for (let turns = 0; turns < 12; turns += 1) await database.transaction(() => Promise.resolve());
  await end(await pid());
  await until(() => errors.length > 0);
  // Of the pool, and not of each transaction that there was.
  expect(errors).toHaveLength(1);
});

test('what may take long has its values, or none', async () => {
  const { rows } = await database.patient.executeSql('SELECT $1::text AS value', ['given']);
  expect(rows).toEqual([{ value: 'given' }]);
  expect((await database.patient.executeSql('SELECT 1 AS value')).rows).toEqual([{ value: 1 }]);
});

test('a connection is known by a name, and an outbox goes on when it is ended', async () => {
  const { outbox, events } = await setUp();
  const { rows } = await outbox.transaction((db) =>
    db.executeSql("SELECT pg_backend_pid() AS pid, current_setting('application_name') AS name"),
  );
  const [row] = rows as { pid: number; name: string }[];
  expect(row?.name).toBe('tigerconnect-outbox');
  await end(row?.pid);
  await until(() => events.length > 0);
  expect(events).toEqual([{ type: 'error', during: 'connection', code: '57P01' }]);
  await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
});

test('more messages than one statement takes are enqueued together, or not at all', async () => {
  const { outbox, schema } = await setUp();
  const messages = (last: string) => [
    ...Array.from({ length: 1_000 }, () => MESSAGE),
    { ...MESSAGE, body: last },
  ];
  await pool().query(
    `ALTER TABLE ${schema}.outbox_message ADD CHECK (payload NOT LIKE '%refused%')`,
  );
  await expect(outbox.enqueue(messages('refused'))).rejects.toMatchObject({
    ...{ during: 'enqueue', databaseCode: '23514' },
  });
  expect(await outbox.counts()).toMatchObject({ queued: 0 });
  const enqueued = await outbox.enqueue(messages('taken'));
  expect(enqueued.filter(({ duplicate }) => duplicate)).toEqual([]);
  expect(await outbox.counts()).toMatchObject({ queued: 1_001 });
});
