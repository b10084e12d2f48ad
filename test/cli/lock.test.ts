/** The locks that are files which remain: in the journal's folder, and on macOS in that for temporary files as well. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { lock } from '../../src/cli/bulk/lock.js';

let folder: string;
let name: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'journal-'));
  name = path.join(folder, 'rows.csv.journal');
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

const locksIn = async (place: string): Promise<string[]> =>
  (await readdir(place)).filter((file) => /^tc-[\da-f]+\..*\.lock$/.test(file));

/** The address of a lock, in the place where it is a file. */
async function findAddress(place: string, platform: NodeJS.Platform): Promise<string> {
  const before = await locksIn(place);
  const unlock = await lock(name, platform);
  const [own] = (await locksIn(place)).filter((file) => !before.includes(file));
  await unlock?.();
  return path.join(place, own ?? '');
}

describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  test('a lock is held once, and leaves nothing when it is released', async () => {
    const before = await locksIn(tmpdir());
    const unlock = await lock(name, platform);
    expect(unlock).toBeDefined();
    expect(await lock(name, platform)).toBeUndefined();
    expect(await lock(`${name}-other`, platform).then((other) => other?.())).toBeUndefined();
    await unlock?.();
    expect(await locksIn(tmpdir())).toEqual(before);
    expect(await readdir(folder)).toEqual([]);
  });

  test.each([
    ['that only its folder shows, as a container does,', () => folder],
    ...(platform === 'darwin' ? [['of this machine', tmpdir] as const] : []),
  ] as const)('a lock %s is held until its holder is killed', async (_, place) => {
    const before = await locksIn(place());
    const address = await findAddress(place(), platform);
    const holder = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${JSON.stringify(address)}, () => console.log('held'))`,
    ]);
    await once(holder.stdout, 'data');
    expect(await lock(name, platform)).toBeUndefined();
    holder.kill('SIGKILL');
    await once(holder, 'close');
    expect(await locksIn(place())).toContain(path.basename(address));
    const again = await lock(name, platform);
    expect(again).toBeDefined();
    await again?.();
    expect(await locksIn(place())).toEqual(before);
  });

  test('where the folder takes no socket, the lock of this machine is held once', async () => {
    const journal = '/dev/fd/rows.csv.journal';
    const unlock = await lock(journal, platform);
    expect(unlock).toBeDefined();
    expect(await lock(journal, platform)).toBeUndefined();
    await unlock?.();
  });
});
