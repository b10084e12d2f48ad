// Puts a finished output in place of the old one: by renaming, so that nobody sees half of it.
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { hasCode } from './files.js';

/** A path beside the target, on the same file system, for work that may fail. */
export function besidePath(target: string): string {
  return join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}`);
}

/** Replaces each target with what was made beside it; after a failure all old targets are back. */
export async function swap(pairs: { made: string; target: string }[]): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  const old: string[] = [];
  try {
    for (const { made, target } of pairs) {
      await mkdir(dirname(target), { recursive: true });
      const aside = besidePath(target);
      if (await renameIfThere(target, aside)) {
        old.push(aside);
        undo.unshift(() => rename(aside, target));
      }
      await rename(made, target);
      undo.unshift(() => rename(target, made));
    }
  } catch (error) {
    for (const step of undo) await step();
    throw error;
  }
  await Promise.all(old.map((path) => rm(path, { recursive: true })));
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}
