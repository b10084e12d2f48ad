// The end of a run: puts what was made in place of an earlier output, and of nothing else.
import { lstatSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { REQUESTS_FILE } from '../document/requests.js';
import { InputError } from '../input-error.js';
import { hasCode, isInside, type Outputs } from './files.js';
import { besidePath, newRunId, swap } from './swap.js';

/** What a run makes, beside the outputs that it is to replace. */
export interface Staged extends Outputs {
  run: string;
}

/** Paths beside the outputs, for work that may fail. */
export function stagingFor(outputs: Outputs): Staged {
  const run = newRunId();
  const directory = besidePath(outputs.directory, run);
  const openapi = isInside(outputs.directory, outputs.openapi)
    ? join(directory, relative(outputs.directory, outputs.openapi))
    : besidePath(outputs.openapi, run);
  return { run, directory, openapi };
}

/** The outputs that are replaced each by itself: the document may lie in the folder. */
export function targetsOf({ directory, openapi }: Outputs): string[] {
  return isInside(directory, openapi) ? [directory] : [directory, openapi];
}

/** Puts the staged outputs in the place of the old ones. */
export function publish({ run }: Staged, outputs: Outputs): void {
  swap(targetsOf(outputs), run);
}

/** Removes what is left of a staging; at once, since the process may be about to exit. */
export function discardNow({ directory, openapi }: Outputs): void {
  rmSync(directory, { recursive: true, force: true });
  rmSync(openapi, { force: true });
}

/**
 * Refuses outputs in the place of anything but earlier outputs: it would be lost. With `check`, nothing
 * is, and what else lies in the folder is a difference to be shown.
 */
export function mustBeReplaceable(
  outputs: Outputs,
  keep: readonly string[],
  { check = false } = {},
): void {
  const { directory, openapi } = outputs;
  for (const path of keep) {
    if (isInside(real(directory), real(path)))
      refuse(directory, `cannot be the output: it holds ${path} and would be replaced as a whole`);
    if (real(path) === real(openapi)) refuse(openapi, 'cannot be the output: it is read as well');
  }
  if (kindOf(openapi) === 'other') refuse(openapi, 'is not a regular file');
  const kind = kindOf(directory);
  if (kind === 'none') return;
  if (kind !== 'folder') refuse(directory, 'is not a folder');
  const other = findOther(directory, openapi, check);
  if (other !== undefined)
    refuse(directory, `holds ${other}, which was not generated and would be lost`);
}

function refuse(file: string, problem: string): never {
  const correction = 'Give the output a place of its own: an empty or a new folder, a new file.';
  throw new InputError({ file, problem, correction });
}

/** The first entry, by its path in the folder, that no generation wrote. */
function findOther(directory: string, openapi: string, check: boolean): string | undefined {
  const ours = [join(directory, REQUESTS_FILE), openapi];
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const other = entries.find((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) return false;
    return !entry.isFile() || (!check && !ours.includes(path) && !hasHeader(path));
  });
  return other === undefined ? undefined : relative(directory, join(other.parentPath, other.name));
}

function hasHeader(file: string): boolean {
  return file.endsWith('.ts') && readFileSync(file, 'utf8').startsWith('/* generated using');
}

function kindOf(path: string): 'none' | 'folder' | 'file' | 'other' {
  try {
    const found = lstatSync(path);
    return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'other';
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return 'none';
    throw error;
  }
}

/** Where the path leads, as far as it exists. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(real(parent), relative(parent, path));
  }
}
