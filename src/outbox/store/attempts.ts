/** What a worker writes of its attempts: before one begins, and when it is over. */
import type { GiveUpReason, MessageFacts } from '../decisions.js';
import type { Executor } from '../database.js';
import type { MessageState } from '../message-status.js';
import { toMs } from './schema.js';

/** A message that a worker is about to send. */
export interface ClaimedMessage extends MessageFacts {
  readonly id: string;
  /** Names this attempt: what a worker writes later counts only while it is the last one. */
  readonly claim: string;
  readonly payload: string;
  readonly encrypted: boolean;
  readonly attempts: number;
  readonly enqueuedAt: number;
  /** The time of the claim. */
  readonly now: number;
}

/**
 * Takes messages to send. That an attempt may have been acted on is written before it begins, since a process that
 * dies writes nothing after it.
 * @returns those that wait or are being sent; not those that are settled
 */
export async function claimMessages(
  executor: Executor,
  schema: string,
  claims: readonly { id: string; claim: string }[],
): Promise<ClaimedMessage[]> {
  const { rows } = await executor.executeSql(
    `WITH wanted AS (
      SELECT m.request_id, c.claim, m.unknown_since
      FROM json_to_recordset($1::text::json) AS c (id uuid, claim uuid)
      JOIN ${schema}.outbox_message m ON m.request_id = c.id
      WHERE m.state IN ('queued', 'sending')
      ORDER BY m.request_id
      FOR UPDATE OF m
    )
    UPDATE ${schema}.outbox_message m
    SET state = 'sending', claim = w.claim, attempts = m.attempts + 1,
      unknown_since = COALESCE(m.unknown_since, clock_timestamp())
    FROM wanted w
    WHERE m.request_id = w.request_id
    RETURNING m.request_id::text AS id, w.claim::text AS claim, m.payload, m.encrypted, m.attempts,
      ${toMs('w.unknown_since')} AS "unknownSince", ${toMs('m.replayed_at')} AS "replayedAt",
      ${toMs('m.enqueued_at')} AS "enqueuedAt", ${toMs('m.expires_at')} AS "expiresAt",
      ${toMs('clock_timestamp()')} AS now`,
    [JSON.stringify(claims)],
  );
  type Row = Omit<ClaimedMessage, 'unknownSince' | 'replayedAt'> & {
    unknownSince: number | null;
    replayedAt: number | null;
  };
  return (rows as Row[]).map((row) => ({
    ...row,
    unknownSince: row.unknownSince ?? undefined,
    replayedAt: row.replayedAt ?? undefined,
  }));
}

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

/**
 * Writes what became of attempts. That a message is sent is written whoever says it, for it is so; everything else
 * only by the last one who took it. Recipient and text of what is sent are erased.
 * @returns the ids of what was written
 */
export async function settleAttempts(
  executor: Executor,
  schema: string,
  results: readonly AttemptResult[],
): Promise<Set<string>> {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_message m
    SET state = r.state, claim = NULL,
      payload = CASE WHEN r.state = 'sent' THEN NULL ELSE m.payload END,
      ordering_key = CASE WHEN r.state = 'sent' THEN NULL ELSE m.ordering_key END,
      attempts = m.attempts - CASE WHEN r.begun THEN 0 ELSE 1 END,
      unknown_since = CASE WHEN r.unknown THEN m.unknown_since END,
      settled_at = CASE WHEN r.state = 'queued' THEN NULL ELSE clock_timestamp() END,
      message_id = r."messageId", duplicate = r.duplicate, reason = r.reason,
      error_code = CASE WHEN r.begun THEN r."errorCode" ELSE m.error_code END,
      error_status = CASE WHEN r.begun THEN r."errorStatus" ELSE m.error_status END
    FROM json_to_recordset($1::text::json) AS r (id uuid, claim uuid, state text, unknown boolean,
      begun boolean, "messageId" text, duplicate boolean, reason text, "errorCode" text,
      "errorStatus" integer)
    WHERE m.request_id = r.id AND m.state <> 'sent'
      AND (r.state = 'sent' OR (m.state = 'sending' AND m.claim = r.claim))
    RETURNING m.request_id::text AS id`,
    [JSON.stringify(results)],
  );
  return new Set((rows as { id: string }[]).map(({ id }) => id));
}
