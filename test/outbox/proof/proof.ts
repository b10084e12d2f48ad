/**
 * `npm run proof:outbox`: messages are sent by several processes while everything breaks, and afterwards everything is
 * counted. `--messages`, `--rate`, `--workers`, `--seconds-between-crashes`, and `--seconds-of-trouble` after the last enqueue.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import pg from 'pg';

import { createOutbox, fromPg } from '../../../src/outbox/index.js';
import { startPostgres } from '../../support/postgres.js';
import { check } from './check.js';
import { startProxy } from './proxy.js';
import type { ServiceRecord } from './service.js';
import { idleTransaction, redrive, replayFailed, startProcess, Workers } from './trouble.js';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '3000' },
    rate: { type: 'string', default: '200' },
    workers: { type: 'string', default: '4' },
    'seconds-between-crashes': { type: 'string', default: '8' },
    'seconds-of-trouble': { type: 'string', default: '60' },
  },
});
const total = Number(values.messages);
const perSecond = Number(values.rate);
const schema = 'proof';
const MARK = 'potassium 6.8';
const started = Date.now();
const say = (text: string): void => {
  console.log(`${((Date.now() - started) / 1_000).toFixed(0).padStart(5)} s  ${text}`);
};

const postgres = await startPostgres();
const proxy = await startProxy(postgres.port);
const pool = new pg.Pool({ connectionString: postgres.url });
pool.on('error', () => undefined);
const service = startProcess('service.mjs');
const [servicePort] = (await once(service, 'message')) as [number];
const serviceUrl = `http://127.0.0.1:${servicePort}`;
const outbox = createOutbox({ connectionString: postgres.url, schema, heartbeat: 10 });
await outbox.start();

/** Until it works: the database is away now and then. */
async function persist<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch {
      await sleep(300);
    }
  }
}

/** The keys whose transactions were committed, and those whose were not. */
const committed: string[] = [];
let rolledBack = 0;

/** One transaction of the application: its messages are there if it commits. */
async function enqueue(ids: readonly string[], end: 'COMMIT' | 'ROLLBACK'): Promise<void> {
  const client = await pool.connect();
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let broken = true;
  try {
    await client.query('BEGIN');
    const messages = ids.map((requestId) => ({
      requestId,
      to: `nurse.${requestId}@ward.example`,
      body: `${MARK} ${requestId}`,
    }));
    await outbox.enqueue(messages, { db: fromPg(client) });
    await client.query(end);
    broken = false;
  } finally {
    client.removeListener('error', ignore);
    client.release(broken);
  }
}

async function enqueueAll(): Promise<void> {
  while (committed.length < total) {
    const size = Math.min(total - committed.length, 1 + Math.floor(Math.random() * 200));
    const ids = Array.from({ length: size }, () => randomUUID());
    if (Math.random() < 0.1) {
      await enqueue(ids, 'ROLLBACK').catch(() => undefined);
      rolledBack += size;
      continue;
    }
    // Also when the answer to a COMMIT is lost: the same keys again are the same messages.
    await persist(() => enqueue(ids, 'COMMIT'));
    if (Math.random() < 0.1) await persist(() => enqueue(ids, 'COMMIT'));
    committed.push(...ids);
  }
  say(`${committed.length} messages committed, ${rolledBack} rolled back`);
}

const proxied = `postgres://postgres@127.0.0.1:${proxy.port}/postgres`;
const workers = new Workers(Number(values.workers), [
  proxied,
  schema,
  `${serviceUrl}/v2`,
  values.rate,
]);
let crashes = 0;
let replayed = 0;
let redriven = 0;
const ended = new AbortController();
const every = async (seconds: number, work: () => unknown): Promise<void> => {
  try {
    for (;;) {
      await sleep(seconds * 1_000, undefined, { signal: ended.signal });
      await work();
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
  }
};
const troubles = [
  every(5, () => {
    workers.killOne();
  }),
  every(6, () => {
    proxy.misbehave();
  }),
  every(Number(values['seconds-between-crashes']), async () => {
    await postgres.crash();
    crashes += 1;
  }),
  every(8, () => persist(() => idleTransaction(pool, schema, 4_000))),
  every(7, async () => {
    replayed += await persist(() => replayFailed(outbox));
    redriven += await persist(() => redrive(postgres.url, schema, pool));
  }),
  every(10, async () => {
    const { queued, sending, sent, failed } = await persist(() => outbox.counts());
    say(`queued ${queued}, sending ${sending}, sent ${sent}, failed ${failed}`);
  }),
];

/** Waits until no more than so many wait, or so many seconds have passed. */
const settle = async (most = 0, seconds = Infinity): Promise<void> => {
  const end = Date.now() + seconds * 1_000;
  const isSettled = async (): Promise<boolean> => {
    const { queued, sending } = await outbox.counts();
    return queued + sending <= most;
  };
  while (!(await persist(isSettled)) && Date.now() < end) await sleep(500);
};
await enqueueAll();
// For as long as there is much to send; on a slow machine, workers may never get to the end of it.
await settle(Math.ceil(total / 50), Number(values['seconds-of-trouble']));
ended.abort();
await Promise.all(troubles);
say(
  `the trouble ends: ${workers.kills} kills, ${crashes} crashes, ${replayed} replayed, ${redriven} redriven`,
);
await settle();
// What was refused the first time only is accepted now.
await persist(() => replayFailed(outbox));
await settle();
await workers.end();

const record = (await (await fetch(`${serviceUrl}/record`)).json()) as ServiceRecord;
const problems = await check({ outbox, pool, schema, committed, record, perSecond, mark: MARK });
say(
  `${Object.keys(record.accepted).length} accepted in ${record.times.length} requests, ${record.repeats} of them repeats of an accepted key`,
);
for (const problem of problems) console.error(`broken: ${problem}`);
console.log(
  problems.length === 0 ? 'Every promise was kept.' : `${problems.length} promises were broken.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

await outbox.stop();
await pool.end();
proxy.close();
service.disconnect();
await postgres.stop();
