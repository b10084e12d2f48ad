// The stages beside normalise and emit: what goes in, what comes out.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { InputError } from '../../scripts/pipeline/input-error.js';
import { convert } from '../../scripts/pipeline/stages/convert.js';
import type { JsonObject } from '../../scripts/pipeline/document/document.js';
import { applyOverlay, readOverlay } from '../../scripts/pipeline/stages/overlay.js';
import { read } from '../../scripts/pipeline/stages/read.js';
import { settleUntyped } from '../../scripts/pipeline/stages/untyped.js';
import { validate } from '../../scripts/pipeline/stages/validate/validate.js';
import { remove, root, scratch } from './harness.js';

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

async function file(text: string | Buffer): Promise<string> {
  const path = join(directory, 'document');
  await writeFile(path, text);
  return path;
}

describe('read', () => {
  const swagger = 'swagger: "2.0"\ninfo: &i\n  title: Pets\nx-copy: *i\n';

  test.each([
    ['bare', swagger],
    ['in front matter', `---\n${swagger}---`],
    ['in front matter with words of a comment', `---\n${swagger}---\n# the end\n`],
    ['with Windows line ends', swagger.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${swagger}`],
    ['as JSON', '\uFEFF{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"}}'],
    [
      'as JSON in front matter',
      '---\n{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"}}\n---\n',
    ],
    [
      'as JSON with a comma too many',
      '{"swagger":"2.0","info":{"title":"Pets"},"x-copy":{"title":"Pets"},}',
    ],
  ])('%s', async (_, text) => {
    const { document } = await read(await file(text));
    expect(document).toEqual({
      swagger: '2.0',
      info: { title: 'Pets' },
      'x-copy': { title: 'Pets' },
    });
    // What an anchor shares in the text is not shared in memory: rules change documents in place.
    expect(document['info']).not.toBe(document['x-copy']);
  });

  test.each([
    ['a key twice', 'swagger: "2.0"\nhost: a\nhost: b\n', 3, /not valid YAML.*unique/],
    ['a document cut short', '{"swagger": "2.0",\n"info": {', 2, /not valid YAML/],
    [
      'an alias to nothing',
      'swagger: "2.0"\ninfo: *gone\n',
      undefined,
      /cannot be resolved|not valid/,
    ],
    ['a list', '- swagger\n', 1, /is not a mapping/],
    ['a second document', `${swagger}---\ninfo: {}\n`, 6, /second document/],
    ['no version', 'info: {}\n', 1, /has no "swagger" key/],
  ])('refuses %s', async (_, text, line, problem) => {
    const failure = await read(await file(text)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(InputError);
    const { details } = failure as InputError;
    expect(details.problem).toMatch(problem);
    if (line !== undefined) expect(details.line).toBe(line);
    expect(details.correction).toMatch(/\.$/);
  });

  test('refuses what is not UTF-8', async () => {
    const latin = Buffer.from('swagger: "2.0"\ninfo: { title: Caf\xE9 }\n', 'latin1');
    await expect(read(await file(latin))).rejects.toThrow(/not UTF-8/);
  });
});

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

describe('overlay', () => {
  const document = {
    openapi: '3.0.0',
    servers: [{ url: 'http://a' }, { url: 'http://b' }, { url: 'https://c' }],
    paths: { '/a': { get: { required: ['x'] } } },
  };

  async function overlay(actions: string): ReturnType<typeof applyOverlay> {
    const text = `overlay: 1.0.0\ninfo: { title: Test, version: 1.0.0 }\nactions:\n${actions}`;
    return applyOverlay(document, await readOverlay(await file(text)));
  }

  test('applies each action, and lists those that match nothing', async () => {
    const before = structuredClone(document);
    const { document: after, stale } = await overlay(`
  - target: $.servers[?(@.url != 'https://c')]
    remove: true
  - target: $.paths['/b'].get
    description: A path that is gone
    update: { summary: Hello }
  - target: $.paths['/a'].get
    update: { required: [x, y] }
`);
    expect(after).toEqual({
      openapi: '3.0.0',
      servers: [{ url: 'https://c' }],
      paths: { '/a': { get: { required: ['x', 'y'] } } },
    });
    expect(stale).toEqual([
      { number: 2, target: "$.paths['/b'].get", description: 'A path that is gone' },
    ]);
    expect(document).toEqual(before);
  });

  test.each([
    ['without a target', '  - update: {}\n', /:4: action 1 cannot be applied: needs a target/],
    ['without a deed', '  - target: $\n', /:4: action 1 cannot be applied: needs "update"/],
    [
      'whose target is no path',
      '  - target: $.[\n    remove: true\n',
      /action 1 cannot be applied/,
    ],
  ])('refuses an action %s', async (_, actions, message) => {
    await expect(overlay(actions)).rejects.toThrow(message);
  });

  test('refuses what is no overlay', async () => {
    await expect(readOverlay(await file('overlay: 2.0.0\nactions: []\n'))).rejects.toThrow(
      /is not an Overlay 1\.x document/,
    );
  });
});

describe('untyped parameters', () => {
  test('are those the overlay says nothing of; they become texts', () => {
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
    expect(settleUntyped(document)).toEqual([
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

describe('validate', () => {
  const ruleset = join(root, 'spec/redocly.yaml');
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

  test('fetches nothing, whatever a document refers to', async () => {
    const outside = {
      ...result,
      components: { schemas: { A: { $ref: 'http://127.0.0.1:1/a.json' } } },
    };
    await expect(validate(vendor, outside, ruleset)).rejects.toThrow(/no-unresolved-refs/);
  });
});
