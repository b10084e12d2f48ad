/**
 * From enqueue to accepted, with four workers, beside pg-boss alone: once what waits already, and once while it is
 * enqueued. The empty handler does nothing; a `send` that does nothing is the same for the outbox. With HTTP, both make the
 * same request with the same client.
 */
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';

import type { Outbox } from '../../../src/outbox/index.js';
import { Crew } from './crew.js';
import { type KeyedMessage, makeMessages } from './message.js';
import { type Contender, printTurns, takeTurns } from './rounds.js';

export interface WorkPlan {
  pool: Pool;
  connectionString: string;
  baseUrl: string;
  outbox: Outbox;
  boss: PgBoss;
  rounds: number;
  messages: number;
  workers: number;
  /** Messages in hand of each worker, and the size of pg-boss's batches. */
  batch: number;
}

/** Messages of one enqueue. */
const SLICE = 100;

const KINDS = [
  ['pg-boss alone, empty handler', 'boss-empty'],
  ['outbox, a send that does nothing', 'outbox-empty'],
  ['pg-boss alone, a handler that sends over HTTP', 'boss-http'],
  ['outbox, sends over HTTP', 'outbox-http'],
] as const;

export async function measureWork(plan: WorkPlan): Promise<void> {
  const { connectionString, baseUrl, batch, workers, rounds } = plan;
  const crews = await Promise.all(
    KINDS.map(async ([name, kind]) => ({
      name,
      isOurs: kind.startsWith('outbox'),
      crew: await Crew.start(workers, [kind, connectionString, baseUrl, String(batch)]),
    })),
  );
  try {
    for (const waits of [true, false]) {
      const contenders = crews.map(({ name, isOurs, crew }): Contender => ({
        name,
        run: () => perSecond(plan, crew, isOurs, waits),
      }));
      const what = waits ? 'what waits already is accepted' : 'from the enqueue to the acceptance';
      const figures = await takeTurns(contenders, rounds);
      printTurns(`work: ${what}, ${workers} workers of ${batch}; beside pg-boss`, figures);
    }
  } finally {
    for (const { crew } of crews) crew.stop();
  }
}

async function perSecond(
  { pool, outbox, boss, messages }: WorkPlan,
  crew: Crew,
  isOurs: boolean,
  waits: boolean,
): Promise<number> {
  const enqueue = (slice: readonly KeyedMessage[]): Promise<unknown> =>
    isOurs
      ? outbox.enqueue(slice)
      : boss.insert(
          'work',
          slice.map((data) => ({ data })),
        );
  const enqueueAll = async (): Promise<void> => {
    for (const slice of slices) await enqueue(slice);
  };
  const slices = Array.from({ length: messages / SLICE }, () => makeMessages(SLICE));
  // Each begins with tables of the same size.
  await boss.deleteAllJobs('work');
  await pool.query('TRUNCATE tigerconnect_outbox.outbox_message');
  await pool.query('VACUUM');
  if (waits) await enqueueAll();
  const began = performance.now();
  crew.go();
  if (!waits) await enqueueAll();
  await crew.finish(messages);
  const seconds = (performance.now() - began) / 1_000;
  await crew.halt();
  return messages / seconds;
}
