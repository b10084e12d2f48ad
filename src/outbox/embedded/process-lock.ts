/**
 * A lock that the operating system releases when its holder ends, however it ends: an address that only one process
 * can listen on. Nothing is judged by age, so that a holder that is slow is never taken for one that is dead.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Release = () => Promise<void>;

/** Who has a lock, as far as its address tells. */
export interface Holder {
  readonly pid: number;
  readonly since: Date;
}

/** How long another process that began later is waited for, in milliseconds: it gives way, unless it holds the lock. */
const PATIENCE_MS = 1_000;
const PAUSE_MS = 20;

/** Some systems take no address of a socket above 103 bytes; a name, and what is added to it, needs up to 53 of them. */
const MAX_FOLDER = 50;

async function listen(address: string): Promise<Server | undefined> {
  const server = createServer((visitor) => visitor.destroy());
  try {
    // Exclusive: else the workers of a cluster would share it.
    server.listen({ path: address, exclusive: true });
    await once(server, 'listening');
    return server.unref();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}

/** What systems say of an address at which nobody listens. */
const NOBODY: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK']);

/** @returns false only when it is certain that nobody listens */
async function isHeld(address: string): Promise<boolean> {
  const visitor = connect(address);
  try {
    await once(visitor, 'connect');
    return true;
  } catch (error) {
    return !NOBODY.has((error as NodeJS.ErrnoException).code);
  } finally {
    visitor.destroy();
  }
}

/**
 * Takes an address that is gone when its holder ends: an abstract one of Linux, or a pipe of Windows.
 * @returns undefined when another process has it
 */
export async function holdAddress(address: string): Promise<Release | undefined> {
  const server = await listen(address);
  return server && (() => close(server));
}

/** The folder as a part of an address: by a handle, where its path is too long. */
async function shortPath(
  folder: string,
  platform: NodeJS.Platform,
): Promise<[string, FileHandle | undefined]> {
  if (Buffer.byteLength(folder) <= MAX_FOLDER) return [folder, undefined];
  if (platform !== 'linux') {
    throw Object.assign(new Error('the path is too long'), { code: 'ENAMETOOLONG' });
  }
  const handle = await open(folder, 'r');
  return [`/proc/self/fd/${handle.fd}`, handle];
}

/** Whether a file of a folder is the address of one who holds a name in it, or wants to. */
export const isLockFile = (file: string): boolean => /\.lock(?:\.new)?$/.test(file);

const toHolder = (file: string): Holder => {
  const [since = '', pid = ''] = file.split('.').slice(-4);
  return { pid: Number.parseInt(pid, 10), since: new Date(Number.parseInt(since, 36)) };
};

/**
 * Takes a name in a folder, by a socket there: also processes in containers that share the folder see it. A socket
 * remains when its holder is killed, and the next process removes it.
 *
 * No two hold it: each listens, at an address of its own, before it looks at the addresses of the others, so that of
 * two at least one sees the other. The one that began first goes on; the other gives way. An address gets its name
 * only when it is listened at, so that nobody takes it for one that was left.
 * @param name of 20 letters at most
 * @returns who holds it, when another process does
 */
export async function holdName(
  folder: string,
  name: string,
  platform = process.platform,
): Promise<Release | Holder> {
  const [base, handle] = await shortPath(folder, platform);
  try {
    const { own, server } = await appear(base, name);
    const release = async (): Promise<void> => {
      await rm(path.join(base, own), { force: true });
      await close(server);
      await handle?.close();
    };
    const holder = await findHolder(base, name, own);
    if (holder === undefined) return release;
    await release();
    return holder;
  } catch (error) {
    await handle?.close();
    throw error;
  }
}

/** Listens at an address that the others see. */
async function appear(base: string, name: string): Promise<{ own: string; server: Server }> {
  for (;;) {
    const since = Date.now().toString(36).padStart(9, '0');
    const own = `${name}.${since}.${process.pid}.${randomBytes(2).toString('hex')}.lock`;
    const before = path.join(base, `${own}.new`);
    const server = await listen(before);
    if (server === undefined) continue;
    try {
      await rename(before, path.join(base, own));
      return { own, server };
    } catch (error) {
      await close(server);
      // Another process removed it, before it was listened at.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** @returns undefined when this process holds the name */
async function findHolder(base: string, name: string, own: string): Promise<Holder | undefined> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const files = (await readdir(base)).filter(
      (file) => file.startsWith(`${name}.`) && isLockFile(file) && file !== own,
    );
    const alive: string[] = [];
    for (const file of files.sort()) {
      if (!(await isHeld(path.join(base, file)))) await rm(path.join(base, file), { force: true });
      else if (file.endsWith('.lock')) alive.push(file);
    }
    const [first] = alive;
    if (first === undefined) return undefined;
    if (first < own || performance.now() > deadline) return toHolder(first);
    await sleep(PAUSE_MS);
  }
}
