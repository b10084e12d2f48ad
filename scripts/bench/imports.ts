// How long an import of the package takes, without the start of Node itself.
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

/** Subtracts the time of an empty module, started just before each one. */
export function measureImports(folder: string, times: number): Imports {
  const excess = { client: [] as number[], undici: [] as number[] };
  for (let time = 0; time <= times; time++) {
    for (const name of ['client', 'undici'] as const) {
      const empty = start(join(folder, 'ours', 'empty.mjs'));
      const full = start(join(folder, 'ours', `${name}.mjs`));
      // The first run fills the file cache.
      if (time > 0) excess[name].push(full - empty);
    }
  }
  return { client: median(excess.client), undici: median(excess.undici) };
}
