import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { swap } from '../../../scripts/pipeline/output/swap.js';
import { contents, remove, scratch } from '../harness.js';

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

test('outputs are replaced all together, or none when one fails', async () => {
  const at = (name: string): string => join(directory, name);
  for (const name of ['new', 'old']) {
    await mkdir(at(name));
    await writeFile(at(`${name}/file`), name);
  }
  await writeFile(at('old.json'), 'old');
  const missing = { made: at('missing.json'), target: at('old.json') };
  await expect(swap([{ made: at('new'), target: at('old') }, missing])).rejects.toThrow(/ENOENT/);
  expect(await readFile(at('old/file'), 'utf8')).toBe('old');
  expect(await readFile(at('old.json'), 'utf8')).toBe('old');
  await swap([{ made: at('new'), target: at('old') }]);
  expect(await contents(at('old'))).toEqual({ file: 'new' });
  expect(Object.keys(await contents(directory)).sort()).toEqual([
    'old.json',
    'old/file',
    'package.json',
  ]);
});
