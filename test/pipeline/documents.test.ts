// Whole documents in the styles of several publishers: each generates, compiles under the repository's
// strict options, and has every operation exactly once.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import {
  compile,
  contents,
  generate,
  generateFrom,
  operationsIn,
  remove,
  ROOT,
  scratch,
} from './harness.js';

jest.setTimeout(120_000);

const DOCUMENTS = join(ROOT, 'test/pipeline/documents');
let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

/** The operations of each document, read by a person. */
const EXPECTED: Readonly<Record<string, string[]>> = {
  'clinic.yaml': [
    'DELETE /shifts/{shift_id}/',
    'GET /shifts/',
    'GET /wards',
    'GET /wards/{ward}/beds/{bed}',
    'POST /shifts/',
    'POST /shifts/{shift_id}/notes/',
    'PUT /shifts/{shift_id}/',
  ],
  'petshop.yaml': [
    'DELETE /pets/{petIds}',
    'GET /pets',
    'GET /pets/{petId}/photo',
    'POST /pets',
    'POST /pets/{petId}/photo',
  ],
  'cluster.json': [
    'GET /apis/apps/v1/namespaces/{namespace}/jobs',
    'GET /apis/{path}',
    'POST /apis/apps/v1/namespaces/{namespace}/jobs',
  ],
  'orders.json': [
    "GET /Orders('{key}')",
    'GET /api/v{api-version}/Orders',
    'GET /constructor',
    "PATCH /Orders('{key}')",
    'POST /api/v{api-version}/Orders',
  ],
  'forum.yaml': [
    'GET /posts/{parameter1}',
    'GET /users',
    'GET /users/{id}',
    'POST /posts',
    'POST /users',
  ],
};

test('there is an expectation for each document', async () => {
  expect((await readdir(DOCUMENTS)).sort()).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))('%s generates all its operations', async (name, operations) => {
  const output = join(directory, name.replace(/\.\w+$/, ''));
  const flags = ['--input', join(DOCUMENTS, name), '--no-overlay', '--output', output];
  expect(await generate(directory, ...flags)).toMatchObject({ exitCode: 0, error: '' });
  expect(await operationsIn(output)).toEqual(operations);
});

test('line ends, a byte order mark, front matter and JSON make no difference', async () => {
  const text = (await readFile(join(DOCUMENTS, 'clinic.yaml'), 'utf8')).replace(/---\n$/, '');
  const bare = text.replace(/^---\n/, '');
  const variants = [text, bare, `${text}---`, text.replaceAll('\n', '\r\n'), `\uFEFF${text}`];
  const clinic = await contents(join(directory, 'clinic'));
  for (const [index, variant] of variants.entries()) {
    await generateFrom(directory, `variant${index}`, variant);
    expect(await contents(join(directory, `variant${index}`))).toEqual(clinic);
  }
});

test('2,000 operations are 2,000 methods', async () => {
  const paths = Object.fromEntries(
    Array.from({ length: 2000 }, (_, number) => [
      `/things${number % 40}/${number}/{id}`,
      {
        get: {
          tags: [`Things ${number % 40}`],
          parameters: [{ in: 'path', name: 'id' }],
          responses: { 200: { description: 'OK' } },
        },
      },
    ]),
  );
  const run = await generateFrom(directory, 'many', { swagger: '2.0', paths });
  expect(run).toMatchObject({ exitCode: 0, error: '' });
  const operations = await operationsIn(join(directory, 'many'));
  expect(new Set(operations).size).toBe(2000);
  expect(operations).toHaveLength(2000);
});

test('all of them compile', async () => {
  const names = ['many.json', ...Object.keys(EXPECTED)].map((name) =>
    join(directory, name.replace(/\.\w+$/, '')),
  );
  expect(await compile(...names)).toEqual([]);
});
