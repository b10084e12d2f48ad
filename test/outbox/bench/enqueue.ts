/**
 * What an enqueue costs beside a bare INSERT: on one connection, BEGIN, the statement or statements, COMMIT. The bare
 * INSERT writes the same key and text into a table of a primary key and nothing else.
 */
import type { Pool, PoolClient } from 'pg';
import type { PgBoss } from 'pg-boss';

import { fromPg, type Outbox } from '../../../src/outbox/index.js';
import { type KeyedMessage, makeMessages } from './message.js';
import { type Contender, printTurns, takeTurns } from './rounds.js';

export interface EnqueuePlan {
  pool: Pool;
  outbox: Outbox;
  boss: PgBoss;
  rounds: number;
  /** Transactions of a round. */
  transactions: number;
}

type Work = (client: PoolClient, messages: readonly KeyedMessage[]) => Promise<unknown>;

const insertBare: Work = (client, messages) =>
  client.query(
    `INSERT INTO bare (request_id, payload)
    SELECT "requestId", payload FROM json_to_recordset($1::json) AS m ("requestId" uuid, payload text)`,
    [
      JSON.stringify(
        messages.map((message) => ({
          requestId: message.requestId,
          payload: JSON.stringify(message),
        })),
      ),
    ],
  );

export async function measureEnqueue(plan: EnqueuePlan): Promise<void> {
  const { pool, outbox, boss, rounds } = plan;
  await pool.query(
    `CREATE TABLE IF NOT EXISTS bare (request_id uuid PRIMARY KEY, payload text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp())`,
  );
  const works: [name: string, work: Work][] = [
    ['bare INSERT', insertBare],
    [
      'outbox.enqueue, in the transaction',
      (client, messages) => outbox.enqueue(messages, { db: fromPg(client) }),
    ],
    [
      'pg-boss insert, in the transaction',
      (client, messages) =>
        boss.insert(
          'enqueue',
          messages.map((data) => ({ data })),
          { db: fromPg(client) },
        ),
    ],
  ];
  for (const size of [1, 100]) {
    const transactions = Math.ceil(plan.transactions / (size === 1 ? 1 : 10));
    const contender = ([name, work]: (typeof works)[number]): Contender => ({
      name,
      run: () => perSecond(pool, transactions, size, work),
    });
    const figures = await takeTurns(works.map(contender), rounds);
    printTurns(`enqueue: ${size} in a transaction, one connection; beside a bare INSERT`, figures);
  }
}

async function perSecond(
  pool: Pool,
  transactions: number,
  size: number,
  work: Work,
): Promise<number> {
  const messages = Array.from({ length: transactions }, () => makeMessages(size));
  const client = await pool.connect();
  try {
    const began = performance.now();
    for (const each of messages) {
      await client.query('BEGIN');
      await work(client, each);
      await client.query('COMMIT');
    }
    return (transactions * size) / ((performance.now() - began) / 1_000);
  } finally {
    client.release();
  }
}
