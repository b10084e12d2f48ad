/** A process that takes a name in a folder again and again, and says which others are inside as well, or were killed there. */
import { readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { holdName } from '../../../src/outbox/embedded/process-lock.js';

const [folder = '', inside = ''] = process.argv.slice(2);
const own = String(process.pid);

for (;;) {
  const held = await holdName(folder, 'name');
  if (typeof held !== 'function') {
    writeSync(1, held.pid > 0 && held.since.getTime() > 0 ? 'refused\n' : 'nobody\n');
    await sleep(Math.random() * 40);
    continue;
  }
  writeFileSync(path.join(inside, own), '');
  for (const other of readdirSync(inside)) if (other !== own) writeSync(1, `${other}\n`);
  writeSync(1, 'held\n');
  await sleep(Math.random() * 5);
  rmSync(path.join(inside, own));
  await held();
}
