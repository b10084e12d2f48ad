// Keeps a copy of files and folders, to put back when a later step fails.
import { existsSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies into the store; returns the function that puts the copies back and rethrows the cause. */
export async function snapshot(
  paths: string[],
  store: string,
): Promise<(cause: unknown) => Promise<never>> {
  const kept = paths.map((path, index) => ({ path, copy: join(store, String(index)) }));
  for (const { path, copy } of kept) {
    if (existsSync(path)) await cp(path, copy, { recursive: true });
  }
  return async (cause) => {
    for (const { path, copy } of kept) {
      await rm(path, { recursive: true, force: true });
      if (existsSync(copy)) await cp(copy, path, { recursive: true });
    }
    throw cause;
  };
}
