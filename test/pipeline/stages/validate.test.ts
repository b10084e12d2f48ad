import { join } from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { validate } from '../../../scripts/pipeline/stages/validate/validate.js';
import { ROOT } from '../harness.js';

describe('validate', () => {
  const ruleset = join(ROOT, 'spec/redocly.yaml');
  const vendor = {
    file: 'pets.yaml',
    text: '',
    document: { swagger: '2.0', paths: { '/a': { get: { tags: ['a', 'b'], responses: {} } } } },
  };
  const result = {
    openapi: '3.0.0',
    info: { title: 'Pets', version: '1' },
    paths: {
      '/a': { get: { operationId: 'a', tags: ['a'], responses: { 200: { description: 'OK' } } } },
    },
  };

  test("lists the vendor's faults and accepts a valid result", async () => {
    const { vendorProblems } = await validate(vendor, result, ruleset);
    expect(vendorProblems).toContainEqual({
      rule: 'operation-singular-tag',
      where: '#/paths/~1a/get/tags',
      message: expect.stringContaining('one tag') as unknown,
      severity: 'warn',
    });
  });

  test('refuses a result that is not valid, or breaks a rule of ours', async () => {
    const twice = structuredClone(result);
    twice.paths['/a'].get.tags.push('b');
    await expect(validate(vendor, twice, ruleset)).rejects.toThrow(/operation-singular-tag/);
    const invalid = { ...result, info: { title: 'Pets' } };
    await expect(validate(vendor, invalid, ruleset)).rejects.toThrow(
      /`version` must be present.*\(struct\)/,
    );
  });

  test('refuses a header that an operation has in two spellings', async () => {
    const twice = {
      ...result,
      paths: {
        '/a': {
          parameters: [{ in: 'header', name: 'request-id', schema: { type: 'integer' } }],
          get: {
            ...result.paths['/a'].get,
            parameters: [{ in: 'header', name: 'Request-ID', schema: { type: 'string' } }],
          },
        },
      },
    };
    await expect(validate(vendor, twice, ruleset)).rejects.toThrow(
      /GET \/a: The headers "request-id" and "Request-ID" are one header/,
    );
  });

  test('fetches nothing, whatever a document refers to', async () => {
    const outside = {
      ...result,
      components: { schemas: { A: { $ref: 'http://127.0.0.1:1/a.json' } } },
    };
    await expect(validate(vendor, outside, ruleset)).rejects.toThrow(/no-unresolved-refs/);
  });
});
