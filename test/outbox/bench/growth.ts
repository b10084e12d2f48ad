/** Whether an enqueue, and the work on a message, take longer the more messages wait. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { Pool } from 'pg';

import { median } from '../../../scripts/bench/median.js';
import { createOutbox, type Outbox } from '../../../src/outbox/index.js';
import { ACCEPTING, makeMessage, makeMessages } from './message.js';

export interface GrowthPlan {
  pool: Pool;
  outbox: Outbox;
  connectionString: string;
  /** How many messages wait, one after the other. */
  waiting: readonly number[];
}

const SLICE = 5_000;
const ENQUEUES = 500;
const SENDS = 2_000;

const SITUATIONS = [
  ['not ordered', undefined, 300],
  ['ordered, 1,000 recipients', 'recipient', 1_000],
  ['ordered, each its own recipient', 'recipient', 10_000_000],
] as const;

export async function measureGrowth(plan: GrowthPlan): Promise<void> {
  console.log(
    `\ngrowth: ms of an enqueue, and messages a second of one worker, while so many wait`,
  );
  for (const [title, ordered, recipients] of SITUATIONS) {
    await plan.pool.query('TRUNCATE tigerconnect_outbox.outbox_message, tigerconnect_outbox.job');
    let count = 0;
    for (const waiting of plan.waiting) {
      for (; count < waiting; count += SLICE) {
        const messages = Array.from({ length: SLICE }, (_, index) =>
          makeMessage(count + index, recipients),
        );
        await plan.outbox.enqueue(messages, { ordered });
      }
      await plan.pool.query('VACUUM ANALYZE');
      const enqueue = await enqueueMs(plan.outbox, ordered, recipients);
      const perSecond = await sendsPerSecond(plan.connectionString);
      // What was sent waits no more, and what was enqueued does.
      count += ENQUEUES - SENDS;
      const figures = [`${enqueue.toFixed(2)} ms`, `${perSecond.toFixed(0)} /s`];
      console.log(`${title.padEnd(34)}${String(waiting).padStart(9)}  ${figures.join('  ')}`);
    }
  }
}

async function enqueueMs(
  outbox: Outbox,
  ordered: 'recipient' | undefined,
  recipients: number,
): Promise<number> {
  const times: number[] = [];
  for (const message of makeMessages(ENQUEUES, recipients)) {
    const began = performance.now();
    await outbox.enqueue(message, { ordered });
    times.push(performance.now() - began);
  }
  return median(times);
}

async function sendsPerSecond(connectionString: string): Promise<number> {
  let sent = 0;
  const worker = await createOutbox({
    connectionString,
    client: ACCEPTING,
    onEvent: ({ type }) => {
      if (type === 'sent') sent += 1;
    },
  }).start();
  const began = performance.now();
  await worker.work({ concurrency: 32 });
  while (sent < SENDS) await sleep(5);
  const perSecond = sent / ((performance.now() - began) / 1_000);
  await worker.stop();
  return perSecond;
}
