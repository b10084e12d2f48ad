/**
 * `npm run bench:outbox`: what an enqueue costs beside a bare INSERT, and a message beside a job of pg-boss, on a PostgreSQL
 * of its own with its usual settings; and whether either grows with what waits.
 */
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';

import pg from 'pg';
import { PgBoss } from 'pg-boss';

import { createOutbox } from '../../../src/outbox/index.js';
import { startPostgres } from '../../support/postgres.js';
import { startProcess } from './crew.js';
import { measureEnqueue } from './enqueue.js';
import { measureGrowth } from './growth.js';
import { measureWork } from './work.js';

const USAGE = `npm run bench:outbox -- [flags]
  --only <a,b,…>      enqueue, work, growth           (all)
  --rounds <n>        after one to warm up            (5)
  --transactions <n>  of a round of enqueues          (2000)
  --messages <n>      of a round of work              (20000)
  --workers <n>       processes                       (4)
  --batch <n>         messages in hand of each        (32)
  --waiting <a,b,…>   how many wait, for growth       (10000,100000,1000000)
  --fsync <on|off>    whether a commit reaches a disk (on)
`;
const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: 'enqueue,work,growth' },
    rounds: { type: 'string', default: '5' },
    transactions: { type: 'string', default: '2000' },
    messages: { type: 'string', default: '20000' },
    workers: { type: 'string', default: '4' },
    batch: { type: 'string', default: '32' },
    waiting: { type: 'string', default: '10000,100000,1000000' },
    fsync: { type: 'string', default: 'on' },
    help: { type: 'boolean', default: false },
  },
});

async function bench(): Promise<void> {
  const parts = flags.only.split(',');
  const load = loadavg().map((value) => value.toFixed(2));
  console.log(`load ${load.join(' ')}, fsync ${flags.fsync}`);
  const postgres = await startPostgres([`fsync=${flags.fsync}`]);
  const service = startProcess('service.mjs');
  const [port] = (await once(service, 'message')) as [number];
  const connectionString = postgres.url;
  const pool = new pg.Pool({ connectionString });
  const outbox = await createOutbox({ connectionString, orderingSecret: 'bench' }).start();
  const boss = new PgBoss({ connectionString, schema: 'boss', schedule: false });
  boss.on('error', console.error);
  await boss.start();
  for (const queue of ['work', 'enqueue']) await boss.createQueue(queue);
  try {
    const common = { pool, outbox, boss, rounds: Number(flags.rounds) };
    if (parts.includes('enqueue'))
      await measureEnqueue({ ...common, transactions: Number(flags.transactions) });
    if (parts.includes('work')) {
      await measureWork({
        ...common,
        connectionString,
        baseUrl: `http://127.0.0.1:${port}/v2`,
        messages: Number(flags.messages),
        workers: Number(flags.workers),
        batch: Number(flags.batch),
      });
    }
    if (parts.includes('growth'))
      await measureGrowth({
        ...common,
        connectionString,
        waiting: flags.waiting.split(',').map(Number),
      });
  } finally {
    await outbox.stop();
    await boss.stop({ graceful: false });
    await pool.end();
    service.disconnect();
    await postgres.stop();
  }
}

if (flags.help) console.log(USAGE);
else await bench();
