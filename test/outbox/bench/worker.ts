/** One of four workers, as a process: of the outbox, or of pg-boss alone. Says over IPC how many it has done. */
import { PgBoss } from 'pg-boss';

import { TigerConnect } from '../../../src/index.js';
import { createOutbox } from '../../../src/outbox/index.js';
import { ACCEPTING, type KeyedMessage } from './message.js';

const [kind = '', connectionString = '', baseUrl = '', batch = ''] = process.argv.slice(2);
const size = Number(batch);
process.on('disconnect', () => process.exit());

let done = 0;
let reported = 0;
setInterval(() => {
  if (done > reported) process.send?.(done - reported);
  reported = done;
}, 20);

const real = (): TigerConnect => new TigerConnect({ baseUrl, apiKey: 'key', apiSecret: 'secret' });

/** Begins to work. @returns what ends it */
type Start = () => Promise<() => Promise<unknown>>;

async function prepareOutbox(): Promise<Start> {
  const outbox = await createOutbox({
    connectionString,
    client: kind.endsWith('http') ? real() : ACCEPTING,
    migrate: false,
    onEvent: ({ type }) => {
      if (type === 'sent') done += 1;
    },
  }).start();
  return async () => {
    const worker = await outbox.work({ concurrency: size });
    return () => worker.stop();
  };
}

async function prepareBoss(): Promise<Start> {
  const client = real();
  const boss = new PgBoss({ connectionString, schema: 'boss', migrate: false, schedule: false });
  boss.on('error', console.error);
  await boss.start();
  const polling = { batchSize: size, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
  return async () => {
    await boss.work<KeyedMessage>('work', polling, async (jobs) => {
      if (kind.endsWith('http'))
        await Promise.all(jobs.map(({ data }) => client.messages.send(data, { maxRetries: 0 })));
      done += jobs.length;
    });
    return () => boss.offWork('work');
  };
}

const start = await (kind.startsWith('outbox') ? prepareOutbox() : prepareBoss());
let end: (() => Promise<unknown>) | undefined;
process.on('message', (order) => {
  void (async () => {
    if (order === 'go') end = await start();
    else await end?.().then(() => process.send?.('halted'));
  })();
});
process.send?.('ready');
