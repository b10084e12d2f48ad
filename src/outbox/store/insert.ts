/** Puts messages in the table, each `requestId` once, with their tickets, in one statement. */
import type { Executor } from '../database.js';
import { createFunction, fromNow, insertTickets, runForIds } from './expressions.js';

export interface NewMessage {
  readonly requestId: string;
  /** The message as text, perhaps encrypted. */
  readonly payload: string;
  readonly encrypted: boolean;
  readonly orderingKey?: string | undefined;
  /** Milliseconds until it expires. */
  readonly lifetime: number;
}

export const insertFunction = (schema: string): string =>
  createFunction(
    `${schema}.outbox_insert(messages text)`,
    'SETOF uuid',
    `BEGIN
    RETURN QUERY WITH added AS (
      INSERT INTO ${schema}.outbox_message
        (request_id, payload, encrypted, ordering_key, lifetime_ms, expires_at, ticket)
      SELECT "requestId", payload, encrypted, "orderingKey", lifetime, ${fromNow('lifetime')},
        gen_random_uuid()
      FROM json_to_recordset(messages::json) AS m
        ("requestId" uuid, payload text, encrypted boolean, "orderingKey" text, lifetime float8)
      ON CONFLICT (request_id) DO NOTHING
      RETURNING request_id, ordering_key, ticket, now() AS start_after
    ), tickets AS (${insertTickets(schema, 'added')})
    SELECT request_id FROM added;
    END`,
  );

/** @returns the `requestId` of those that were not there before, in lower case */
export async function insertMessages(
  executor: Executor,
  schema: string,
  messages: readonly NewMessage[],
): Promise<Set<string>> {
  const statement = `SELECT id::text FROM ${schema}.outbox_insert($1::text) AS id`;
  return new Set(await runForIds(executor, statement, messages));
}
