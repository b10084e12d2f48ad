// How long the package takes to import, beyond what Node itself takes to start.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { median } from './median.js';

export interface Imports {
  /** Milliseconds of `import 'tigerconnect-messages'`. */
  client: number;
  /** Milliseconds of `import 'tigerconnect-messages/undici'`, alone. */
  undici: number;
}

function start(file: string): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [file]);
  if (status !== 0) throw new Error(`${file}: ${stderr.toString()}`);
  return performance.now() - started;
}

/** Interleaved: each time stands beside that of an empty module started just before it. */
export function measureImports(folder: string, times: number): Imports {
  const beyond = { client: [] as number[], undici: [] as number[] };
  for (let time = 0; time <= times; time++) {
    for (const name of ['client', 'undici'] as const) {
      const empty = start(join(folder, 'ours', 'empty.mjs'));
      const full = start(join(folder, 'ours', `${name}.mjs`));
      // The first fills the file cache.
      if (time > 0) beyond[name].push(full - empty);
    }
  }
  return { client: median(beyond.client), undici: median(beyond.undici) };
}
