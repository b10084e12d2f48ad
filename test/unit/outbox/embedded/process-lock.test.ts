/** Of those who want a name, or an address, one has it; and what a killed process leaves holds nobody up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { holdAddress, holdName, isLockFile } from '../../../../src/outbox/embedded/process-lock.js';

let folder = '';
const servers: Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
});
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  rmSync(folder, { recursive: true });
});

const listen = (file: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((visitor) => visitor.destroy());
    servers.push(server);
    server.listen(path.join(folder, file), () => {
      resolve(server);
    });
  });
/** The name of a holder in the folder. @param since in milliseconds */
const nameOf = (since: number): string =>
  `outbox.${since.toString(36).padStart(9, '0')}.4711.abcd.lock`;

const release = async (held: unknown): Promise<void> => {
  expect(held).toEqual(expect.any(Function));
  await (held as () => Promise<void>)();
};

describe('a name in a folder', () => {
  test('one has it, the next is told who, and gets it when it is released', async () => {
    const before = Date.now();
    const first = await holdName(folder, 'outbox');
    expect(readdirSync(folder)).toEqual([
      expect.stringMatching(
        new RegExp(`^outbox\\.[\\da-z]{9}\\.${process.pid}\\.[\\da-f]{4}\\.lock$`),
      ),
    ]);
    const second = await holdName(folder, 'outbox');
    expect(second).toEqual({ pid: process.pid, since: expect.any(Date) });
    const { since } = second as { since: Date };
    expect(since.getTime()).toBeGreaterThanOrEqual(before);
    expect(since.getTime()).toBeLessThanOrEqual(Date.now());
    // Who was refused leaves nothing.
    expect(readdirSync(folder)).toHaveLength(1);
    await release(first);
    expect(readdirSync(folder)).toEqual([]);
    await release(await holdName(folder, 'outbox'));
  });

  test('another name is another lock', async () => {
    const first = await holdName(folder, 'outbox');
    await release(await holdName(folder, 'out'));
    await release(first);
  });

  test('what killed processes left is removed, and other files are not', async () => {
    for (const file of [nameOf(1), `${nameOf(2)}.new`, 'outbox.txt', 'state'])
      writeFileSync(path.join(folder, file), '');
    // What leads to nothing, as an address does that another process removes just now.
    symlinkSync('gone', path.join(folder, nameOf(3)));
    const held = await holdName(folder, 'outbox');
    expect(readdirSync(folder).sort()).toEqual([
      expect.stringMatching(/\.lock$/),
      ...['outbox.txt', 'state'],
    ]);
    await release(held);
  });

  test('many may remove what killed processes left, at once', async () => {
    for (let since = 1; since <= 20; since += 1)
      writeFileSync(path.join(folder, nameOf(since)), '');
    const all = await Promise.all(Array.from({ length: 5 }, () => holdName(folder, 'outbox')));
    const held = all.find((each) => typeof each === 'function');
    expect(readdirSync(folder)).toHaveLength(1);
    await release(held);
  });

  test('an address that another process removes before it is listened at is made anew', async () => {
    const holding = holdName(folder, 'outbox');
    let removed = 0;
    for (let turns = 0; turns < 100 && removed === 0; turns += 1) {
      await Promise.resolve();
      for (const file of readdirSync(folder)) {
        expect(file).toMatch(/\.lock\.new$/);
        rmSync(path.join(folder, file));
        removed += 1;
      }
    }
    expect(removed).toBe(1);
    await release(await holding);
  });

  test('a holder whose address somebody removed can release it', async () => {
    const held = await holdName(folder, 'outbox');
    for (const file of readdirSync(folder)) rmSync(path.join(folder, file));
    await release(held);
  });

  test('a holder lets nobody stay who only asks', async () => {
    const held = await holdName(folder, 'outbox');
    const visitor = connect(path.join(folder, readdirSync(folder)[0] ?? ''));
    await once(visitor.resume(), 'close');
    await release(held);
  });

  test('who is only about to appear has nothing', async () => {
    await listen(`${nameOf(1)}.new`);
    await release(await holdName(folder, 'outbox'));
  });

  test('who began later is waited for, as it gives way', async () => {
    const later = await listen(nameOf(Date.now() + 60_000));
    const held = holdName(folder, 'outbox');
    setTimeout(() => later.close(), 100);
    await release(await held);
  });

  test('who began later and does not give way has it', async () => {
    const since = Date.now() + 60_000;
    await listen(nameOf(since));
    const started = performance.now();
    expect(await holdName(folder, 'outbox')).toEqual({ pid: 4711, since: new Date(since) });
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test('who began first has it, at once', async () => {
    await Promise.all([listen(nameOf(7)), listen(nameOf(8))]);
    const started = performance.now();
    expect(await holdName(folder, 'outbox')).toEqual({ pid: 4711, since: new Date(7) });
    expect(performance.now() - started).toBeLessThan(900);
  });

  // Only Linux says so at once; elsewhere who connects waits.
  const onLinux = process.platform === 'linux' ? test : test.skip;
  onLinux('a holder that is stopped, and no longer answers, still has it', async () => {
    const file = path.join(folder, nameOf(7));
    const program = `require('node:net').createServer().listen({ path: process.argv[1], backlog: 1 }, () => console.log())`;
    const holder = spawn(process.execPath, ['-e', program, file]);
    const visitors: Socket[] = [];
    try {
      await once(holder.stdout, 'data');
      holder.kill('SIGSTOP');
      // Until nobody more can wait for an answer.
      for (let code = ''; code === '';) {
        const visitor = connect(file);
        visitors.push(visitor);
        code = await once(visitor, 'connect').then(
          () => '',
          (error: unknown) => (error as NodeJS.ErrnoException).code ?? 'none',
        );
      }
      expect(await holdName(folder, 'outbox')).toEqual({ pid: 4711, since: new Date(7) });
      expect(existsSync(file)).toBe(true);
    } finally {
      for (const visitor of visitors) visitor.destroy();
      holder.kill('SIGKILL');
    }
  });

  test('of many that want it at once, one at most has it', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => holdName(folder, 'outbox')));
    const held = all.filter((each) => typeof each === 'function');
    expect(held).toHaveLength(1);
    await release(held[0]);
  });

  describe('a folder with a path that no address can hold', () => {
    /** A folder whose path has so many bytes. */
    const folderOf = (bytes: number): string => {
      const deep = path.join(folder, 'a'.repeat(bytes - Buffer.byteLength(folder) - 1));
      mkdirSync(deep);
      return deep;
    };

    onLinux('will do on Linux, by a handle, and a shorter one needs none', async () => {
      const handles = (): number => readdirSync('/proc/self/fd').length;
      const before = handles();
      for (const [bytes, needed] of [
        [50, 1],
        [51, 2],
        [250, 2],
      ] as const) {
        const deep = folderOf(bytes);
        const first = await holdName(deep, 'outbox', 'linux');
        expect(handles() - before).toBe(needed);
        expect(await holdName(deep, 'outbox', 'linux')).toMatchObject({ pid: process.pid });
        await release(first);
        expect(readdirSync(deep)).toEqual([]);
        expect(handles()).toBe(before);
      }
    });

    test('is refused elsewhere', async () => {
      await release(await holdName(folderOf(50), 'outbox', 'darwin'));
      await expect(holdName(folderOf(51), 'outbox', 'darwin')).rejects.toMatchObject({
        ...{ code: 'ENAMETOOLONG', message: 'the path is too long' },
      });
    });
  });

  test('a folder that is not there is an error', async () => {
    await expect(holdName(path.join(folder, 'none'), 'outbox')).rejects.toMatchObject({
      syscall: 'listen',
    });
  });
});

test('an address has one holder', async () => {
  const address = path.join(folder, 'address');
  const held = await holdAddress(address);
  expect(await holdAddress(address)).toBeUndefined();
  await release(held);
  expect(existsSync(address)).toBe(false);
  await release(await holdAddress(address));
});

test.each([
  ['outbox.1.2.3.lock', true],
  ['outbox.1.2.3.lock.new', true],
  ['outbox.1.2.3.lock.old', false],
  ['outbox.lock.txt', false],
  ['database', false],
  ['lock', false],
])('%s is a lock: %p', (file, isLock) => {
  expect(isLockFile(file)).toBe(isLock);
});
