/**
 * A process with the embedded database, to be killed: it enqueues, works, or both, and prints the keys that were
 * acknowledged. `drain` works until nothing waits, and prints the counts.
 */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { TigerConnect } from '../../../src/index.js';
import { createOutbox } from '../../../src/outbox/index.js';

const [mode = '', folder = '', baseUrl = ''] = process.argv.slice(2);
// At once, and whole: a pipe that is written to by and by would lose what was acknowledged before the kill.
const print = (text: string): void => void writeSync(1, `${text}\n`);

const client = new TigerConnect({ baseUrl, apiKey: 'key', apiSecret: 'secret', timeout: 2_000 });
const outbox = createOutbox({ folder, client, maxRetryDelay: 1, heartbeat: 40 });
print('starting');
await outbox.start();
print('started');
const worker = mode === 'enqueue' ? undefined : await outbox.work();
while (mode === 'enqueue' || mode === 'both') {
  const messages = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
    requestId: randomUUID(),
    to: 'nurse@ward.example',
    body: 'Bed 12: potassium 6.8',
  }));
  await outbox.enqueue(messages);
  print(messages.map(({ requestId }) => requestId).join(' '));
  if (mode === 'both') await sleep(20);
}
for (;;) {
  const counts = await outbox.counts();
  if (mode === 'drain' && counts.queued + counts.sending === 0) {
    await worker?.stop();
    await outbox.stop();
    print(JSON.stringify(counts));
    break;
  }
  await sleep(100);
}
