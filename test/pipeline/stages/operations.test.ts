// What generated/core/operations.ts says of the operations of a document, and the types that users can name.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { generateFrom, remove, scratch } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

const key = { in: 'header', name: 'Request-ID', type: 'string' };
const done = (schema?: object) => ({ 200: { description: 'Done', ...(schema && { schema }) } });

let clients = 0;

async function operationsOf(paths: object): Promise<unknown> {
  const document = {
    ...{ swagger: '2.0', info: { title: 'a', version: '1' }, paths },
    definitions: { Pet: { type: 'object', properties: { name: { type: 'string' } } } },
  };
  const name = `client${++clients}`;
  const { exitCode } = await generateFrom(directory, name, document);
  expect(exitCode).toBe(0);
  const file = join(directory, name, 'core/operations.ts');
  const { operations } = (await import(file)) as { operations: unknown };
  return operations;
}

test('what must be given, and by which name', async () => {
  const query = { in: 'query', type: 'string' };
  const form = { in: 'formData', type: 'string' };
  const operations = await operationsOf({
    '/{pet_id}/': {
      parameters: [{ in: 'path', name: 'pet_id', type: 'string' }],
      get: {
        tags: ['pets'],
        responses: done(),
        parameters: [{ ...query, name: 'q', required: true }],
      },
      put: {
        tags: ['pets'],
        responses: done(),
        parameters: [
          { ...query, name: 'dry-run' },
          { ...form, name: 'a b', required: true },
          { ...form, name: 'c' },
        ],
      },
      post: {
        tags: ['pets'],
        responses: done(),
        parameters: [
          { in: 'body', name: 'pet', required: true, schema: { $ref: '#/definitions/Pet' } },
        ],
      },
      delete: { tags: ['pets'], responses: done() },
    },
    '/': {
      get: { tags: ['pets'], responses: done(), parameters: [{ ...query, name: 'limit' }] },
    },
  });
  const path = { 'path pet_id': 'petId' };
  expect(operations).toEqual({
    'GET /{pet_id}/': { required: { ...path, 'query q': 'q' } },
    'PUT /{pet_id}/': {
      required: { ...path, formData: 'formData', 'formData a b': 'formData.a b' },
      renamed: { 'query dry-run': 'dryRun' },
    },
    'POST /{pet_id}/': { required: { ...path, body: 'requestBody' } },
    'DELETE /{pet_id}/': { required: path },
  });
});

test('where a repeat needs a result: with a key and a typed body', async () => {
  const post = (responses: object, parameters: object[] = [key]) => ({
    post: { tags: ['pets'], responses, parameters },
  });
  const pet = { $ref: '#/definitions/Pet' };
  const operations = await operationsOf({
    '/typed': post(done(pet)),
    '/keyless': post(done(pet), []),
    '/unknown': post(done()),
    '/nothing': post({ 204: { description: 'Done' } }),
    '/perhaps': post({ ...done(pet), 204: { description: 'Done' } }),
    '/header': post({ 200: { description: 'Done', headers: { 'X-Id': { type: 'string' } } } }),
  });
  const renamed = { 'headers Request-ID': 'requestId' };
  expect(operations).toEqual({
    'POST /typed': { renamed, needsResult: true },
    'POST /unknown': { renamed },
    'POST /nothing': { renamed },
    'POST /perhaps': { renamed },
    'POST /header': { renamed },
  });
});

test('users can name all services and models, and nothing else', async () => {
  await operationsOf({
    '/a': { get: { tags: ['cats'], responses: done({ $ref: '#/definitions/Pet' }) } },
  });
  const types = await readFile(join(directory, `client${clients}`, 'types.ts'), 'utf8');
  expect(types.match(/^export .*$/gm)).toEqual([
    "export type { TigerConnectApi } from './TigerConnectApi.js';",
    "export type { Pet } from './models/Pet.js';",
    "export type { CatsService } from './services/CatsService.js';",
  ]);
});
