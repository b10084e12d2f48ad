import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';

import { besidePath, newRunId, recover, swap } from '../../../scripts/pipeline/output/swap.js';
import { contents, remove, ROOT, scratch } from '../harness.js';

const KILLS = Number(process.env['RUNS'] ?? 25);
jest.setTimeout(60_000 + KILLS * 2000);

let directory: string;
const at = (name: string): string => join(directory, name);

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

async function makeFolder(path: string, content: string): Promise<void> {
  await mkdir(path);
  for (const name of ['a', 'b']) await writeFile(join(path, name), content);
}

test('outputs are replaced all together, or none when one fails', async () => {
  const run = newRunId();
  await makeFolder(at('client'), 'old');
  await writeFile(at('api.json'), 'old');
  await makeFolder(besidePath(at('client'), run), 'new');
  expect(() => {
    swap([at('client'), at('api.json')], run);
  }).toThrow(/ENOENT/);
  expect(await contents(at('client'))).toEqual({ a: 'old', b: 'old' });
  expect(await readFile(at('api.json'), 'utf8')).toBe('old');
  swap([at('client')], run);
  expect(await contents(at('client'))).toEqual({ a: 'new', b: 'new' });
  expect((await readdir(directory)).sort()).toEqual([
    'api.json',
    'client',
    'node_modules',
    'package.json',
  ]);
});

describe('what a killed run leaves', () => {
  /** A run of a process that is no more. */
  const ENDED = '4194305-0123abcd';
  const targets = (): string[] => [at('client'), at('api.json')];

  async function leave(...parts: string[]): Promise<void> {
    for (const part of parts) {
      const [name = '', suffix = ''] = part.split(':');
      if (suffix === 'ready') await writeFile(`${besidePath(at(name), ENDED)}.ready`, '');
      else if (suffix === 'old') await makeFolder(`${besidePath(at(name), ENDED)}.old`, 'old');
      else if (suffix === 'made') await makeFolder(besidePath(at(name), ENDED), 'new');
      else await makeFolder(at(name), suffix);
    }
  }

  test.each<[string, string[], string]>([
    ['while it was made', ['client:old', 'client:made'].slice(1), 'none'],
    ['before the first renaming', ['client:made', 'client:ready'], 'new'],
    ['between two renamings', ['client:old', 'client:made', 'client:ready'], 'new'],
  ])('is finished or removed: %s', async (_, parts, content) => {
    await leave(...parts);
    recover(targets());
    if (content === 'none') expect(existsSync(at('client'))).toBe(false);
    else expect(await contents(at('client'))).toEqual({ a: content, b: content });
    expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('stays while its process runs', async () => {
    const run = newRunId();
    await makeFolder(besidePath(at('client'), run), 'new');
    recover(targets());
    expect(existsSync(besidePath(at('client'), run))).toBe(true);
  });

  test('is the old or the new, whenever it was killed', async () => {
    const swapModule = new URL('scripts/pipeline/output/swap.ts', `file://${ROOT}`).href;
    const script = at('swaps.ts');
    await writeFile(
      script,
      `import { mkdirSync, writeFileSync } from 'node:fs';
       import { besidePath, newRunId, swap } from ${JSON.stringify(swapModule)};
       const targets = ${JSON.stringify(targets())};
       for (let round = 0; ; round++) {
         const run = newRunId();
         const made = besidePath(targets[0], run);
         mkdirSync(made);
         for (const name of ['a', 'b']) writeFileSync(made + '/' + name, String(round));
         writeFileSync(besidePath(targets[1], run), String(round));
         swap(targets, run);
         if (round === 1) console.log('going');
       }`,
    );
    for (let kill = 0; kill < KILLS; kill++) {
      const child = spawn('node', ['--import', 'tsx', script], { cwd: ROOT });
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
      child.kill('SIGKILL');
      await once(child, 'exit');
      recover(targets());
      const { a, b } = await contents(at('client'));
      expect(a).toBe(b);
      expect(await readFile(at('api.json'), 'utf8')).toBe(a);
      expect((await readdir(directory)).filter((name) => name.startsWith('.'))).toEqual([]);
    }
  });
});
