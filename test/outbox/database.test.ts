/** PostgreSQL goes away and comes back; connections stall: the outbox goes on, and no error ends the process. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { type Postgres, startPostgres } from '../support/postgres.js';
import { MESSAGE, setUp, until } from './support.js';

let postgres: Postgres | undefined;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres?.stop();
});

test('nothing is lost, or sent twice, when PostgreSQL crashes while workers send', async () => {
  let count = 0;
  const connectionString = postgres?.url ?? '';
  const { outbox, another, accepted, events } = await setUp(
    { connectionString, heartbeat: 10 },
    () => (count++ % 10 === 0 ? 'lost' : {}),
  );
  const total = 600;
  const messages = Array.from({ length: total }, () => MESSAGE);
  const ids = (await outbox.enqueue(messages)).map(({ requestId }) => requestId);
  const other = await another();
  await Promise.all([outbox.work(), other.work()]);
  for (const mark of [50, 250]) {
    await until(() => accepted.length > mark);
    await postgres?.crash();
  }
  await until(
    async () => (await outbox.counts().catch(() => ({ sent: 0 }))).sent === total,
    60_000,
  );
  expect([...accepted].sort()).toEqual([...ids].sort());
  expect(events.some(({ type }) => type === 'error')).toBe(true);
  expect(await outbox.counts()).toMatchObject({ sent: total, sending: 0, uncertain: 0 });
}, 120_000);
