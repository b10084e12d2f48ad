/**
 * What a statement reads does not grow with what waits, though PostgreSQL plans it once a connection: here when nothing
 * waits yet, and without knowing anything of the tables.
 */
import { randomUUID } from 'node:crypto';

import { expect, test } from '@jest/globals';
import type { PoolClient } from 'pg';

import { type Database, fromPg } from '../../src/outbox/database.js';
import { claimMessages } from '../../src/outbox/store/claim.js';
import { expireMessages, purgeMessages, replayMessages } from '../../src/outbox/store/manage.js';
import { finishTickets } from '../../src/outbox/store/order.js';
import { restoreTickets, START } from '../../src/outbox/store/restore.js';
import { settleAttempts } from '../../src/outbox/store/settle.js';
import { type Ticket, Tickets } from '../../src/outbox/tickets.js';
import { MESSAGE, pool, setUp } from './support.js';

const BATCH = 16;
const WAITING = 3_000;
/** After five plans for what it is given, PostgreSQL may keep one for whatever comes. */
const PASSES = 8;

/** The queue as a worker has it, on one connection. */
const openTickets = (client: PoolClient, schema: string): Promise<Tickets> => {
  const executor = fromPg(client);
  const database: Database = {
    ...executor,
    backend: 'postgres',
    // Of what pg-boss does now and then.
    patient: { executeSql: (text, values) => pool().query(text, values) },
    transaction: (work) => work(executor),
    close: () => Promise.resolve(),
  };
  const options = { schema, heartbeat: 20, maxRetryDelay: 60, migrate: false };
  return Tickets.open(database, { ...options, onError: () => undefined });
};

/** @returns how many entries of indexes, and rows of tables read from end to end, the work read */
async function readBy(
  client: PoolClient,
  schema: string,
  work: () => Promise<unknown>,
): Promise<number> {
  const count = async (): Promise<number> => {
    const { rows } = await client.query<{ reads: number }>(
      `SELECT sum(pg_stat_get_xact_tuples_returned(oid))::integer AS reads
      FROM pg_class WHERE relnamespace::regnamespace::text = '${schema}'`,
    );
    return rows[0]?.reads ?? 0;
  };
  await client.query('BEGIN');
  const before = await count();
  await work();
  const after = await count();
  await client.query('COMMIT');
  return after - before;
}

test.each([false, true])('a worker reads what it works on, ordered: %s', async (isOrdered) => {
  const { outbox, schema } = await setUp({ orderingSecret: 's' });
  for (const table of ['outbox_message', 'job_common'])
    await pool().query(`ALTER TABLE ${schema}.${table} SET (autovacuum_enabled = off)`);
  const enqueue = (count: number): Promise<unknown> =>
    outbox.enqueue(
      Array.from({ length: count }, (_, index) => ({
        ...MESSAGE,
        to: `nurse.${index}@ward.example`,
      })),
      isOrdered ? { ordered: 'recipient' } : {},
    );
  const client = await pool().connect();
  const executor = fromPg(client);
  const queue = await openTickets(client, schema);
  const reads = (work: () => Promise<unknown>): Promise<number> => readBy(client, schema, work);

  const pass = async (): Promise<Record<string, number>> => {
    let tickets: Ticket[] = [];
    const fetch = await reads(async () => {
      tickets = await queue.fetch(BATCH);
    });
    const attempts = tickets.map((ticket) => ({ ticket, claim: randomUUID() }));
    const claims = attempts.map(
      ({ ticket: { id: ticket, requestId: id, orderingKey }, claim }) => ({
        id,
        claim,
        ticket,
        orderingKey,
      }),
    );
    const results = attempts.map(({ ticket, claim }) => ({
      id: ticket.requestId,
      claim,
      state: 'failed' as const,
      unknown: true,
      begun: true,
      ticket: isOrdered ? undefined : ticket,
    }));
    const [first = ''] = claims.map(({ id }) => id);
    return {
      fetch,
      claim: await reads(() => claimMessages(executor, schema, claims)),
      settle: await reads(() => settleAttempts(executor, schema, results)),
      finish: await reads(() => finishTickets(executor, schema, isOrdered ? tickets : [])),
      replay: await reads(() => replayMessages(executor, schema, [first])),
      expire: await reads(() => expireMessages(executor, schema)),
      purge: await reads(() => purgeMessages(executor, schema, 0)),
      restore: await reads(() => restoreTickets(executor, schema, START)),
    };
  };

  try {
    for (let count = 0; count < PASSES; count += 1) {
      await enqueue(BATCH);
      await pass();
    }
    await enqueue(WAITING);
    const { restore = Infinity, ...others } = await pass();
    expect(Object.entries(others).filter(([, read]) => read > BATCH * 16)).toEqual([]);
    // It looks at each message that waits, and at its ticket.
    expect(restore).toBeLessThan(WAITING * 8);
  } finally {
    await queue.close();
    client.release();
  }
});
