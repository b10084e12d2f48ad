import { describe, expect, test } from '@jest/globals';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { typeAsStrings } from '../../../scripts/pipeline/stages/untyped.js';

describe('untyped parameters', () => {
  test('are those without a type after the overlay; they become strings', () => {
    const parameter = (name: string, schema: JsonObject): JsonObject => ({
      in: 'query',
      name,
      'x-untyped': true,
      schema,
    });
    const form = { properties: { c: { 'x-untyped': true, description: 'C' } } };
    const operation = {
      parameters: [parameter('a', {}), parameter('b', { type: 'integer' })],
      requestBody: { content: { 'multipart/form-data': { schema: form } } },
    };
    const document = { paths: { '/a': { post: operation } } };
    expect(typeAsStrings(document)).toEqual([
      { operation: 'POST /a', name: 'a', in: 'query' },
      { operation: 'POST /a', name: 'c', in: 'form' },
    ]);
    expect(operation.parameters).toEqual([
      { in: 'query', name: 'a', schema: { type: 'string' } },
      { in: 'query', name: 'b', schema: { type: 'integer' } },
    ]);
    expect(form.properties.c).toEqual({ type: 'string', description: 'C' });
  });
});
