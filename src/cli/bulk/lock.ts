/**
 * A lock that the operating system lets go of when its holder ends, however it ends: an address that
 * one process can listen on. It keeps two runs from doing the same work; that no row arrives twice
 * does not rest on it but on the request ids. Other machines are not kept out.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { wordsOfFileError } from './input-file.js';

interface Address {
  readonly at: string;
  /** Whether it is a file, which stays behind when its holder is killed. Linux and Windows have better. */
  readonly stays: boolean;
}

function addressOf(name: string, platform: NodeJS.Platform): Address {
  if (platform === 'linux') return { at: `\0${name}`, stays: false };
  if (platform === 'win32') return { at: `\\\\?\\pipe\\${name}`, stays: false };
  return { at: path.join(tmpdir(), `${name}.lock`), stays: true };
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
 * @returns what lets go of it; undefined when another process holds it
 * @throws UsageError when there is no such folder
 */
export async function lock(
  file: string,
  platform = process.platform,
): Promise<(() => Promise<void>) | undefined> {
  // By its real place, so that two names of one file are one lock; the file itself may not exist yet.
  const folder = await realpath(path.dirname(file)).catch((error: unknown): never => {
    throw new UsageError(`the folder of the journal, ${file}, ${wordsOfFileError(error)}`);
  });
  const place = path.join(folder, path.basename(file));
  const digest = createHash('sha256').update(place).digest('hex').slice(0, 24);
  const { at, stays } = addressOf(`tigerconnect-${digest}`, platform);
  let server = await listen(at);
  if (server === undefined && stays && !(await isHeld(at))) {
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
