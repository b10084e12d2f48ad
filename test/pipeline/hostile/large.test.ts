// Documents that would take for ever, or more than there is: each is refused with a reason, or done about
// as fast as its size says.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

import type { Run } from '../harness.js';
import { generateFrom, remove, scratch } from '../harness.js';

// Far above what they take, and far below what they took.
jest.setTimeout(30_000);

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

const responses = { 200: { description: 'OK', schema: { $ref: '#/definitions/A0' } } };

function document(definitions: object, more: object = {}): object {
  const parameters = [{ in: 'body', name: 'a', schema: { $ref: '#/definitions/A0' } }];
  return {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    paths: { '/pets': { post: { tags: ['pets'], operationId: 'a', parameters, responses } } },
    definitions,
    ...more,
  };
}

/** Definitions of which each has the next one twice. */
function lattice(levels: number, has: (next: object) => object, last: string): object {
  const entries = Array.from({ length: levels }, (_, level) => [
    `A${level}`,
    has({ $ref: `#/definitions/A${level + 1}` }),
  ]);
  const end = { type: 'object', properties: { end: { type: last } } };
  return Object.fromEntries([...entries, [`A${levels}`, end]]) as object;
}

const chain = (next: object): object => ({ allOf: [next], required: ['end'] });

test.each<[string, (next: object) => object]>([
  ['composed of', (next) => ({ allOf: [next, { ...next }], required: ['end'] })],
  ['one of', (next) => ({ 'x-oneOf': [next, { ...next }] })],
  ['holding', (next) => ({ type: 'object', properties: { a: next, b: { ...next } } })],
])('40 levels, each %s the next one twice, are made and compared', async (name, has) => {
  const run = (last: string): Promise<Run> =>
    generateFrom(directory, name, document(lattice(40, has, last)));
  expect(await run('string')).toMatchObject({ exitCode: 0, error: '' });
  const second = await run('integer');
  expect(second).toMatchObject({ exitCode: 0, error: '' });
  expect(second.out).toMatch(/schema A40 · property end {2}BREAKING/);
});

/** The same with other names: nothing tells then that the pairs were compared before. */
test('40 levels, each holding the next one twice, are compared when all are renamed', async () => {
  const definitions = lattice(
    40,
    (next) => ({ type: 'object', properties: { a: next, b: { ...next } } }),
    'string',
  );
  const old = document(definitions);
  const renamed = JSON.parse(JSON.stringify(old).replaceAll('A', 'B')) as object;
  expect(await generateFrom(directory, 'renamed', old)).toMatchObject({ exitCode: 0 });
  const second = await generateFrom(directory, 'renamed', renamed);
  expect(second).toMatchObject({ exitCode: 0, error: '' });
  expect(second.out).toMatch(/schema A0 {2}BREAKING/);
  expect(second.out).toContain('A part of it changed that has no rule: more than can be compared.');
});

const numbered = <T>(length: number, make: (n: number) => T): T[] =>
  Array.from({ length }, (_, n) => make(n));
const holding = (name: string) => ({ type: 'object', properties: { [name]: { type: 'string' } } });

/** Each is compared with one in which all is different. */
test.each<[string, (word: string) => object]>([
  ['20,000 values', (word) => ({ type: 'string', enum: numbered(20_000, (n) => `${word}${n}`) })],
  [
    '20,000 numbers',
    (word) => ({ type: 'integer', enum: numbered(20_000, (n) => n + word.length) }),
  ],
  ['2,000 alternatives', (word) => ({ 'x-oneOf': numbered(2000, (n) => holding(`${word}${n}`)) })],
  ['3,000 parts', (word) => ({ allOf: numbered(3000, (n) => holding(`${word}${n}`)) })],
])(
  '%s are made and compared',
  async (name, schemaWith) => {
    const run = (word: string): Promise<Run> =>
      generateFrom(directory, name, document({ A0: schemaWith(word) }));
    expect(await run('a')).toMatchObject({ exitCode: 0, error: '' });
    const second = await run('other');
    expect(second).toMatchObject({ exitCode: 0, error: '' });
    expect(second.out).toMatch(/schema A0.* {2}BREAKING/);
  },
  60_000,
);

test('40 objects in each other are made', async () => {
  const inner = Array.from({ length: 40 }).reduce<object>(
    (within) => ({ type: 'object', properties: { a: within } }),
    { type: 'string' },
  );
  const run = await generateFrom(directory, 'nested', document({ A0: inner }));
  expect(run).toMatchObject({ exitCode: 0, error: '' });
});

test.each<[string, object | string, RegExp]>([
  ['a chain of 6,000 definitions', document(lattice(6000, chain, 'string')), /too deeply/],
  [
    'a text of 21 million characters',
    document({ A0: { description: 'x'.repeat(21e6) } }),
    /longer than/,
  ],
  ['1,100,000 values', `{"swagger":"2.0","x-all":[${'0,'.repeat(1_100_000)}0]}`, /values/],
  [
    'a name of 100,000 blanks',
    document({}, { host: `a${' '.repeat(100_000)}b` }),
    /name of 100002/,
  ],
  [
    'a nested text in YAML',
    `swagger: "2.0"\nx-all: ${'['.repeat(20_000)}`,
    /levels deep|not valid YAML/,
  ],
])('%s: exit 2, with the reason', async (_, given, reason) => {
  const run = await generateFrom(directory, 'refused', given);
  expect(run).toMatchObject({ exitCode: 2, error: expect.stringMatching(reason) as unknown });
  expect(run.error).toMatch(/^refused\.json:/);
  expect(run.error.length).toBeLessThan(1000);
});
