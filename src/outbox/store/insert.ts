/** Puts messages in the table, each `requestId` once. */
import type { Executor } from '../database.js';
import { fromNow } from './schema.js';

export interface NewMessage {
  readonly requestId: string;
  /** The message as text, perhaps encrypted. */
  readonly payload: string;
  readonly encrypted: boolean;
  readonly orderingKey?: string | undefined;
  /** Milliseconds until it expires. */
  readonly lifetime: number;
}

/** @returns the `requestId` of those that were not there before, in lower case */
export async function insertMessages(
  executor: Executor,
  schema: string,
  messages: readonly NewMessage[],
): Promise<Set<string>> {
  const { rows } = await executor.executeSql(
    `INSERT INTO ${schema}.outbox_message
      (request_id, payload, encrypted, ordering_key, lifetime_ms, expires_at)
    SELECT "requestId", payload, encrypted, "orderingKey", lifetime, ${fromNow('lifetime')}
    FROM json_to_recordset($1::text::json) AS m
      ("requestId" uuid, payload text, encrypted boolean, "orderingKey" text, lifetime float8)
    ON CONFLICT (request_id) DO NOTHING
    RETURNING request_id::text AS id`,
    [JSON.stringify(messages)],
  );
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}
