/** The database behind an outbox: statements on a pool of connections, and transactions on one of them. */
import type { CustomTypesConfig, QueryConfig } from 'pg';

import { loadPg } from './requirements.js';

/** Where statements run: a connection, or your transaction. What pg-boss takes as `db` fits, say its `fromKysely(trx)`. */
export interface Executor {
  // As pg-boss declares it, so that its adapters fit.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

export interface Database extends Executor {
  /** As pg-boss names it. With `pglite` no other process uses the tables. */
  readonly backend: 'postgres' | 'pglite';
  /** For statements that may take long, such as those of a migration. */
  readonly patient: Executor;
  /** Commits what the work does, or none of it when it throws. */
  transaction<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** What is used of a client of `pg`. */
export interface PgClient {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  query(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
}

/**
 * A client of `pg`, in whose transaction a message is to be enqueued.
 *
 * @example
 * await client.query('BEGIN');
 * await client.query('INSERT INTO result …');
 * await outbox.enqueue(message, { db: fromPg(client) });
 * await client.query('COMMIT');
 */
export const fromPg = (client: PgClient): Executor => ({
  executeSql: (text, values) => client.query(text, values),
});

/** A connection that says nothing for so long is lost: a proxy, or a network, may swallow what it is sent. */
const STATEMENT_LIMIT_MS = 15_000;
const PATIENT_LIMIT_MS = 60 * 60_000;
const CONNECT_LIMIT_MS = 10_000;

/** How what is read of the tables becomes values: an application may have changed that for all of `pg`. */
function ownTypes(pg: Awaited<ReturnType<typeof loadPg>>['default']): CustomTypesConfig {
  const types = new pg.TypeOverrides();
  const { BOOL, INT4, INT8, FLOAT8, JSON: JSON_TYPE, JSONB } = pg.types.builtins;
  types.setTypeParser(BOOL, (text) => text === 't');
  types.setTypeParser(INT4, Number);
  types.setTypeParser(INT8, String);
  types.setTypeParser(FLOAT8, Number);
  for (const type of [JSON_TYPE, JSONB]) types.setTypeParser(type, JSON.parse);
  return types;
}

/** A pool of connections to PostgreSQL. Opens none by itself. */
export async function openPostgres(
  connectionString: string,
  connections: number,
  onError: (error: unknown) => void,
): Promise<Database> {
  const { default: pg } = await loadPg();
  const pool = new pg.Pool({
    connectionString,
    types: ownTypes(pg),
    max: connections,
    application_name: 'tigerconnect-outbox',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
    keepAlive: true,
  });
  // Without a listener, an idle connection that breaks would end the process.
  pool.on('error', onError);
  const patient: Executor = {
    executeSql: (text, values) =>
      pool.query({
        text,
        query_timeout: PATIENT_LIMIT_MS,
        ...(values && { values }),
      } as QueryConfig),
  };
  return {
    backend: 'postgres',
    executeSql: (text, values) => pool.query(text, values),
    patient,
    transaction: async (work) => {
      const client = await pool.connect();
      client.on('error', onError);
      let broken = false;
      try {
        await client.query('BEGIN');
        const result = await work(fromPg(client));
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // A connection that cannot even roll back is not used again.
        await client.query('ROLLBACK').catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.removeListener('error', onError);
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}
