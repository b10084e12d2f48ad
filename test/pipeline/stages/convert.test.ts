import { describe, expect, test } from '@jest/globals';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { convert } from '../../../scripts/pipeline/stages/convert.js';

describe('convert', () => {
  test('keeps how lists in forms are written, and whose body is whose', async () => {
    const list = { type: 'array', items: { type: 'string' } };
    const fields = [
      { in: 'formData', name: 'a', type: 'string' },
      { in: 'formData', name: 'b', ...list, 'x-collection-format': 'pipes', required: true },
      { in: 'formData', name: 'c', ...list, 'x-collection-format': 'tsv' },
    ];
    const operation = (operationId: string): JsonObject => ({
      operationId,
      parameters: structuredClone(fields),
      responses: { 204: { description: 'Done' } },
    });
    const document = {
      swagger: '2.0',
      info: { title: 'Pets', version: '1' },
      paths: { '/a': { post: operation('a') }, '/b': { post: operation('b') } },
    };
    const converted = await convert(document, 'pets.yaml');
    const body = {
      required: true,
      content: {
        'application/x-www-form-urlencoded': {
          schema: {
            type: 'object',
            required: ['b'],
            properties: {
              a: { type: 'string' },
              b: list,
              c: { ...list, 'x-collection-format': 'tsv' },
            },
          },
          encoding: { b: { style: 'pipeDelimited', explode: false } },
        },
      },
    };
    expect(converted).toMatchObject({
      openapi: '3.0.0',
      paths: { '/a': { post: { requestBody: body } }, '/b': { post: { requestBody: body } } },
    });
    expect(converted).not.toHaveProperty('components');
  });

  test('gives each operation its own body, whatever its name and its hash', async () => {
    // The converter's hashes of these two descriptions are equal.
    const [one, other] = ['Aa', 'BB'].map((description) => ({ type: 'object', description }));
    const operation = (schema: unknown): JsonObject => ({
      parameters: [{ in: 'body', name: '/rest/accounts', schema: schema as JsonObject }],
      responses: { 204: { description: 'Done' } },
    });
    const document = {
      swagger: '2.0',
      info: { title: 'Accounts', version: '1' },
      paths: {
        '/a': { post: operation(one) },
        '/b': { post: operation(other) },
        '/c': { post: operation(other) },
      },
    };
    const { paths } = await convert(document, 'accounts.yaml');
    const body = (schema: unknown) => ({ content: { 'application/json': { schema } } });
    expect(paths).toMatchObject({
      '/a': { post: { requestBody: body(one) } },
      '/b': { post: { requestBody: body(other) } },
      '/c': { post: { requestBody: body(other) } },
    });
  });

  test('names the document when the converter refuses', async () => {
    const document = {
      swagger: '2.0',
      info: { title: 'x', version: '1' },
      paths: { '/a': { get: { parameters: [{ in: 'query', name: 'q' }] } } },
    };
    await expect(convert(document, 'pets.yaml')).rejects.toThrow(
      /^pets\.yaml: cannot be converted to OpenAPI 3: .*type is mandatory/,
    );
  });
});
