/** Writes what became of attempts. */
import type { Executor } from '../database.js';
import type { GiveUpReason } from '../decisions.js';
import type { MessageState } from '../message-status.js';
import { createFunction, deleteTickets, runForIds } from './expressions.js';
import type { UsedTicket } from './order.js';

/** What became of an attempt. */
export interface AttemptResult {
  readonly id: string;
  readonly claim: string;
  readonly state: Exclude<MessageState, 'sending' | 'cancelled'>;
  /** Whether this attempt, or one before, may have been acted on. */
  readonly unknown: boolean;
  /** Whether it was begun at all. */
  readonly begun: boolean;
  readonly messageId?: string | undefined;
  readonly duplicate?: boolean | undefined;
  readonly reason?: GiveUpReason | undefined;
  readonly errorCode?: string | undefined;
  readonly errorStatus?: number | undefined;
}

/** An attempt that is over, and the ticket that is used up with it; without one, that is seen to elsewhere. */
export interface Settlement extends AttemptResult {
  readonly ticket?: UsedTicket | undefined;
}

export const settleFunction = (schema: string): string =>
  createFunction(
    `${schema}.outbox_settle(results text)`,
    'SETOF uuid',
    `BEGIN
    RETURN QUERY WITH r AS (
      SELECT * FROM json_to_recordset(results::json) AS r (id uuid, claim uuid, state text,
        unknown boolean, begun boolean, "messageId" text, duplicate boolean, reason text,
        "errorCode" text, "errorStatus" integer, ticket json)
    ), written AS (
      UPDATE ${schema}.outbox_message m
      SET state = r.state, claim = r.claim,
        payload = CASE WHEN r.state = 'sent' THEN NULL ELSE m.payload END,
        ordering_key = CASE WHEN r.state = 'sent' THEN NULL ELSE m.ordering_key END,
        attempts = m.attempts - CASE WHEN r.begun THEN 0 ELSE 1 END,
        unknown_since = CASE WHEN r.unknown THEN m.unknown_since END,
        settled_at = CASE WHEN r.state = 'queued' THEN NULL ELSE clock_timestamp() END,
        message_id = r."messageId", duplicate = r.duplicate, reason = r.reason,
        error_code = CASE WHEN r.begun THEN r."errorCode" ELSE m.error_code END,
        error_status = CASE WHEN r.begun THEN r."errorStatus" ELSE m.error_status END
      FROM r
      WHERE m.request_id = r.id AND m.state <> 'sent'
        AND (r.state = 'sent' OR (m.state = 'sending' AND m.claim = r.claim))
      RETURNING m.request_id
    ), finished AS (
      ${deleteTickets(
        schema,
        `(SELECT (ticket ->> 'id')::uuid AS id, (ticket ->> 'retryCount')::integer AS "retryCount"
        FROM r WHERE ticket IS NOT NULL) t`,
      )}
    )
    SELECT request_id FROM written
    -- The answer to a statement may be lost, and it is made again.
    UNION ALL SELECT r.id FROM r WHERE r.claim = (
      SELECT m.claim FROM ${schema}.outbox_message m
      WHERE m.request_id = r.id AND m.state IS NOT DISTINCT FROM r.state);
    END`,
  );

/**
 * Writes what became of attempts. That a message is sent is written whoever says it, for it is so; everything else
 * only by the last one who took it. Recipient and text of what is sent are erased.
 * @returns the ids of what is written, now or by the same statement before
 */
export async function settleAttempts(
  executor: Executor,
  schema: string,
  settlements: readonly Settlement[],
): Promise<Set<string>> {
  const statement = `SELECT id::text FROM ${schema}.outbox_settle($1::text) AS id`;
  return new Set(await runForIds(executor, statement, settlements));
}
