// What a rule leaves out of the client, or reads in a way of its own: where the vendor says something else
// there, the client stays the same and the report says that nobody knows what it means.
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Change } from '../../../scripts/pipeline/compare/change.js';
import type { Report } from '../../../scripts/pipeline/report/report.js';
import { generateFrom, remove, scratch } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

let count = 0;

async function changesOf(before: object, after: object): Promise<Change[]> {
  const name = `pair${count++}`;
  const report = join(directory, `${name}-report.json`);
  expect(await generateFrom(directory, name, before)).toMatchObject({ exitCode: 0, error: '' });
  const run = await generateFrom(directory, name, after, '--report', report);
  expect(run).toMatchObject({ exitCode: 0, error: '' });
  const { comparison } = JSON.parse(await readFile(report, 'utf8')) as Report;
  return comparison.changes;
}

function documentOf(operation: object, path = '/pets', more: object = {}): object {
  const responses = { 200: { description: 'OK' } };
  const post = { tags: ['pets'], operationId: 'send', responses, ...operation };
  return {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    paths: { [path]: { post } },
    ...more,
  };
}

const text = (place: string, name: string, more = {}) => ({
  in: place,
  name,
  type: 'string',
  ...more,
});
const withParameters = (...parameters: object[]) => documentOf({ parameters });
const nested = (place: string, collectionFormat?: string) => {
  const items = { type: 'array', items: { type: 'string' }, collectionFormat };
  return withParameters({ in: place, name: 'a', type: 'array', items });
};
const inPath = (collectionFormat?: string) => {
  const list = { in: 'path', name: 'a', type: 'array', items: { type: 'string' } };
  return documentOf({ parameters: [{ ...list, collectionFormat }] }, '/pets/{a}');
};
const withHeaders = (headers: object) =>
  documentOf({ responses: { 200: { description: 'OK', headers } } });
const withBody = (schema: object) => withParameters({ in: 'body', name: 'b', schema });
const besideReference = (maxLength: number) => {
  const schema = { $ref: '#/definitions/A', maxLength };
  const definitions = { A: { type: 'string' } };
  return documentOf({ parameters: [{ in: 'body', name: 'b', schema }] }, '/pets', { definitions });
};
const spelled = (other: object) => {
  const own = { post: { tags: ['pets'], operationId: 'send', responses: {} } };
  const paths = { '/pets': own, pets: { post: { responses: {}, ...other } } };
  return documentOf({}, '/pets', { paths });
};

