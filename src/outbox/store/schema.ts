/** The tables of the outbox, beside those of pg-boss in the same schema. */
import { createHash } from 'node:crypto';

import { ConfigurationError } from '../../errors.js';
import type { Executor } from '../database.js';
import { MESSAGE_STATES } from '../message-status.js';
import { claimFunction } from './claim.js';
import { insertFunction } from './insert.js';
import { replayFunction } from './manage.js';
import { finishFunction } from './order.js';
import { restoreFunction } from './restore.js';
import { settleFunction } from './settle.js';

/** The version of the tables below; a newer package may migrate them. */
const VERSION = 1;

const tables = (schema: string): string[] => [
  // Even where it exists, IF NOT EXISTS asks for the right to create one.
  `DO $do$ BEGIN
    IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;
  END $do$`,
  // One row: what all workers share.
  `CREATE TABLE IF NOT EXISTS ${schema}.outbox_control (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    version integer NOT NULL,
    next_slot timestamptz NOT NULL DEFAULT 'epoch',
    paused_until timestamptz NOT NULL DEFAULT 'epoch'
  )`,
  `INSERT INTO ${schema}.outbox_control (version) VALUES (${VERSION}) ON CONFLICT DO NOTHING`,
  `CREATE TABLE IF NOT EXISTS ${schema}.outbox_message (
    request_id uuid PRIMARY KEY,
    position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    -- The job of pg-boss; NULL while it waits behind another of its order.
    ticket uuid,
    state text NOT NULL DEFAULT 'queued'
      CHECK (state IN (${MESSAGE_STATES.map((state) => `'${state}'`).join(', ')})),
    payload text,
    encrypted boolean NOT NULL,
    ordering_key text,
    lifetime_ms float8 NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claim uuid,
    message_id text,
    duplicate boolean,
    reason text,
    error_code text,
    error_status integer,
    enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    unknown_since timestamptz,
    replayed_at timestamptz,
    settled_at timestamptz
  )`,
  `CREATE INDEX IF NOT EXISTS outbox_message_state
    ON ${schema}.outbox_message (state, position)`,
  `CREATE INDEX IF NOT EXISTS outbox_message_due
    ON ${schema}.outbox_message (expires_at) WHERE state = 'queued'`,
  `CREATE INDEX IF NOT EXISTS outbox_message_done
    ON ${schema}.outbox_message (settled_at) WHERE state IN ('sent', 'cancelled')`,
  `CREATE INDEX IF NOT EXISTS outbox_message_order
    ON ${schema}.outbox_message (ordering_key, state DESC, position)
    WHERE ordering_key IS NOT NULL AND state IN ('queued', 'sending')`,
];

/** They may change from one version of the package to the next, while the tables stay. */
const functions = (schema: string): string[] => [
  insertFunction(schema),
  claimFunction(schema),
  settleFunction(schema),
  finishFunction(schema),
  restoreFunction(schema),
  replayFunction(schema),
];

async function tableExists(executor: Executor, schema: string): Promise<boolean> {
  const { rows } = await executor.executeSql('SELECT to_regclass($1)::text AS name', [
    `${schema}.outbox_control`,
  ]);
  return (rows as { name: string | null }[])[0]?.name != null;
}

/** @throws ConfigurationError when the tables are those of another version */
async function checkVersion(executor: Executor, schema: string): Promise<void> {
  const { rows } = await executor.executeSql(`SELECT version FROM ${schema}.outbox_control`);
  const version = (rows as { version: number }[])[0]?.version;
  if (version === VERSION) return;
  const problem = `holds tables of version ${version ?? 0}, and this package knows version ${VERSION}`;
  throw new ConfigurationError('schema', problem);
}

/** Lets one process at a time make what is not there. */
async function lock(executor: Executor, schema: string): Promise<void> {
  await executor.executeSql(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
    `tigerconnect-outbox.${schema}`,
  ]);
}

/** Makes the functions as this package has them, where they are others: the comment of a table tells which they are. */
async function replaceFunctions(executor: Executor, schema: string): Promise<void> {
  const statements = functions(schema);
  const digest = createHash('sha256').update(statements.join('\n')).digest('hex');
  const areThere = async (): Promise<boolean> => {
    const { rows } = await executor.executeSql(
      `SELECT obj_description(to_regclass($1), 'pg_class') AS comment`,
      [`${schema}.outbox_control`],
    );
    return (rows as { comment: string | null }[])[0]?.comment === `functions ${digest}`;
  };
  if (await areThere()) return;
  await lock(executor, schema);
  if (await areThere()) return;
  for (const statement of statements) await executor.executeSql(statement);
  await executor.executeSql(`COMMENT ON TABLE ${schema}.outbox_control IS 'functions ${digest}'`);
}

/**
 * Makes the tables that are not there, and the functions of this package. Several processes may do so at once.
 * @param executor a transaction in which nothing was done yet
 */
export async function createTables(executor: Executor, schema: string): Promise<void> {
  // Each statement sees what others have made by then, also where the database has another default.
  await executor.executeSql('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
  // A role that may not create anything can use what is there.
  if (!(await tableExists(executor, schema))) {
    await lock(executor, schema);
    for (const statement of tables(schema)) await executor.executeSql(statement);
  }
  await checkVersion(executor, schema);
  await replaceFunctions(executor, schema);
}

/** @throws ConfigurationError when the tables are missing, or of another version */
export async function checkTables(executor: Executor, schema: string): Promise<void> {
  if (!(await tableExists(executor, schema))) {
    throw new ConfigurationError(
      'schema',
      `${schema} has no outbox; start once with migrate: true`,
    );
  }
  await checkVersion(executor, schema);
}
