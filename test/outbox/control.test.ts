/** What all workers share: places in the rate, and pauses, whatever the clock of the database did. */
import { expect, test } from '@jest/globals';

import { fromPg } from '../../src/outbox/index.js';
import { pauseWorkers, readPause, reserveSlots } from '../../src/outbox/store/control.js';
import { pool, setUp } from './support.js';

const MINUTE_MS = 60_000;

test('times that lie too far ahead, as a clock that was set back leaves them, hold nobody up', async () => {
  const { schema } = await setUp();
  const executor = fromPg(pool());
  const leave = (column: string, time: string): Promise<unknown> =>
    pool().query(
      `UPDATE ${schema}.outbox_control SET ${column} = clock_timestamp() + $1::interval`,
      [time],
    );
  await leave('next_slot', '6 hours');
  const first = await reserveSlots(executor, schema, 2, 1_000);
  // The longest pause, and a hundred places.
  expect(first).toBeGreaterThan(15 * MINUTE_MS);
  expect(first).toBeLessThanOrEqual(15 * MINUTE_MS + 100_000);
  expect(await reserveSlots(executor, schema, 1, 1_000)).toBeLessThanOrEqual(first + 2_000);

  await leave('paused_until', '6 hours');
  expect(await readPause(executor, schema)).toBeLessThanOrEqual(15 * MINUTE_MS);
  await pauseWorkers(executor, schema, 1_000);
  await leave('next_slot', '0');
  const { rows } = await pool().query<{ ms: number }>(
    `SELECT EXTRACT(EPOCH FROM paused_until - clock_timestamp())::float8 * 1000 AS ms
    FROM ${schema}.outbox_control`,
  );
  expect(rows[0]?.ms).toBeLessThanOrEqual(15 * MINUTE_MS);
});
