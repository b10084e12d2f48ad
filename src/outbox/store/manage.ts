/** What is done to messages beside sending them: by a person, or because their time is over. */
import type { Executor } from '../database.js';
import {
  createFunction,
  fromNow,
  hasState,
  insertTickets,
  runForIds,
  toMs,
} from './expressions.js';

/** Rows that one statement changes at most. */
const BATCH = 1_000;

export const replayFunction = (schema: string): string =>
  createFunction(
    `${schema}.outbox_replay(ids text)`,
    'SETOF uuid',
    `DECLARE
      given_up uuid;
    BEGIN
    -- One after the other: of one statement for all, PostgreSQL chooses in which order they take their new positions.
    FOR given_up IN
      SELECT request_id FROM ${schema}.outbox_message
      WHERE request_id IN (SELECT value::uuid FROM json_array_elements_text(ids::json))
      ORDER BY position
    LOOP
      RETURN QUERY WITH replayed AS (
        UPDATE ${schema}.outbox_message
        SET state = 'queued', settled_at = NULL, reason = NULL, replayed_at = clock_timestamp(),
          expires_at = ${fromNow('lifetime_ms')}, position = DEFAULT, ticket = gen_random_uuid()
        WHERE request_id = given_up AND ${hasState('state', 'failed', 'expired', 'uncertain')}
        RETURNING request_id, ordering_key, ticket, now() AS start_after
      ), tickets AS (${insertTickets(schema, 'replayed')})
      SELECT request_id FROM replayed;
    END LOOP;
    END`,
  );

/**
 * Lets messages that were given up wait once more, with the same key and a new lifetime, at the end of their order, where
 * they keep the one that they had among themselves.
 * @returns those that had been given up
 */
export async function replayMessages(
  executor: Executor,
  schema: string,
  requestIds: readonly string[],
): Promise<string[]> {
  const statement = `SELECT id::text FROM ${schema}.outbox_replay($1::text) AS id`;
  return runForIds(executor, statement, requestIds);
}

/**
 * Takes messages out for good, with recipient and text.
 * @returns those that were taken out; not those that a worker has, or that are sent
 */
export async function cancelMessages(
  executor: Executor,
  schema: string,
  requestIds: readonly string[],
): Promise<string[]> {
  return runForIds(
    executor,
    `UPDATE ${schema}.outbox_message
    SET state = 'cancelled', settled_at = clock_timestamp(), payload = NULL, ordering_key = NULL
    WHERE request_id IN (SELECT value::uuid FROM json_array_elements_text($1::text::json))
      AND ${hasState('state', 'queued', 'failed', 'expired', 'uncertain')}
    RETURNING request_id::text AS id`,
    requestIds,
  );
}

export interface ExpiredMessage {
  readonly id: string;
  readonly state: 'expired' | 'uncertain';
  readonly attempts: number;
  readonly age: number;
}

/** Ends messages that wait although their time is over. No index is searched for clock_timestamp(), which may change. */
export async function expireMessages(
  executor: Executor,
  schema: string,
): Promise<ExpiredMessage[]> {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_message
    SET settled_at = clock_timestamp(), reason = 'expired',
      state = CASE WHEN unknown_since IS NULL THEN 'expired' ELSE 'uncertain' END
    WHERE state = 'queued' AND request_id IN (
      SELECT request_id FROM ${schema}.outbox_message
      WHERE state = 'queued' AND expires_at <= now()
      ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING request_id::text AS id, state, attempts,
      ${toMs('clock_timestamp() - enqueued_at')} AS age`,
  );
  return rows as ExpiredMessage[];
}

/**
 * Deletes what is done: sent, or cancelled.
 * @param keep milliseconds for which it is kept
 * @returns how many were deleted
 */
export async function purgeMessages(
  executor: Executor,
  schema: string,
  keep: number,
): Promise<number> {
  const { rows } = await executor.executeSql(
    `DELETE FROM ${schema}.outbox_message
    WHERE request_id IN (
      SELECT request_id FROM ${schema}.outbox_message
      WHERE state IN ('sent', 'cancelled')
        AND settled_at < now() - $1::float8 * interval '1 millisecond'
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
    [keep],
  );
  return rows.length;
}
