// The contract of `npm run generate`: flags, exit codes, and what is left behind.
import { spawnSync } from 'node:child_process';
import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { OPERATIONS } from '../support/operations.js';
import type { Run } from './harness.js';
import {
  contents,
  generate,
  generateFrom,
  operationsIn,
  remove,
  ROOT,
  scratch,
} from './harness.js';

const PETS = {
  swagger: '2.0',
  info: { title: 'Pets', version: '1' },
  host: 'pets.example',
  schemes: ['https'],
  paths: {
    '/pets': {
      get: {
        operationId: 'listPets',
        tags: ['Pets'],
        parameters: [{ in: 'query', name: 'limit' }],
        responses: { 200: { description: 'All of them' } },
      },
    },
  },
};

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

describe('the vendor document', () => {
  test('gives exactly what is committed', async () => {
    const run = await generate(ROOT, '--check');
    expect(run).toMatchObject({ exitCode: 0, error: '' });
    const operations = await operationsIn(join(ROOT, 'generated'));
    // The vendor may add more.
    expect(operations).toEqual(expect.arrayContaining([...OPERATIONS]));
    expect(operations).toHaveLength(new Set(operations).size);
    const services = Object.values(await contents(join(ROOT, 'generated/services'))).join('');
    expect(services.replaceAll(/\/\*[^]*?\*\//g, '')).not.toMatch(/\bany\b/);
    expect(services).toMatch(/dor\?: boolean;/);
    expect(services).toMatch(/ttl\?: number;/);
    expect(services).toMatch(/delivered\?: Array<string>;/);
  });
});

describe('outputs', () => {
  test('go to --output, with the OpenAPI document in it', async () => {
    expect(await generateFrom(directory, 'pets', PETS)).toMatchObject({ exitCode: 0, error: '' });
    expect(await operationsIn(join(directory, 'pets'))).toEqual(['GET /pets']);
    const openapi = JSON.parse(
      await readFile(join(directory, 'pets/openapi.json'), 'utf8'),
    ) as unknown;
    expect(openapi).toMatchObject({ openapi: '3.0.0', servers: [{ url: 'https://pets.example' }] });
  });

  test('go where --openapi and --report say', async () => {
    const report = join(directory, 'deep/report.json');
    await generateFrom(directory, 'pets', PETS, '--openapi', 'api.json', '--report', report);
    expect(await contents(join(directory, 'pets'))).not.toHaveProperty(['openapi.json']);
    expect(JSON.parse(await readFile(join(directory, 'api.json'), 'utf8'))).toHaveProperty('paths');
    expect(JSON.parse(await readFile(report, 'utf8'))).toMatchObject({
      operations: [
        { method: 'GET', path: '/pets', operationId: 'listPets', service: 'PetsService' },
      ],
      untyped: [{ operation: 'GET /pets', name: 'limit', in: 'query' }],
    });
  });

  test('are the same bytes for the same input', async () => {
    await generateFrom(join(directory, 'a'), 'pets', PETS);
    await generateFrom(join(directory, 'b'), 'pets', PETS);
    expect(await contents(join(directory, 'a/pets'))).toEqual(
      await contents(join(directory, 'b/pets')),
    );
  });

  test('are replaced as a whole: nothing of an earlier client stays', async () => {
    await generateFrom(directory, 'pets', PETS);
    const toys = {
      ...PETS,
      paths: { '/toys': { get: { ...PETS.paths['/pets'].get, tags: ['Toys'] } } },
    };
    await generateFrom(directory, 'pets', toys);
    expect(Object.keys(await contents(join(directory, 'pets/services')))).toEqual([
      'ToysService.ts',
    ]);
    expect(Object.keys(await contents(directory))).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^\./)]),
    );
  });

  test('are not written again when nothing changed, but are when someone edited them', async () => {
    await generateFrom(directory, 'pets', PETS);
    expect((await generateFrom(directory, 'pets', PETS)).out).toMatch(/Unchanged/);
    const index = join(directory, 'pets/index.ts');
    const before = await readFile(index, 'utf8');
    await writeFile(index, `${before}// touched\n`);
    expect((await generateFrom(directory, 'pets', PETS)).out).not.toMatch(/Unchanged/);
    expect(await readFile(index, 'utf8')).toBe(before);
  });

  test('do not replace a folder that was not generated', async () => {
    await mkdir(join(directory, 'pets'));
    await writeFile(join(directory, 'pets/thesis.txt'), 'three years of work');
    const run = await generateFrom(directory, 'pets', PETS);
    expect(run).toMatchObject({
      exitCode: 2,
      error: expect.stringContaining('not generated') as unknown,
    });
    expect(await contents(join(directory, 'pets'))).toEqual({
      'thesis.txt': 'three years of work',
    });
    expect((await generateFrom(directory, 'pets', PETS, '--output', '.')).exitCode).toBe(2);
  });
});

