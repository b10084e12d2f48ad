/** The lock where it is a file that remains, as on macOS. The other tests use the lock of this system. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { lock } from '../../src/cli/bulk/lock.js';

const name = path.join(tmpdir(), `journal-${process.pid}-${Math.random()}`);
const locks = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((file) => /^tc-[\da-f]+\..*\.lock$/.test(file));

test('a lock is held once, and leaves nothing when it is released', async () => {
  const before = await locks();
  const unlock = await lock(name, 'darwin');
  expect(unlock).toBeDefined();
  expect(await lock(name, 'darwin')).toBeUndefined();
  expect(await lock(`${name}-other`, 'darwin').then((other) => other?.())).toBeUndefined();
  await unlock?.();
  expect(await locks()).toEqual(before);
});

test('a lock whose holder was killed is free', async () => {
  const before = await locks();
  const unlock = await lock(name, 'darwin');
  const mine = (await locks()).filter((file) => !before.includes(file));
  await unlock?.();
  const address = path.join(tmpdir(), mine[0] ?? '');
  const holder = spawn(process.execPath, [
    '-e',
    `require('node:net').createServer().listen(${JSON.stringify(address)}, () => console.log('held'))`,
  ]);
  await once(holder.stdout, 'data');
  expect(await lock(name, 'darwin')).toBeUndefined();
  holder.kill('SIGKILL');
  await once(holder, 'close');
  expect(await locks()).toContain(mine[0]);
  const again = await lock(name, 'darwin');
  expect(again).toBeDefined();
  await again?.();
  expect(await locks()).toEqual(before);
});
