/** Starts and stops of an outbox, alone and at once: it leaves nothing behind, and finds its functions as they should be. */
import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';

import { createOutbox, type Outbox, type OutboxOptions } from '../../src/outbox/index.js';
import { TigerConnect } from '../../src/index.js';
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

/** Soon: `pg` itself closes what is idle for 10 s. */
const untilClosed = (): Promise<void> => until(async () => (await connections()) === 0, 5_000);

/** PostgreSQL refuses to make anything, so many times. @returns what ends that, and says how often it was asked */
async function refuseToMake(times: number, code: string): Promise<() => Promise<number>> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`
    CREATE SEQUENCE asked;
    CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
      IF nextval('public.asked') <= ${times} THEN RAISE 'not now' USING ERRCODE = '${code}'; END IF;
    END $$;
    CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()`);
  return async () => {
    const { rows } = await client.query<{ asked: number }>(
      'SELECT last_value::integer AS asked FROM asked',
    );
    await client.query('DROP EVENT TRIGGER refuse; DROP FUNCTION refuse; DROP SEQUENCE asked');
    await client.end();
    return rows[0]?.asked ?? NaN;
  };
}

describe('an outbox that PostgreSQL asks to try again', () => {
  test.each(['40001', '40P01'])('does so, after %s', async (code) => {
    const end = await refuseToMake(9, code);
    const outbox = newOutbox({ schema: `again_${code.toLowerCase()}` });
    await outbox.start();
    expect(await end()).toBeGreaterThan(9);
    await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
    await outbox.stop();
  });

  test('gives up after ten times', async () => {
    const end = await refuseToMake(1_000, '40001');
    const starting = newOutbox({ schema: 'ten_times' }).start();
    await expect(starting).rejects.toMatchObject({ during: 'start', databaseCode: '40001' });
    expect(await end()).toBe(10);
    await untilClosed();
  });

  test('does not when it is refused for another reason, and starts when that is gone', async () => {
    const end = await refuseToMake(1_000, '42501');
    const outbox = newOutbox({ schema: 'refused' });
    await expect(outbox.start()).rejects.toMatchObject({ during: 'start', databaseCode: '42501' });
    expect(await end()).toBe(1);
    await untilClosed();
    await outbox.start();
    await expect(outbox.counts()).resolves.toMatchObject({ queued: 0 });
    await outbox.stop();
  });

  test('closes its connections also when only the queue cannot be made', async () => {
    const outbox = newOutbox({ schema: 'no_queue' });
    await outbox.start();
    await outbox.transaction((db) => db.executeSql('DROP TABLE no_queue.version'));
    await outbox.stop();
    const end = await refuseToMake(1_000, '42501');
    await expect(outbox.start()).rejects.toMatchObject({ during: 'start', databaseCode: '42501' });
    expect(await end()).toBe(1);
    await untilClosed();
  });
});

describe('an outbox', () => {
  test('started twice at once is started once', async () => {
    const outbox = newOutbox();
    await Promise.all([outbox.start(), outbox.start()]);
    await expect(outbox.enqueue(MESSAGE)).resolves.toMatchObject({ duplicate: false });
    await outbox.stop();
    await untilClosed();
  });

  test('stopped while it starts is stopped, and can be started again', async () => {
    const outbox = newOutbox();
    const starting = outbox.start();
    await outbox.stop();
    await starting;
    await expect(outbox.counts()).rejects.toMatchObject({ field: 'outbox' });
    await untilClosed();
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
    await untilClosed();
  });

  test('stops its workers, also at the end of a block', async () => {
    for (const stop of ['stop', Symbol.asyncDispose] as const) {
      const outbox = createOutbox({
        connectionString: url.href,
        client: new TigerConnect({ apiKey: 'key', apiSecret: 'secret' }),
      });
      const worker = await (await outbox.start()).work();
      let isFinished = false;
      void worker.finished.then(() => (isFinished = true));
      await outbox[stop]();
      expect(isFinished).toBe(true);
      await untilClosed();
    }
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