describe('what is not of a generation', () => {
  const at = (...names: string[]): string => join(directory, ...names);
  const refuse = (run: Run, words: string): void => {
    expect(run).toMatchObject({ exitCode: 2, error: expect.stringContaining(words) as unknown });
  };

  test('is kept where it lies among generated files', async () => {
    await generateFrom(directory, 'pets', PETS);
    for (const name of ['notes.md', 'services/ours.ts']) {
      await writeFile(at('pets', name), 'by hand');
      refuse(await generateFrom(directory, 'pets', PETS), `holds ${name}, which was not generated`);
      expect(await readFile(at('pets', name), 'utf8')).toBe('by hand');
      await rm(at('pets', name));
    }
  });

  test('is not reached through a link, nor hidden by one', async () => {
    await generateFrom(directory, 'pets', PETS);
    await rename(at('pets/index.ts'), at('elsewhere.ts'));
    await symlink(at('elsewhere.ts'), at('pets/index.ts'));
    refuse(await generateFrom(directory, 'pets', PETS), 'holds index.ts');
    refuse(await generateFrom(directory, 'pets', PETS, '--check'), 'holds index.ts');
    await symlink(at('pets'), at('link'));
    refuse(await generateFrom(directory, 'link', PETS), 'not a folder');
    await symlink(at('elsewhere.ts'), at('api.json'));
    const run = await generateFrom(directory, 'toys', PETS, '--openapi', at('api.json'));
    refuse(run, 'not a regular file');
  });

  test('is an input: no output takes its place', async () => {
    const inputs = at('out', '..inputs');
    await mkdir(inputs, { recursive: true });
    await writeFile(join(inputs, 'pets.json'), JSON.stringify(PETS));
    const flags = ['--input', join(inputs, 'pets.json'), '--no-overlay'];
    refuse(await generate(directory, ...flags, '--output', 'out'), 'cannot be the output');
    await symlink(at('out'), at('link'));
    refuse(await generate(directory, ...flags, '--output', 'link'), 'cannot be the output');
    const input = at('pets.json');
    await writeFile(input, JSON.stringify(PETS));
    for (const flag of ['--openapi', '--report']) {
      const run = await generateFrom(directory, 'pets', PETS, flag, input);
      refuse(run, 'cannot be the');
    }
    expect(JSON.parse(await readFile(input, 'utf8'))).toEqual(PETS);
  });
});

describe('--check', () => {
  test('passes on an output that matches and writes nothing', async () => {
    await generateFrom(directory, 'pets', PETS);
    const before = await contents(directory);
    expect((await generateFrom(directory, 'pets', PETS, '--check')).exitCode).toBe(0);
    expect(await contents(directory)).toEqual(before);
  });

  test('exits 1 on drift, shows the difference and changes nothing', async () => {
    await generateFrom(directory, 'pets', PETS);
    const before = await contents(join(directory, 'pets'));
    const renamed = structuredClone(PETS);
    renamed.paths['/pets'].get.operationId = 'allPets';
    const run = await generateFrom(directory, 'pets', renamed, '--check');
    expect(run.exitCode).toBe(1);
    expect(run.out).toMatch(/-\s+public listPets/);
    expect(run.out).toMatch(/\+\s+public allPets/);
    expect(await contents(join(directory, 'pets'))).toEqual(before);
  });

  test('exits 1 when there is no output yet', async () => {
    expect((await generateFrom(directory, 'pets', PETS, '--check')).exitCode).toBe(1);
  });
});

describe('a stale overlay', () => {
  const overlay = `overlay: 1.0.0
info: { title: Test, version: 1.0.0 }
actions:
  - target: $.paths['/cats'].get
    description: Cats are gone
    update: { summary: All cats }
`;

  test('exits 1 after the report, names the action and keeps the old output', async () => {
    await generateFrom(directory, 'pets', PETS);
    const before = await contents(join(directory, 'pets'));
    await writeFile(join(directory, 'overlay.yaml'), overlay);
    const flags = ['--input', 'pets.json', '--overlay', 'overlay.yaml', '--output', 'pets'];
    for (const more of [[], ['--check']]) {
      const run = await generate(directory, ...flags, ...more);
      expect(run.exitCode).toBe(1);
      expect(`${run.out}${run.error}`).toMatch(/Cats are gone/);
      expect(await contents(join(directory, 'pets'))).toEqual(before);
    }
  });
});

describe('bad input', () => {
  const cases: [name: string, text: string, message: RegExp][] = [
    ['broken YAML', 'swagger: "2.0"\ninfo: [1,\npaths: {}\n', /bad\.json:\d+: is not valid YAML/],
    [
      'two documents',
      'swagger: "2.0"\n---\nswagger: "2.0"\n',
      /bad\.json:3: contains a second document/,
    ],
    ['no document', '---\n---\n', /bad\.json:1: contains no document/],
    ['OpenAPI 3', 'openapi: 3.0.0\n', /is not Swagger 2\.0: it has version "3\.0\.0"/],
    ['a page', 'Just some words', /bad\.json:1: is not a mapping/],
  ];

  test.each(cases)('%s exits 2 and keeps the old output', async (_, text, message) => {
    await generateFrom(directory, 'bad', PETS);
    const before = await contents(join(directory, 'bad'));
    const run = await generateFrom(directory, 'bad', text);
    expect(run.exitCode).toBe(2);
    expect(run.error).toMatch(message);
    expect(await contents(join(directory, 'bad'))).toEqual(before);
  });

  test('a missing file and an unknown flag exit 2', async () => {
    expect(await generate(directory, '--input', 'none.yaml')).toMatchObject({
      exitCode: 2,
      error: expect.stringMatching(/^none\.yaml: cannot be read\n {2}Check the path/) as unknown,
    });
    expect(await generate(directory, '--inptu', 'pets.json')).toMatchObject({
      exitCode: 2,
      error: expect.stringMatching(/'--inptu'[^]*--input <file>/) as unknown,
    });
  });

  test('the command itself exits with these codes', async () => {
    await writeFile(join(directory, 'pets.json'), JSON.stringify(PETS));
    const command = (...argv: string[]): number | null =>
      spawnSync('node', ['--import', 'tsx', join(ROOT, 'scripts/generate.ts'), ...argv], {
        cwd: directory,
      }).status;
    expect(command('--input', 'pets.json', '--no-overlay', '--output', 'out')).toBe(0);
    await rm(join(directory, 'out/index.ts'));
    expect(command('--input', 'none.json', '--no-overlay', '--output', 'out')).toBe(2);
    expect(command('--help')).toBe(0);
  });
});
