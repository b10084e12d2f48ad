/** Finds messages whose ticket was deleted, or lost its way, and gives them a new one. */
import type { Executor } from '../database.js';
import { createFunction, insertTickets, ticketOf } from './expressions.js';
import { headOf } from './order.js';

/** Messages that one statement looks at. */
const SLICE = 5_000;

/** How far the search has come. */
export interface Place {
  readonly state: string;
  /** A whole number, as text. */
  readonly position: string;
}

export const START: Place = { state: '', position: '0' };

export interface Restored {
  /** Undefined at the end. */
  readonly next: Place | undefined;
  /** How many messages had lost their ticket. */
  readonly count: number;
}

/**
 * A message that waits behind the first of its order has no ticket, and needs none. One that is being sent may be settled
 * soon: its new ticket is for the case that its worker is dead.
 */
export const restoreFunction = (schema: string): string =>
  createFunction(
    `${schema}.outbox_restore(after_state text, after_position bigint)`,
    'TABLE (state text, "position" text, seen integer, count integer)',
    `BEGIN
    RETURN QUERY WITH slice AS (
      SELECT m.request_id, m.state, m.position, m.ticket, m.ordering_key
      FROM ${schema}.outbox_message m
      WHERE m.state IN ('queued', 'sending') AND (m.state, m.position) > (after_state, after_position)
      ORDER BY m.state, m.position LIMIT ${SLICE}
    ), lost AS (
      SELECT m.request_id FROM slice s
        JOIN ${schema}.outbox_message m ON m.request_id = s.request_id
      WHERE m.state IS NOT DISTINCT FROM s.state AND m.ticket IS NOT DISTINCT FROM s.ticket
        AND CASE WHEN s.ticket IS NULL
          THEN s.state = 'sending' OR s.request_id = (${headOf(schema, 's.ordering_key')})
          ELSE (${ticketOf(schema, 's.ticket', "h.state < 'completed'")}) IS NOT TRUE END
      ORDER BY m.request_id
      FOR UPDATE OF m SKIP LOCKED
    ), given AS (
      UPDATE ${schema}.outbox_message m SET ticket = gen_random_uuid()
      FROM lost WHERE m.request_id = lost.request_id
      RETURNING m.request_id, m.ordering_key, m.ticket, CASE m.state
        WHEN 'sending' THEN now() + interval '1 minute' ELSE now() END AS start_after
    ), tickets AS (${insertTickets(schema, 'given')})
    SELECT s.state, s.position::text, (SELECT count(*)::integer FROM slice),
      (SELECT count(*)::integer FROM given)
    FROM slice s ORDER BY s.state DESC, s.position DESC LIMIT 1;
    END`,
  );

/** Looks at the messages after a place. */
export async function restoreTickets(
  executor: Executor,
  schema: string,
  { state, position }: Place,
): Promise<Restored> {
  const { rows } = await executor.executeSql(
    `SELECT * FROM ${schema}.outbox_restore($1::text, $2::bigint)`,
    [state, position],
  );
  const [row] = rows as (Place & { seen: number; count: number })[];
  if (row === undefined) return { next: undefined, count: 0 };
  const next = { state: row.state, position: row.position };
  return { next: row.seen < SLICE ? undefined : next, count: row.count };
}
