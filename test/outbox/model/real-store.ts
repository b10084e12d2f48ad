/** The tables of an outbox and of pg-boss on a real PostgreSQL, whose clock and chance are the test's. */
import { PgBoss } from 'pg-boss';
import pg from 'pg';

import { type Database, openPostgres } from '../../../src/outbox/database.js';
import { insertTickets, toMs } from '../../../src/outbox/store/expressions.js';
import { createTables } from '../../../src/outbox/store/schema.js';
import { Tickets } from '../../../src/outbox/tickets.js';
import { databaseUrl } from '../support.js';

/** Seconds; no worker is taken for dead but by a command. */
export const HEARTBEAT = 1_800;
/** Seconds; longer than any wait between two attempts here. */
export const MAX_RETRY_DELAY = 60;

const ignore = (): void => undefined;

export class RealStore {
  private constructor(
    readonly schema: string,
    readonly database: Database,
    readonly tickets: Tickets,
    private readonly boss: PgBoss,
    private readonly clock: pg.Client,
  ) {}

  /** @param schema for its tables; another one holds the clock, and comes before PostgreSQL's own */
  static async open(schema: string): Promise<RealStore> {
    const clock = new pg.Client({ connectionString: databaseUrl() });
    await clock.connect();
    const time = `${schema}_time`;
    await clock.query(`CREATE SCHEMA ${time}; CREATE TABLE ${time}.clock (at timestamptz);
      INSERT INTO ${time}.clock VALUES ('epoch')`);
    const tell = async (name: string): Promise<void> => {
      await clock.query(`CREATE OR REPLACE FUNCTION ${name}() RETURNS timestamptz LANGUAGE sql
        STABLE AS 'SELECT at FROM ${time}.clock'`);
    };
    await tell(`${time}.now`);
    await tell(`${time}.clock_timestamp`);
    await clock.query(`CREATE FUNCTION ${time}.random() RETURNS float8 LANGUAGE sql
      AS 'SELECT 0.5::float8'`);
    const path = encodeURIComponent(`-c search_path=${time},pg_catalog,public`);
    const database = await openPostgres(`${databaseUrl()}?options=${path}`, 2, ignore);
    await database.transaction((executor) => createTables(executor, schema));
    const queue = { heartbeat: HEARTBEAT, maxRetryDelay: MAX_RETRY_DELAY, migrate: true };
    const tickets = await Tickets.open(database, { ...queue, schema, onError: ignore });
    // What pg-boss itself reads the time from.
    await tell(`${schema}.job_now`);
    const boss = new PgBoss({
      ...{ db: database.patient, schema, createSchema: false, migrate: false },
      ...{ schedule: false, supervise: false, monitorIntervalSeconds: 1 },
    });
    await boss.start();
    return new RealStore(schema, database, tickets, boss, clock);
  }

  async close(): Promise<void> {
    await this.boss.stop({ close: false, graceful: false });
    await this.tickets.close();
    await this.database.close();
    await this.clock.end();
  }

  async empty(): Promise<void> {
    const { schema } = this;
    await this.clock.query(`DELETE FROM ${schema}.outbox_message; DELETE FROM ${schema}.job;
      UPDATE ${schema}.queue SET monitor_on = NULL, monitor_claim_on = NULL, maintain_on = NULL;
      UPDATE ${schema}.outbox_control SET next_slot = 'epoch', paused_until = 'epoch'`);
  }

  /** @param ms since the epoch */
  async setTime(ms: number): Promise<void> {
    const text = `UPDATE ${this.schema}_time.clock SET at = to_timestamp($1::float8 / 1000)`;
    await this.clock.query(text, [ms]);
  }

  /** Takes workers for dead that gave no sign of life, as pg-boss does now and then. */
  async supervise(): Promise<void> {
    await this.boss.supervise('outbox');
  }

  /** A ticket too many, as a redrive makes. */
  async double(requestId: string, key: string | undefined): Promise<void> {
    const source = `(SELECT $1::uuid AS request_id, $2::text AS ordering_key,
      gen_random_uuid() AS ticket, now() AS start_after)`;
    await this.database.executeSql(insertTickets(this.schema, source), [requestId, key ?? null]);
  }

  async loseTickets(requestId: string): Promise<void> {
    const text = `DELETE FROM ${this.schema}.job WHERE data ->> 'requestId' = $1`;
    await this.clock.query(text, [requestId]);
  }

  /** The messages, in their order. */
  async rows(): Promise<object[]> {
    const { rows } = await this.clock.query<object>(
      `SELECT request_id::text AS id, state, payload, ordering_key AS "orderingKey",
        ticket IS NOT NULL AS "hasTicket", EXISTS (SELECT 1 FROM ${this.schema}.job j
          WHERE j.id = m.ticket) AS "isQueued",
        attempts, claim::text, message_id AS "messageId", reason, error_status AS "errorStatus",
        lifetime_ms AS lifetime, ${toMs('enqueued_at')} AS "enqueuedAt",
        ${toMs('expires_at')} AS "expiresAt", ${toMs('unknown_since')} AS "unknownSince",
        ${toMs('replayed_at')} AS "replayedAt"
      FROM ${this.schema}.outbox_message m ORDER BY position`,
    );
    return rows;
  }

  async jobs(): Promise<RealJob[]> {
    const { rows } = await this.clock.query<RealJob>(
      `SELECT id::text, data ->> 'requestId' AS "requestId", data ->> 'key' AS key, state::text,
        retry_count AS "retryCount", ${toMs('start_after')} AS "startAfter",
        ${toMs('created_on')} AS "createdAt", ${toMs('heartbeat_on')} AS "heartbeatAt"
      FROM ${this.schema}.job`,
    );
    return rows;
  }
}

export interface RealJob {
  readonly id: string;
  readonly requestId: string;
  readonly key: string | null;
  readonly state: string;
  readonly retryCount: number;
  readonly startAfter: number;
  readonly createdAt: number;
  readonly heartbeatAt: number | null;
}
