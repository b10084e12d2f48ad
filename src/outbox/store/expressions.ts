/** Pieces of SQL that several statements share. */
import type { Executor } from '../database.js';
import type { MessageState } from '../message-status.js';

/** Milliseconds since the epoch: drivers do not agree on what they make of a timestamp. */
export const toMs = (expression: string): string =>
  `(EXTRACT(EPOCH FROM ${expression}) * 1000)::float8`;

/** A time that is so many milliseconds from now. */
export const fromNow = (ms: string): string =>
  `clock_timestamp() + ${ms} * interval '1 millisecond'`;

/**
 * A function of ours, run by `SELECT … FROM`. PostgreSQL plans its statements once a connection, which costs more than to
 * run them; and by keys, as tables that are small at first would have it otherwise for as long as the connection lasts.
 */
export const createFunction = (signature: string, returns: string, body: string): string =>
  `CREATE OR REPLACE FUNCTION ${signature} RETURNS ${returns} LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
  AS $body$
  #variable_conflict use_column
  ${body}
  $body$`;

/**
 * Tickets for messages, as pg-boss makes a job of what a queue says.
 * @param source the rows `request_id`, `ordering_key`, `ticket`, `start_after`
 */
export const insertTickets = (schema: string, source: string): string =>
  `INSERT INTO ${schema}.job (id, name, data, start_after, policy, retry_limit, retry_delay, retry_backoff,
    retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter, heartbeat_seconds)
  SELECT s.ticket, 'outbox', CASE WHEN s.ordering_key IS NULL
      THEN jsonb_build_object('requestId', s.request_id)
      ELSE jsonb_build_object('requestId', s.request_id, 'key', s.ordering_key) END,
    s.start_after, q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max,
    q.expire_seconds, q.deletion_seconds, s.start_after + q.retention_seconds * interval '1 second',
    q.dead_letter, q.heartbeat_seconds
  FROM ${source} s LEFT JOIN ${schema}.queue q ON q.name = 'outbox'`;

/**
 * Whether a message is in one of these states, asked of the row that another condition has found: to a planner that knows
 * nothing of the table, or met it empty, the index on the state looks as good as the key, and finds all that waits.
 */
export const hasState = (column: string, ...states: MessageState[]): string =>
  `array_position(ARRAY[${states.map((state) => `'${state}'`).join(', ')}], ${column}) IS NOT NULL`;

/** The ticket of an id. Only the primary key has this order; of the other indexes, some look as good, as above. */
export const ticketOf = (schema: string, id: string, columns: string): string =>
  `SELECT ${columns} FROM ${schema}.job h
  WHERE h.name = 'outbox' AND h.id BETWEEN ${id} AND ${id} ORDER BY h.id LIMIT 1`;

/**
 * Removes tickets that this worker holds; one that it lost to another in the meantime has been taken once more. They are
 * found before, and deleted where they lie: of a join, planners do not agree on which side to begin with.
 * @param source the rows `t` with `id` and `"retryCount"`
 */
export const deleteTickets = (schema: string, source: string): string =>
  `DELETE FROM ${schema}.job j
  WHERE j.ctid = ANY (ARRAY(
      SELECT k.ctid FROM ${source}
        CROSS JOIN LATERAL (${ticketOf(schema, 't.id', 'h.ctid, h.retry_count')}) k
      WHERE k.retry_count = t."retryCount"))
    -- Not as an index has it, and so in each partition, of which one has this name.
    AND j.name || '' = 'outbox' AND j.state::text = 'active'`;

/**
 * Runs a statement that gives ids, as `id`.
 * @param list its `$1`, as JSON in a text
 */
export async function runForIds(
  executor: Executor,
  statement: string,
  list: readonly unknown[],
): Promise<string[]> {
  const { rows } = await executor.executeSql(statement, [JSON.stringify(list)]);
  return (rows as { id: string }[]).map(({ id }) => id);
}
