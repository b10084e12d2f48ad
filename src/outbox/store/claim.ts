/** Takes messages to send, before an attempt begins. */
import type { Executor } from '../database.js';
import type { MessageFacts } from '../decisions.js';
import { createFunction, hasState, toMs } from './expressions.js';
import { headOf, lockKeys } from './order.js';

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

export interface Claim {
  readonly id: string;
  readonly claim: string;
  /** The job of pg-boss. */
  readonly ticket: string;
  readonly orderingKey?: string | undefined;
}

const COLUMNS = {
  id: 'm.request_id::text',
  claim: 'm.claim::text',
  payload: 'm.payload',
  encrypted: 'm.encrypted',
  attempts: 'm.attempts',
  unknownSince: toMs('NULLIF(m.unknown_since, began)'),
  replayedAt: toMs('m.replayed_at'),
  enqueuedAt: toMs('m.enqueued_at'),
  expiresAt: toMs('m.expires_at'),
  now: toMs('clock_timestamp()'),
};

/**
 * A message in an order is taken when it is the first of its key. Another one gives up its ticket, and gets a new one when
 * it is the first: by the lock on the key, one of the two sees the other.
 */
export const claimFunction = (schema: string): string => {
  const wanted = `json_to_recordset(claims::json) AS c (id uuid, claim uuid, ticket uuid, "orderingKey" text)`;
  const isFirst = `m.ordering_key IS NULL OR m.request_id = (${headOf(schema, 'm.ordering_key')})`;
  return createFunction(
    `${schema}.outbox_claim(claims text)`,
    `TABLE (id text, claim text, payload text, encrypted boolean, attempts integer,
      "unknownSince" float8, "replayedAt" float8, "enqueuedAt" float8, "expiresAt" float8, now float8)`,
    `DECLARE
      taken integer;
      began timestamptz := clock_timestamp();
    BEGIN
    ${lockKeys(`SELECT c."orderingKey" AS key FROM ${wanted}`)};
    RETURN QUERY UPDATE ${schema}.outbox_message m
    SET state = 'sending', claim = c.claim, ticket = c.ticket, attempts = m.attempts + 1,
      unknown_since = COALESCE(m.unknown_since, began)
    FROM (SELECT * FROM ${wanted} ORDER BY c.id) c
    WHERE m.request_id = c.id AND ${hasState('m.state', 'queued', 'sending')} AND (${isFirst})
    RETURNING ${Object.values(COLUMNS).join(', ')};
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken < json_array_length(claims::json) THEN
      UPDATE ${schema}.outbox_message m SET ticket = NULL
      FROM ${wanted}
      WHERE m.request_id = c.id AND ${hasState('m.state', 'queued')} AND m.ordering_key IS NOT NULL;
    END IF;
    END`,
  );
};

/**
 * Takes messages to send. That an attempt may have been acted on is written before it begins, since a process that
 * dies writes nothing after it.
 * @returns those that wait or are being sent; not those that are settled, or not the first of their order
 */
export async function claimMessages(
  executor: Executor,
  schema: string,
  claims: readonly Claim[],
): Promise<ClaimedMessage[]> {
  const { rows } = await executor.executeSql(`SELECT * FROM ${schema}.outbox_claim($1::text)`, [
    JSON.stringify(claims),
  ]);
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
