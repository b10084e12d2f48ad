// What a method sends and gives back under the same names and types: a change of it breaks users.
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Change } from '../../../scripts/pipeline/compare/change.js';
import type { MethodRequest } from '../../../scripts/pipeline/document/requests.js';
import type { Report } from '../../../scripts/pipeline/report/report.js';
import { generateFrom, remove, scratch } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

const text = (place: string, name: string, more = {}) => ({
  in: place,
  name,
  type: 'string',
  ...more,
});
const list = (place: string, name: string, collectionFormat: string) => ({
  ...{ in: place, name, type: 'array', items: { type: 'string' }, collectionFormat },
});
const token = { 'TT-X-Message-Id': { type: 'string' } };
const body = { in: 'body', name: 'pet', schema: { type: 'object' } };

function document(operation: object, path = '/pets', more: object = {}) {
  const responses = { 200: { description: 'OK' } };
  const post = { tags: ['pets'], operationId: 'send', responses, ...operation };
  return {
    swagger: '2.0',
    info: { title: 'Pets', version: '1' },
    paths: { [path]: { post }, ...more },
  };
}

interface Outcome {
  changes: Change[];
  before: Record<string, MethodRequest>;
  after: Record<string, MethodRequest>;
}

let count = 0;

async function update(before: object, after: object): Promise<Outcome> {
  const name = `pair${count++}`;
  const report = join(directory, `${name}-report.json`);
  const requests = async () =>
    JSON.parse(await readFile(join(directory, name, 'requests.json'), 'utf8')) as Outcome['before'];
  expect(await generateFrom(directory, name, before)).toMatchObject({ exitCode: 0, error: '' });
  const old = await requests();
  const run = await generateFrom(directory, name, after, '--report', report);
  expect(run).toMatchObject({ exitCode: 0, error: '' });
  const { comparison } = JSON.parse(await readFile(report, 'utf8')) as Report;
  return { changes: comparison.changes, before: old, after: await requests() };
}

const requestId = text('header', 'Request-ID');

test('the argument requestId is the header Request-ID, whatever else a document has', async () => {
  const { changes, after } = await update(
    document({ parameters: [requestId] }),
    document(
      { parameters: [text('query', 'request_id'), text('path', 'requestId'), requestId] },
      '/pets',
    ),
  );
  expect(after['PetsService.send']?.arguments).toMatchObject({ requestId: 'header Request-ID' });
  expect(Object.values(after['PetsService.send']?.arguments ?? {})).toContain('query request_id');
  expect(changes.filter(({ where }) => where.includes('argument requestId'))).toEqual([]);
});

test('the order of parameters decides no argument', async () => {
  const parameters = [
    text('query', 'user-id'),
    text('query', 'user_id'),
    text('header', 'User-Id'),
  ];
  const { before, after } = await update(
    document({ parameters }),
    document({ parameters: parameters.toReversed() }),
  );
  expect(after['PetsService.send']?.arguments).toEqual(before['PetsService.send']?.arguments);
});

test('the token of a message stays what a method resolves to', async () => {
  const answer = (headers: object) => ({ responses: { 204: { description: 'Sent', headers } } });
  const { changes, after } = await update(
    document(answer(token)),
    document(answer({ 'X-New': { type: 'string' }, ...token })),
  );
  expect(after['PetsService.send']?.result).toBe('header TT-X-Message-Id');
  expect(changes.filter(({ breaking }) => breaking)).toEqual([]);
});

const consumes = (...types: string[]) => ({ consumes: types, parameters: [body] });

test.each<[name: string, before: object, after: object, where: RegExp, what: RegExp]>([
  [
    'an argument that goes elsewhere',
    document({ parameters: [text('query', 'user_id')] }),
    document({ parameters: [text('query', 'user_id'), text('query', 'userId')] }),
    /^POST \/pets · argument userId$/,
    /was query user_id and is .*userId now/,
  ],
  [
    'two methods that change places',
    document({}, '/pets', {
      '/toys': { post: { tags: ['pets'], operationId: 'drop', responses: {} } },
    }),
    document({ operationId: 'drop' }, '/pets', {
      '/toys': { post: { tags: ['pets'], operationId: 'send', responses: {} } },
    }),
    /^PetsService\.send$/,
    /was POST \/pets and is POST \/toys now/,
  ],
  [
    'another header as the result',
    document({ responses: { 204: { description: 'OK', headers: { 'X-A': { type: 'string' } } } } }),
    document({
      responses: {
        204: {
          description: 'OK',
          headers: { 'X-B': { type: 'string' }, 'X-A': { type: 'string' } },
        },
      },
    }),
    /^POST \/pets · result$/,
    /was header X-A and is header X-B now/,
  ],
  ...(['query', 'header'] as const).flatMap((place) =>
    ['ssv', 'tsv', 'pipes'].map((format): [string, object, object, RegExp, RegExp] => [
      `a list in the ${place} as ${format}`,
      document({ parameters: [list(place, 'X-Ids', 'csv')] }),
      document({ parameters: [list(place, 'X-Ids', format)] }),
      /X-Ids/,
      new RegExp(`was csv and is ${format} now`),
    ]),
  ),
  [
    'a list in a path',
    document({ parameters: [{ ...list('path', 'ids', 'csv'), required: true }] }, '/pets/{ids}'),
    document({ parameters: [{ ...list('path', 'ids', 'pipes'), required: true }] }, '/pets/{ids}'),
    /path ids/,
    /was csv and is pipes now/,
  ],
  [
    'a repeated key',
    document({ parameters: [list('query', 'ids', 'multi')] }),
    document({ parameters: [list('query', 'ids', 'csv')] }),
    /query ids/,
    /was repeated and is csv now/,
  ],
  [
    'a list in a form',
    document({ parameters: [list('formData', 'ids', 'csv')] }),
    document({ parameters: [list('formData', 'ids', 'tsv')] }),
    /form ids/,
    /was csv and is tsv now/,
  ],
  [
    'a repeated key in a form',
    document({ parameters: [list('formData', 'ids', 'multi')] }),
    document({ parameters: [list('formData', 'ids', 'csv')] }),
    /form field ids/,
    /encoded in another way/,
  ],
  [
    'a media type that is put in front',
    document(consumes('application/vnd.a+json', 'application/vnd.b+json')),
    document(consumes('application/vnd.b+json', 'application/vnd.a+json')),
    /^POST \/pets · body$/,
    /was application\/vnd\.a\+json and is application\/vnd\.b\+json now/,
  ],
])('%s breaks users, and is named', async (_, before, after, where, what) => {
  const { changes } = await update(before, after);
  const breaks = changes.filter(({ breaking }) => breaking);
  expect(breaks.map((change) => change.what)).toContainEqual(expect.stringMatching(what));
  expect(breaks.find((change) => what.test(change.what))?.where).toMatch(where);
  expect(changes.map(({ id }) => id)).not.toContain('rewritten');
});
