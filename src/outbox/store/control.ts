/** What all workers share, on every machine: when the next message may go out, and the pause of a 429. */
import type { Executor } from '../database.js';
import { MAX_PAUSE_MS } from '../decisions.js';
import { fromNow, toMs } from './expressions.js';

/**
 * A time that is kept. A clock that was ahead, and was set back, has left one that lies too far ahead.
 * @param more milliseconds beside the longest pause
 */
const kept = (column: string, more = '0'): string =>
  `LEAST(${column}, ${fromNow(`(${MAX_PAUSE_MS} + ${more})`)})`;

/** Of all workers together, before a time that lies further ahead is taken for wrong. */
const MAX_PLACES = 100;

/**
 * Takes the next places in the row of all that go out, so many milliseconds apart.
 * @returns milliseconds until the first of them
 */
export async function reserveSlots(
  executor: Executor,
  schema: string,
  count: number,
  interval: number,
): Promise<number> {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_control
    SET next_slot = GREATEST(${kept('next_slot', `${MAX_PLACES} * $2::float8`)},
        ${kept('paused_until')}, clock_timestamp())
      + $1::float8 * interval '1 millisecond'
    RETURNING ${toMs('next_slot')} - ${toMs('clock_timestamp()')} AS ms`,
    [count * interval, interval],
  );
  const [row] = rows as { ms: number }[];
  return Math.max(0, (row?.ms ?? 0) - count * interval);
}

/** Lets all workers wait, at least so many milliseconds from now. */
export async function pauseWorkers(executor: Executor, schema: string, ms: number): Promise<void> {
  await executor.executeSql(
    `UPDATE ${schema}.outbox_control SET paused_until = GREATEST(${kept('paused_until')}, ${fromNow('$1::float8')})`,
    [ms],
  );
}

/** Milliseconds for which all workers wait. */
export async function readPause(executor: Executor, schema: string): Promise<number> {
  const { rows } = await executor.executeSql(
    `SELECT ${toMs(kept('paused_until'))} - ${toMs('clock_timestamp()')} AS ms
    FROM ${schema}.outbox_control`,
  );
  const [row] = rows as { ms: number }[];
  return Math.max(0, row?.ms ?? 0);
}
