/** A worker as a process: sends until it is killed, or its parent is gone. */
import { TigerConnect } from '../../../src/index.js';
import { createOutbox } from '../../../src/outbox/index.js';

const [connectionString = '', schema = '', baseUrl = '', perSecond = ''] = process.argv.slice(2);

process.on('disconnect', () => process.exit());
const client = new TigerConnect({ baseUrl, apiKey: 'key', apiSecret: 'secret', timeout: 3_000 });
const outbox = createOutbox({
  connectionString,
  schema,
  client,
  migrate: false,
  rate: { perSecond: Number(perSecond) },
  heartbeat: 10,
  maxRetryDelay: 5,
});
await outbox.start();
const worker = await outbox.work({ concurrency: 32 });
await worker.finished;
