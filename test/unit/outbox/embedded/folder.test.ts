/** The folder of an embedded database: whose it is, and what is made of what is in it. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { FolderInUseError } from '../../../../src/outbox/embedded/folder-in-use-error.js';
import { holdFolder } from '../../../../src/outbox/embedded/folder.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(realpathSync(tmpdir()), 'folder-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});
const refusal = (folder: string, make: boolean): Promise<unknown> =>
  holdFolder(folder, make).then(
    () => 'it was taken',
    (error: unknown) => error,
  );

test('a folder is made, for its owner alone, and what is made in it is kept once it is complete', async () => {
  const folder = path.join(root, 'a', 'b');
  const first = await holdFolder(folder, true);
  if (process.platform !== 'win32') expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(first.database).toBe(path.join(folder, 'database'));
  expect(existsSync(first.database)).toBe(false);
  mkdirSync(first.database);
  await first.complete();
  await first.release();
  expect(readFileSync(path.join(folder, 'state'), 'utf8')).toBe('complete');
  const second = await holdFolder(folder, false);
  expect(second.database).toBe(first.database);
  expect(existsSync(second.database)).toBe(true);
  await second.complete();
  await second.release();
  expect(readdirSync(folder)).toEqual(['database', 'state']);
});

test('a database that a killed process left half made is made anew', async () => {
  const first = await holdFolder(root, true);
  mkdirSync(first.database);
  await first.release();
  expect(readFileSync(path.join(root, 'state'), 'utf8')).toBe('unfinished');
  const second = await holdFolder(root, true);
  expect(existsSync(second.database)).toBe(false);
  await second.release();
});

test('a folder that is held is refused, and told by whom', async () => {
  const { release } = await holdFolder(root, true);
  const error = (await refusal(root, true)) as FolderInUseError;
  expect(error).toBeInstanceOf(FolderInUseError);
  expect(error.pid).toBe(process.pid);
  await release();
});

// Where a pipe has no file, nothing of this can be seen.
const elsewhere = process.platform === 'win32' ? test.skip : test;
elsewhere(
  'on Windows a folder is held by a pipe, which is one for each way to write the path',
  async () => {
    // Here it is a file of that name.
    const pipe = (): string[] => readdirSync('.').filter((file) => file.includes('pipe'));
    const here = path.join(root, 'outbox');
    const there = path.join(root, 'OUTBOX');
    const { release } = await holdFolder(here, true, 'win32');
    expect(pipe()).toEqual([
      expect.stringMatching(/^\\\\\?\\pipe\\tigerconnect-outbox-[\da-f]{24}$/),
    ]);
    const error = await holdFolder(there, true, 'win32').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FolderInUseError);
    expect((error as FolderInUseError).pid).toBeUndefined();
    const other = await holdFolder(path.join(root, 'other'), true, 'win32');
    expect(pipe()).toHaveLength(2);
    await other.release();
    await release();
    expect(pipe()).toEqual([]);
    await (await holdFolder(there, true, 'win32')).release();
  },
);

test('a path that is too long for this system is told as other problems of the folder', async () => {
  const deep = path.join(root, 'a'.repeat(100));
  const refused = holdFolder(deep, true, 'darwin');
  await expect(refused).rejects.toMatchObject({
    ...{ field: 'folder', problem: 'cannot be used (ENAMETOOLONG)' },
    cause: { message: 'the path is too long' },
  });
});

test('a folder with other files is left alone, and can be used when they are gone', async () => {
  const file = path.join(root, 'mine');
  writeFileSync(file, '');
  expect(await refusal(root, true)).toMatchObject({
    ...{ code: 'configuration', field: 'folder' },
    problem: 'holds other files; give it one of its own',
  });
  expect(readdirSync(root)).toEqual(['mine']);
  rmSync(file);
  await (await holdFolder(root, true)).release();
});

test('without the right to make it, a folder must be there with an outbox', async () => {
  expect(await refusal(path.join(root, 'none'), false)).toMatchObject({
    ...{ code: 'configuration', field: 'folder', problem: 'cannot be used (ENOENT)' },
    cause: { code: 'ENOENT' },
  });
  expect(existsSync(path.join(root, 'none'))).toBe(false);
  expect(await refusal(root, false)).toMatchObject({
    ...{ field: 'folder', problem: 'has no outbox; start once with migrate: true' },
  });
});

test('a mark that cannot be read is told by its code, and the folder is released', async () => {
  const mark = path.join(root, 'state');
  mkdirSync(mark);
  expect(await refusal(root, true)).toMatchObject({ problem: 'cannot be used (EISDIR)' });
  expect(readdirSync(root)).toEqual(['state']);
});

test('the error says who has the folder, where that is known', () => {
  const since = new Date(0);
  const known = new FolderInUseError('/var/outbox', { pid: 5, since });
  expect(known).toMatchObject({ folder: '/var/outbox', pid: 5, since });
  expect({ name: known.name, code: known.code }).toEqual({
    ...{ name: 'FolderInUseError', code: 'folder_in_use' },
  });
  const rest = 'and only one outbox at a time can; several processes need PostgreSQL';
  expect(known.message).toBe(`folder: process 5 has it since 1970-01-01T00:00:00.000Z, ${rest}`);
  const unknown = new FolderInUseError('/var/outbox');
  expect(unknown.message).toBe(`folder: another process has it, ${rest}`);
  expect(unknown.pid).toBeUndefined();
});
