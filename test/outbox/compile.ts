/** Programs of several modules as one file, since a process then starts in a fraction of the time. */
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

/** @returns the folder with a file `.mjs` of each program, until this process ends */
export async function compile(folder: string, programs: readonly string[]): Promise<string> {
  // Inside the repository, where packages are found.
  const to = mkdtempSync(path.join(import.meta.dirname, '.programs-'));
  process.on('exit', () => {
    rmSync(to, { recursive: true, force: true });
  });
  await build({
    entryPoints: programs.map((program) => path.join(folder, program)),
    outdir: to,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    logLevel: 'error',
  });
  return to;
}
