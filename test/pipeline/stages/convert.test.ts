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
