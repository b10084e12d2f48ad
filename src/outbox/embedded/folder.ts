/** The folder of an embedded database: a lock, which this process holds, `database`, and a mark that this is complete. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { ConfigurationError } from '../../errors.js';
import { FolderInUseError } from './folder-in-use-error.js';
import { holdAddress, holdName, type Holder, isLockFile, type Release } from './process-lock.js';

export interface HeldFolder {
  /** The folder of the database. */
  readonly database: string;
  readonly release: Release;
  /** To be called when the database has been made. */
  readonly complete: () => Promise<void>;
}

async function hold(
  folder: string,
  platform: NodeJS.Platform,
): Promise<Release | Holder | undefined> {
  if (platform !== 'win32') return holdName(folder, 'outbox', platform);
  const digest = createHash('sha256').update(folder.toLowerCase()).digest('hex').slice(0, 24);
  return holdAddress(`\\\\?\\pipe\\tigerconnect-outbox-${digest}`);
}

/** Whether the database was made to its end. A killed process leaves half of one, which would be taken for a whole. */
const COMPLETE = 'complete';
const UNFINISHED = 'unfinished';

async function isComplete(folder: string, mark: string): Promise<boolean> {
  try {
    return (await readFile(mark, 'utf8')) === COMPLETE;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const others = (await readdir(folder)).filter((name) => !isLockFile(name));
    if (others.length === 0) return false;
    throw new ConfigurationError('folder', 'holds other files; give it one of its own');
  }
}

/**
 * Takes the folder.
 * @param make whether it is made where it is not
 * @throws FolderInUseError
 * @throws ConfigurationError when the folder cannot be used
 */
export async function holdFolder(
  folder: string,
  make: boolean,
  platform = process.platform,
): Promise<HeldFolder> {
  let release: Release | undefined;
  try {
    // Others need not read what waits.
    if (make) await mkdir(folder, { recursive: true, mode: 0o700 });
    const real = await realpath(folder);
    const held = await hold(real, platform);
    if (typeof held !== 'function') throw new FolderInUseError(folder, held);
    release = held;
    const database = path.join(real, 'database');
    const mark = path.join(real, 'state');
    if (await isComplete(real, mark))
      return { database, release, complete: () => Promise.resolve() };
    if (!make)
      throw new ConfigurationError('folder', 'has no outbox; start once with migrate: true');
    await writeFile(mark, UNFINISHED);
    await rm(database, { recursive: true, force: true });
    return { database, release, complete: () => writeFile(mark, COMPLETE) };
  } catch (error) {
    await release?.();
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === undefined && code !== 'ENAMETOOLONG') throw error;
    throw new ConfigurationError('folder', `cannot be used (${String(code)})`, { cause: error });
  }
}
