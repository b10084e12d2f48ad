/**
 * A lock that the operating system releases when its holder ends, however it ends: an address that only
 * one process can listen on. It keeps two runs of this machine apart; the request ids, not the lock,
 * keep a row from arriving twice.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { describeFileError } from './input-file.js';

interface Address {
  readonly at: string;
  /** Whether it is a file that remains when its holder is killed; not so on Linux and Windows. */
  readonly remains: boolean;
}

function lockAddress(name: string, platform: NodeJS.Platform): Address {
  if (platform === 'linux') return { at: `\0${name}`, remains: false };
  if (platform === 'win32') return { at: `\\\\?\\pipe\\${name}`, remains: false };
  return { at: path.join(tmpdir(), `${name}.lock`), remains: true };
}

async function listen(address: string): Promise<Server | undefined> {
  const server = createServer((visitor) => visitor.destroy());
  try {
    server.listen(address);
    await once(server, 'listening');
    return server.unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

async function isHeld(address: string): Promise<boolean> {
  const visitor = connect(address);
  try {
    await once(visitor, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    visitor.destroy();
  }
}

/**
 * @returns the function that releases it; undefined when another process holds it
 * @throws UsageError when there is no such folder
 */
export async function lock(
  file: string,
  platform = process.platform,
): Promise<(() => Promise<void>) | undefined> {
  // By its real path, so that two paths to one file share a lock; the file itself may not exist yet.
  const folder = await realpath(path.dirname(file)).catch((error: unknown): never => {
    throw new UsageError(`the folder of the journal, ${file}: ${describeFileError(error)}`);
  });
  const real = await realpath(file).catch(() => path.join(folder, path.basename(file)));
  const digest = createHash('sha256').update(real).digest('hex').slice(0, 24);
  const { at, remains } = lockAddress(`tigerconnect-${digest}`, platform);
  let server = await listen(at);
  if (server === undefined && remains && !(await isHeld(at))) {
    await rm(at, { force: true });
    server = await listen(at);
  }
  if (server === undefined) return undefined;
  const held = server;
  return async () => {
    held.close();
    await once(held, 'close');
  };
}
