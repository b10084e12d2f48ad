/**
 * One process of `npm run demo -- --outbox`: `enqueue` so many messages, or `work` until nothing waits. A process of its
 * own, so that it can be killed, and run on a Node that the outbox works on.
 */
import { setTimeout as sleep } from 'node:timers/promises';

type Package = typeof import('../src/index.js');
type OutboxPackage = typeof import('../src/outbox/index.js');

const [mode = '', folder = '', count = ''] = process.argv.slice(2);
const load = (file: string): Promise<unknown> =>
  import(new URL(`../dist/src/${file}`, import.meta.url).href);
const { TigerConnect } = (await load('index.js')) as Package;
const { createOutbox } = (await load('outbox.js')) as OutboxPackage;

const outbox = createOutbox({ folder, client: new TigerConnect(), rate: { perSecond: 10 } });
await outbox.start();
if (mode === 'enqueue') {
  const beds = Array.from({ length: Number(count) }, (_, index) => index + 1);
  await outbox.enqueue(
    beds.map((bed) => ({ to: 'nurse@ward.example', body: `Bed ${bed}: potassium 6.8` })),
  );
} else {
  const worker = await outbox.work({ concurrency: 4 });
  for (;;) {
    const { queued, sending } = await outbox.counts();
    if (queued + sending === 0) break;
    await sleep(100);
  }
  await worker.stop();
}
const { queued, sending, sent } = await outbox.counts();
console.log(`queued ${queued}, sending ${sending}, sent ${sent}`);
await outbox.stop();
