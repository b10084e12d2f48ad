/** Starts and stops of an outbox, alone and at once: it leaves nothing behind, and finds its functions as they should be. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';

import { createOutbox, type Outbox, type OutboxOptions } from '../../src/outbox/index.js';
import { databaseUrl, MESSAGE, pool, setUp, until } from './support.js';

/** A database of this file's own, so that its connections can be counted. */
const database = `start_${randomUUID().replaceAll('-', '')}`;
const url = new URL(databaseUrl());
url.pathname = database;
beforeAll(() => pool().query(`CREATE DATABASE ${database}`));
afterAll(async () => {
  // The pool has ended by now.
  const client = new pg.Client({ connectionString: databaseUrl() });
  await client.connect();
  await client.query(`DROP DATABASE ${database} WITH (FORCE)`);
  await client.end();
});

const newOutbox = (options: Partial<OutboxOptions> = {}): Outbox =>
  createOutbox({ connectionString: url.href, ...options });

const connections = async (): Promise<number> => {
  const { rows } = await pool().query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM pg_stat_activity WHERE datname = $1',
    [database],
  );
  return rows[0]?.count ?? NaN;
};

describe('an outbox', () => {
  test('started twice at once is started once', async () => {
    const outbox = newOutbox();
    await Promise.all([outbox.start(), outbox.start()]);
    await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
    await outbox.stop();
    await until(async () => (await connections()) === 0);
  });

  test('stopped while it starts is stopped, and can be started again', async () => {
    const outbox = newOutbox();
    const starting = outbox.start();
    await outbox.stop();
    await starting;
    await expect(outbox.counts()).rejects.toMatchObject({ field: 'outbox' });
    await until(async () => (await connections()) === 0);
    await outbox.start();
    await expect(outbox.counts()).resolves.toMatchObject({ failed: 0 });
    await outbox.stop();
  });

  test('that could not start leaves no connection, and can be started again', async () => {
    const schema = 'not_there';
    const outbox = newOutbox({ schema, migrate: false });
    for (let tries = 0; tries < 2; tries += 1)
      await expect(outbox.start()).rejects.toMatchObject({ field: 'schema' });
    await outbox.stop();
    await until(async () => (await connections()) === 0);
  });

  test('starts beside others where transactions see nothing that is newer than they', async () => {
    await pool().query(
      `ALTER DATABASE ${database} SET default_transaction_isolation = 'repeatable read'`,
    );
    const outboxes = Array.from({ length: 4 }, () => newOutbox({ schema: 'at_once' }));
    await Promise.all(outboxes.map((outbox) => outbox.start()));
    await expect(outboxes[0]?.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
    await Promise.all(outboxes.map((outbox) => outbox.stop()));
  });
});

test('functions of an older version of the package are replaced, and those of this one are left alone', async () => {
  const { outbox, another, schema } = await setUp();
  const source = async (): Promise<string> => {
    const { rows } = await pool().query<{ source: string; transaction: string }>(
      `SELECT prosrc AS source, xmin::text AS transaction FROM pg_proc
      WHERE proname = 'outbox_insert' AND pronamespace = $1::regnamespace`,
      [schema],
    );
    return JSON.stringify(rows);
  };
  const before = await source();
  await another();
  expect(await source()).toBe(before);

  await pool().query(`COMMENT ON TABLE ${schema}.outbox_control IS 'functions of before'`);
  await pool().query(`CREATE OR REPLACE FUNCTION ${schema}.outbox_insert(messages text)
    RETURNS SETOF uuid LANGUAGE plpgsql AS $$ BEGIN RAISE 'an old one'; END $$`);
  await expect(outbox.enqueue(MESSAGE)).rejects.toMatchObject({ databaseCode: 'P0001' });
  await Promise.all([another(), another()]);
  await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
});
