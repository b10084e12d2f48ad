/** Messages with one ordering key go out one after the other: the first has a ticket, the others get one in their turn. */
import type { Executor } from '../database.js';
import { createFunction, deleteTickets, hasState, insertTickets } from './expressions.js';

/** A ticket that a worker holds, and is used up. */
export interface UsedTicket {
  readonly id: string;
  /** Tells the attempts apart: a ticket that this worker lost to another in the meantime is left alone. */
  readonly retryCount: number;
  /** Messages with the same key go out one after the other. */
  readonly orderingKey?: string | undefined;
}

/** The first message of a key: the one that is being sent, else the one that was enqueued first. */
export const headOf = (schema: string, key: string): string =>
  `SELECT h.request_id FROM ${schema}.outbox_message h
  WHERE h.ordering_key = ${key} AND h.state IN ('queued', 'sending')
  ORDER BY h.state DESC, h.position LIMIT 1`;

/** Until the end of the transaction, nobody else decides who is the first of these keys. */
export const lockKeys = (keys: string): string =>
  `PERFORM pg_advisory_xact_lock(k.lock) FROM (
    SELECT DISTINCT hashtextextended(k.key, 0) AS lock FROM (${keys}) k WHERE k.key IS NOT NULL ORDER BY 1
  ) k`;

export const finishFunction = (schema: string): string => {
  const used = `json_to_recordset(tickets::json) AS t (id uuid, "retryCount" integer, "orderingKey" text)`;
  return createFunction(
    `${schema}.outbox_finish(tickets text)`,
    'void',
    `BEGIN
    ${lockKeys(`SELECT t."orderingKey" AS key FROM ${used}`)};
    WITH next AS (
      UPDATE ${schema}.outbox_message m SET ticket = gen_random_uuid()
      WHERE m.request_id = ANY (ARRAY(
          SELECT h.request_id
          FROM (SELECT DISTINCT t."orderingKey" AS key FROM ${used} WHERE t."orderingKey" IS NOT NULL) k
            CROSS JOIN LATERAL (${headOf(schema, 'k.key')}) h))
        AND ${hasState('m.state', 'queued')} AND m.ticket IS NULL
      RETURNING m.request_id, m.ordering_key, m.ticket, now() AS start_after
    )
    ${insertTickets(schema, 'next')};
    ${deleteTickets(schema, used)};
    END`,
  );
};

/** Removes tickets that are used up, and lets the next message of each order have its turn. */
export async function finishTickets(
  executor: Executor,
  schema: string,
  tickets: readonly UsedTicket[],
): Promise<void> {
  await executor.executeSql(`SELECT ${schema}.outbox_finish($1::text)`, [JSON.stringify(tickets)]);
}
