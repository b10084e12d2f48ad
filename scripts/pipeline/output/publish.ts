// The end of a run: puts what was made in place of an earlier output, and of nothing else.
import { rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { InputError } from '../input-error.js';
import { hasCode, type Outputs } from './files.js';
import { besidePath, swap } from './swap.js';

/** Paths beside the outputs, for work that may fail. */
export function stagingFor(outputs: Outputs): Outputs {
  const directory = besidePath(outputs.directory);
  const inside = relative(outputs.directory, outputs.openapi);
  const openapi = inside.startsWith('..') ? besidePath(outputs.openapi) : join(directory, inside);
  return { directory, openapi };
}

/** Puts the staged outputs in the place of the old ones. */
export async function publish(staged: Outputs, outputs: Outputs): Promise<void> {
  const pairs = [{ made: staged.directory, target: outputs.directory }];
  if (!staged.openapi.startsWith(staged.directory)) {
    pairs.push({ made: staged.openapi, target: outputs.openapi });
  }
  await swap(pairs);
}

/** Removes what is left of a staging; at once, since the process may be about to exit. */
export function discardNow({ directory, openapi }: Outputs): void {
  rmSync(directory, { recursive: true, force: true });
  rmSync(openapi, { force: true });
}

/** Refuses an output folder that holds anything but an earlier output: it would be lost. */
export async function mustBeReplaceable(directory: string, keep: string[]): Promise<void> {
  const file = directory;
  const correction = 'Give --output an empty or a new folder.';
  const lost = keep.find((path) => !relative(directory, path).startsWith('..'));
  if (lost !== undefined) {
    const problem = `cannot be the output: it holds ${lost} and would be replaced as a whole`;
    throw new InputError({ file, problem, correction });
  }
  const entries = await readdir(directory).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT')) return [];
    throw new InputError({ file, problem: 'is not a folder', correction }, error);
  });
  if (entries.length === 0) return;
  const index = await readFile(join(directory, 'index.ts'), 'utf8').catch(() => '');
  if (index.startsWith('/* generated using')) return;
  const problem = 'holds files that were not generated and would be replaced as a whole';
  throw new InputError({ file, problem, correction });
}
