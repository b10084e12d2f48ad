/**
 * The queue, which is pg-boss: a job is a ticket to send one message, and holds its `requestId` alone. What became of
 * the message stands in our table, so that a ticket too many, of a redrive say, sends nothing.
 */
import type { PgBoss } from 'pg-boss';

import type { Database } from './database.js';
import { loadPgBoss } from './requirements.js';
import type { UsedTicket } from './store/order.js';

/** The queue. Its tickets are made and removed by the statements that write what they stand for. */
const QUEUE = 'outbox';

/**
 * pg-boss has an index in the order of its fetch. Of a queue that was empty when PostgreSQL last looked, it would rather
 * sort all that waits. And a fetch that a crash of the database takes back is made again: the claim that follows is waited
 * for, with all that was written before it.
 */
const FETCH_SETTINGS = `SELECT set_config('enable_sort', 'off', true), set_config('synchronous_commit', 'off', true)`;

/** What a worker holds. */
export interface Ticket extends UsedTicket {
  readonly requestId: string;
}

/** Longer than any message waits, which the outbox sees to itself: pg-boss deletes a ticket without a word. */
const RETENTION_SECONDS = 10 * 365 * 24 * 3_600;

/** As often as a message's time allows. */
const RETRY_LIMIT = 1_000_000;

/** A worker holds a ticket so long at most, and this is long beside a pause: a dead one is told by its heartbeat. */
const HOLD_SECONDS = 3_600;

export interface QueueOptions {
  readonly schema: string;
  /** Seconds without a sign of life after which a worker is taken for dead. */
  readonly heartbeat: number;
  /** Seconds between retries at most. */
  readonly maxRetryDelay: number;
  readonly migrate: boolean;
  readonly onError: (error: unknown) => void;
}

export class Tickets {
  private constructor(
    private readonly boss: PgBoss,
    private readonly db: Database,
  ) {}

  static async open(database: Database, options: QueueOptions): Promise<Tickets> {
    const { schema, heartbeat, maxRetryDelay, migrate, onError } = options;
    const { PgBoss } = await loadPgBoss();
    // Dead workers are looked for so often that one is noticed within a minute.
    const superviseIntervalSeconds = Math.max(1, Math.floor(heartbeat / 2));
    const boss = new PgBoss({
      db: database.patient,
      backend: database.backend,
      schema,
      // It stands by now, and asking for it takes the right to create one.
      createSchema: false,
      migrate,
      schedule: false,
      superviseIntervalSeconds,
      monitorIntervalSeconds: superviseIntervalSeconds,
    });
    boss.on('error', onError);
    try {
      await boss.start();
      const queue = {
        retryLimit: RETRY_LIMIT,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: maxRetryDelay,
        heartbeatSeconds: heartbeat,
        expireInSeconds: HOLD_SECONDS,
        retentionSeconds: RETENTION_SECONDS,
      };
      if (migrate) {
        await boss.createQueue(QUEUE, queue);
        await boss.updateQueue(QUEUE, queue);
      }
      const tickets = new Tickets(boss, database);
      if (database.backend === 'pglite') await tickets.#takeBack(schema);
      return tickets;
    } catch (error) {
      // Else it would look for dead workers for ever, on connections that are closed.
      await boss.stop({ close: false, graceful: false }).catch(onError);
      throw error;
    }
  }

  /** Gives back what a process before this one held, which is over: nobody else has the database. */
  async #takeBack(schema: string): Promise<void> {
    const { rows } = await this.db.executeSql(
      `SELECT id::text FROM ${schema}.job WHERE name = $1 AND state = 'active'`,
      [QUEUE],
    );
    const ids = (rows as { id: string }[]).map(({ id }) => id);
    if (ids.length > 0) await this.boss.fail(QUEUE, ids, null, { db: this.db });
  }

  async fetch(count: number): Promise<Ticket[]> {
    const jobs = await this.db.transaction(async (db) => {
      await db.executeSql(FETCH_SETTINGS);
      return this.boss.fetch<{ requestId?: unknown; key?: unknown } | null>(QUEUE, {
        batchSize: count,
        db,
      });
    });
    return jobs.map(({ id, retryCount, data }) => ({
      id,
      retryCount,
      requestId: String(data?.requestId).toLowerCase(),
      ...(typeof data?.key === 'string' && { orderingKey: data.key }),
    }));
  }

  /** Says that this worker lives. */
  async touch(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length > 0) await this.boss.touch(QUEUE, attempts(tickets), { db: this.db });
  }

  /** Gives tickets back, for another attempt after a while. */
  async retry(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length > 0) await this.boss.fail(QUEUE, attempts(tickets), null, { db: this.db });
  }

  async close(): Promise<void> {
    await this.boss.stop({ close: false, graceful: false });
  }
}

const attempts = (tickets: readonly Ticket[]): { id: string; retryCount: number }[] =>
  tickets.map(({ id, retryCount }) => ({ id, retryCount }));
