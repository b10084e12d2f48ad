/**
 * Keeps two runs of this machine apart, also those in containers that share the folder of the journal. It does not see
 * other hosts. The request ids, not the lock, keep a row from arriving twice: all runs of a journal have those of its
 * header.
 */
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { holdAddress, holdName, type Release } from '../../outbox/embedded/process-lock.js';
import { UsageError } from '../shell/usage-error.js';
import { describeFileError } from './input-file.js';

const lockName = (file: string): string =>
  `tc-${createHash('sha256').update(file).digest('hex').slice(0, 16)}`;

async function holdHere(name: string, platform: NodeJS.Platform): Promise<Release | undefined> {
  if (platform === 'linux') return holdAddress(`\0${name}`);
  if (platform === 'win32') return holdAddress(`\\\\?\\pipe\\${name}`);
  const held = await holdName(tmpdir(), name);
  return typeof held === 'function' ? held : undefined;
}

/** By the name in its folder, since other containers may have that in another place. */
async function holdInFolder(file: string): Promise<Release | undefined> {
  // Not every folder takes a socket: one on a network share, one with a long path. Then the other lock must do.
  const held = await holdName(path.dirname(file), lockName(path.basename(file))).catch(
    () => () => Promise.resolve(),
  );
  return typeof held === 'function' ? held : undefined;
}

/**
 * @returns the function that releases it; undefined when another process holds it
 * @throws UsageError when there is no such folder
 */
export async function lock(
  file: string,
  platform = process.platform,
): Promise<Release | undefined> {
  // By its real path, so that two paths to one file share a lock; the file itself may not exist yet.
  const folder = await realpath(path.dirname(file)).catch((error: unknown): never => {
    throw new UsageError(`the folder of the journal, ${file}: ${describeFileError(error)}`);
  });
  const real = await realpath(file).catch(() => path.join(folder, path.basename(file)));
  const here = await holdHere(lockName(real), platform);
  if (here === undefined || platform === 'win32') return here;
  const inFolder = await holdInFolder(real);
  if (inFolder === undefined) {
    await here();
    return undefined;
  }
  return async () => {
    await inFolder();
    await here();
  };
}
