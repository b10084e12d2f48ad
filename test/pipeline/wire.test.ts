// What a client generated from another vendor's document sends: the request template supports any
// document, and TigerConnect's uses little of it.
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { startServer } from '../support/server.js';
import { generateFrom, remove, scratch } from './harness.js';

const list = (name: string, collectionFormat: string): object => ({
  ...{ in: 'query', name, type: 'array', items: { type: 'string' }, collectionFormat },
});
const text = (place: string, name: string): object => ({ in: place, name, type: 'string' });

const DOCUMENT = {
  swagger: '2.0',
  info: { title: 'Wire', version: '7' },
  paths: {
    '/lists/{path}': {
      get: {
        tags: ['wire'],
        operationId: 'lists',
        parameters: [
          { ...list('path', 'pipes'), in: 'path', required: true },
          list('comma', 'csv'),
          list('tab', 'tsv'),
          list('again', 'multi'),
          list('toString', 'multi'),
          { ...list('X-List', 'ssv'), in: 'header' },
        ],
      },
    },
    '/v{api-version}/things': {
      get: {
        tags: ['wire'],
        operationId: 'versioned',
        parameters: [{ ...text('path', 'api-version'), required: true }],
      },
    },
    '/things?kind=odd': {
      get: { tags: ['wire'], operationId: 'queried', parameters: [text('query', 'name')] },
    },
    '/uploads': {
      post: {
        tags: ['wire'],
        operationId: 'upload',
        consumes: ['multipart/form-data'],
        parameters: [
          { in: 'formData', name: 'file', type: 'file' },
          { ...list('tags', 'csv'), in: 'formData' },
        ],
      },
    },
    '/things': {
      put: {
        tags: ['wire'],
        operationId: 'replace',
        parameters: [{ in: 'body', name: 'thing', schema: { type: 'object' } }],
      },
    },
  },
};

type Call = (argument: object) => Promise<unknown>;
type Client = new (config: { BASE: string }) => { wire: Record<string, Call> };

let directory: string;
let Api: Client;

beforeAll(async () => {
  directory = await scratch();
  const { exitCode, error } = await generateFrom(directory, 'wire', DOCUMENT);
  expect({ exitCode, error }).toEqual({ exitCode: 0, error: '' });
  const index = join(directory, 'wire/index.ts');
  ({ TigerConnectApi: Api } = (await import(index)) as { TigerConnectApi: Client });
});

afterAll(async () => {
  await remove(directory);
});

async function capture(operation: string, argument: object) {
  const server = await startServer([{ status: 200 }]);
  await new Api({ BASE: server.url }).wire[operation]?.(argument);
  const [request] = server.requests;
  if (request === undefined) throw new Error('nothing was sent');
  return request;
}

test('lists are sent as the document says, even under names that every object has', async () => {
  const both = ['a', 'b&c'];
  const { url, headers } = await capture('lists', {
    ...{ path: both, comma: both, tab: both, again: both, toStringInQuery: both, xList: both },
  });
  expect(url).toBe(
    '/lists/a%7Cb%26c?comma=a%2Cb%26c&tab=a%09b%26c&again=a&again=b%26c&toString=a&toString=b%26c',
  );
  expect(headers['x-list']).toBe('a b&c');
});

test('a parameter that is left out is not sent, even under a name that every object has', async () => {
  expect((await capture('lists', { path: ['a'] })).url).toBe('/lists/a');
});

test('a path parameter named api-version is an argument', async () => {
  expect((await capture('versioned', { apiVersion: '2024-1' })).url).toBe('/v2024-1/things');
});

test('a path with a query keeps it', async () => {
  expect((await capture('queried', { name: 'a b' })).url).toBe('/things?kind=odd&name=a%20b');
  expect((await capture('queried', {})).url).toBe('/things?kind=odd');
});

test('a file is sent as a part of a multipart body', async () => {
  const formData = { file: new Blob(['content'], { type: 'text/csv' }), tags: ['a', 'b'] };
  const { headers, body } = await capture('upload', { formData });
  expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
  expect(body).toContain('Content-Type: text/csv\r\n\r\ncontent\r\n');
  expect(body).toMatch(/name="tags"\r\n\r\na,b\r\n/);
});

test('a document is sent as JSON', async () => {
  const { method, headers, body } = await capture('replace', { requestBody: { a: ['€'] } });
  expect([method, headers['content-type'], body]).toEqual([
    'PUT',
    'application/json',
    '{"a":["€"]}',
  ]);
});