const CASES: [name: string, before: object, after: object, where: string][] = [
  [
    'another spelling of a header',
    withParameters(text('header', 'X-A'), text('header', 'x-a')),
    withParameters(text('header', 'X-A')),
    'POST /pets',
  ],
  [
    'the type of another spelling of a header',
    withParameters(text('header', 'X-A'), text('header', 'x-a')),
    withParameters(text('header', 'X-A'), text('header', 'x-a', { type: 'integer' })),
    'POST /pets',
  ],
  [
    'a parameter Authorization',
    withParameters(),
    withParameters(text('header', 'Authorization')),
    'POST /pets',
  ],
  ...['query', 'header', 'formData'].map((place): (typeof CASES)[number] => [
    `the format of a list in a list, in ${place}`,
    nested(place, 'csv'),
    nested(place, 'pipes'),
    'POST /pets',
  ]),
  [
    'the format of a list in a list in a header of an answer',
    withHeaders({ 'X-A': { type: 'array', items: { type: 'array', items: { type: 'string' } } } }),
    withHeaders({
      'X-A': {
        type: 'array',
        items: { type: 'array', collectionFormat: 'ssv', items: { type: 'string' } },
      },
    }),
    'POST /pets 200',
  ],
  ['a format that a place does not have', inPath(), inPath('multi'), 'POST /pets/{a}'],
  [
    'a parameter without a name',
    withParameters({ in: 'query', type: 'string' }),
    withParameters({ in: 'query', type: 'integer', required: true }),
    'POST /pets',
  ],
  [
    'a reference to no parameter',
    withParameters({ $ref: '#/parameters/a' }),
    withParameters({ $ref: '#/parameters/b' }),
    'POST /pets',
  ],
  [
    'the first of two parameters of one name',
    withParameters(text('query', 'a', { type: 'integer' }), text('query', 'a')),
    withParameters(text('query', 'a')),
    'POST /pets',
  ],
  [
    'a path parameter that the path has not',
    withParameters(text('path', 'a', { required: true })),
    withParameters(),
    'POST /pets',
  ],
  [
    'a place that HTTP has not',
    withParameters(text('matrix', 'a')),
    withParameters(text('fragment', 'a')),
    'POST /pets',
  ],
  [
    'credentials of a scheme that is not there',
    documentOf({ security: [{ key: [] }] }),
    documentOf({ security: [{ token: [] }] }),
    'POST /pets',
  ],
  [
    'a scheme of no known type',
    documentOf({}, '/pets', { securityDefinitions: { key: { type: 'bearer' } } }),
    documentOf({}, '/pets', { securityDefinitions: { key: { type: 'digest' } } }),
    'document',
  ],
  [
    'a key in a place that Swagger 2.0 has not',
    documentOf({}, '/pets', {
      securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'key' } },
    }),
    documentOf({}, '/pets', {
      securityDefinitions: { key: { type: 'apiKey', in: 'cookie', name: 'key' } },
    }),
    '#/securityDefinitions/key',
  ],
  [
    'a flow that nobody knows',
    documentOf({}, '/pets', {
      securityDefinitions: { key: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/' } },
    }),
    documentOf({}, '/pets', {
      securityDefinitions: { key: { type: 'oauth2', flow: 'device', authorizationUrl: '/' } },
    }),
    '#/securityDefinitions/key',
  ],
  [
    'an operation under another spelling of its path',
    spelled({ deprecated: true }),
    spelled({ parameters: [text('query', 'a', { required: true })] }),
    '#/paths//pets',
  ],
  [
    'a header of an answer that no answer can have',
    withHeaders({ 'X-A': { type: 'string' }, 'X B': { type: 'string' } }),
    withHeaders({ 'X-A': { type: 'string' }, 'X C': { type: 'string' } }),
    'POST /pets',
  ],
  [
    'a type that nobody knows',
    withBody({ type: 'object', properties: { a: { type: 'money' } } }),
    withBody({ type: 'object', properties: { a: { type: 'colour' } } }),
    'POST /pets b/properties/a',
  ],
  [
    'several types of a parameter',
    withParameters(text('query', 'a', { type: ['string', 'integer'] })),
    withParameters(text('query', 'a', { type: ['string', 'boolean'] })),
    'POST /pets a',
  ],
  [
    'a value of another type than its enumeration',
    withBody({ type: 'integer', enum: [1, 'one'] }),
    withBody({ type: 'integer', enum: [1, 'two'] }),
    'POST /pets b',
  ],
  [
    'a limit of no known form',
    withBody({ type: 'integer', exclusiveMinimum: 'one' }),
    withBody({ type: 'integer', exclusiveMinimum: 'two' }),
    'POST /pets b',
  ],
  ['what is beside a reference', besideReference(1), besideReference(2), 'POST /pets b'],
  [
    'a body beside form fields',
    withParameters(text('formData', 'a'), { in: 'body', name: 'b', schema: { type: 'object' } }),
    withParameters(text('formData', 'a'), {
      in: 'body',
      name: 'b',
      schema: { type: 'object', properties: { c: { type: 'string' } } },
    }),
    'POST /pets',
  ],
  [
    'a reference to nothing',
    withBody({ $ref: '#/definitions/A' }),
    withBody({ $ref: '#/definitions/B' }),
    'POST /pets b',
  ],
  [
    'a media type that is none',
    documentOf({ consumes: ['application/json', 'protobuf'] }),
    documentOf({ consumes: ['application/json', 'thrift'] }),
    'POST /pets',
  ],
  ...['application/x-www-form-urlencoded; charset=latin1', 'application/xml'].map(
    (type): (typeof CASES)[number] => [
      `how else a form is taken, as ${type}`,
      documentOf({
        consumes: ['application/x-www-form-urlencoded'],
        parameters: [text('formData', 'a')],
      }),
      documentOf({ consumes: [type], parameters: [text('formData', 'a')] }),
      'POST /pets',
    ],
  ),
  [
    'a scheme of the address that nobody knows',
    documentOf({}, '/pets', { host: 'a.example', schemes: ['https', 'gopher'] }),
    documentOf({}, '/pets', { host: 'a.example', schemes: ['https', 'ftp'] }),
    'schemes',
  ],
  ...(['query', 'formData', 'header'] as const).map((place): (typeof CASES)[number] => [
    `a key of a parameter that the specification does not have, in ${place}`,
    withParameters(text(place, 'a')),
    withParameters(text(place, 'a', { encrypt: true })),
    'POST /pets',
  ]),
  [
    'a key of a schema that the specification does not have',
    withBody({ type: 'object', properties: { a: { type: 'string' } } }),
    withBody({ type: 'object', properties: { a: { type: 'string', encrypt: true } } }),
    'POST /pets',
  ],
];

test.each(CASES)('%s is not understood when it changes', async (_, before, after, where) => {
  for (const [old, now] of [
    [before, after],
    [after, before],
  ] as const) {
    const changes = await changesOf(old, now);
    const found = changes.filter(({ id }) => id === 'left-out' || id === 'not-understood');
    expect(found).not.toEqual([]);
    for (const change of found) {
      expect(change.breaking).toBe(true);
      expect(change.where.startsWith(where)).toBe(true);
    }
  }
});

test.each<[string, object, object]>([
  ['a header that OpenAPI ignores', withParameters(), withParameters(text('header', 'Accept'))],
  ['the default of a list in a list', nested('query'), nested('query', 'csv')],
  [
    'a definition of a parameter that no operation uses',
    documentOf({}, '/pets', { parameters: { a: text('query', 'a') } }),
    documentOf({}),
  ],
])('%s changes nothing', async (_, before, after) => {
  expect(await changesOf(before, after)).toEqual([]);
});
