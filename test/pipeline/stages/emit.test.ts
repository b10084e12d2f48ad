// The emit stage: what the generator is given, and what is made of its output.
import { describe, expect, jest, test } from '@jest/globals';
import prettier from 'prettier';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { textAt } from '../../../scripts/pipeline/document/document.js';
import { format } from '../../../scripts/pipeline/stages/emit/format.js';
import { generatorInput } from '../../../scripts/pipeline/stages/emit/generator-input.js';
import {
  correctOutput,
  withExtensions,
  withIndexSignatures,
  withInternals,
  withOptionalArguments,
  withUndefined,
  withUnknown,
} from '../../../scripts/pipeline/stages/emit/generator-output.js';
import { parameterStyles } from '../../../scripts/pipeline/stages/emit/parameter-styles.js';
import { Texts } from '../../../scripts/pipeline/stages/emit/texts.js';
import { findUnrepresented } from '../../../scripts/pipeline/stages/emit/unrepresented.js';

jest.setTimeout(30_000);

/** A document with one operation. */
function withOperation(operation: JsonObject): JsonObject {
  return {
    openapi: '3.0.0',
    info: { title: 'Test', version: '1' },
    paths: { '/a': { get: operation } },
  };
}

/** What the generator is given, with the texts of the document in place of their marks. */
function inputOf(document: JsonObject): JsonObject {
  const { input, texts } = generatorInput(document);
  const all = [...texts.all];
  const mark = /"\\u000[12](\d+)\\u000[12][^"]*"/g;
  const text = JSON.stringify(input).replace(mark, (_, number: string) =>
    JSON.stringify(all[Number(number)]),
  );
  return JSON.parse(text) as JsonObject;
}

function inputFor(operation: JsonObject): JsonObject {
  const paths = inputOf(withOperation(operation))['paths'] as Record<
    string,
    Record<string, JsonObject>
  >;
  return paths['/a']?.['get'] ?? {};
}

describe('the input of the generator', () => {
  const json = (schema: JsonObject): JsonObject => ({
    description: 'OK',
    content: { 'application/json': { schema } },
  });
  const pet = { $ref: '#/components/schemas/Pet' };
  const header = { 'X-Id': { schema: { type: 'string' } } };

  test.each<[string, JsonObject, JsonObject]>([
    [
      'takes default for an error beside a success',
      { 200: json(pet), default: json({}) },
      { 200: json(pet) },
    ],
    [
      'takes default for the success where there is no other',
      { default: json(pet) },
      { 200: json(pet) },
    ],
    [
      'unites what successes answer',
      { 200: json(pet), 201: json({ type: 'array', items: pet }), 204: { description: 'Nothing' } },
      { 200: json({ oneOf: [pet, { type: 'array', items: pet }, { type: 'void' }] }) },
    ],
    [
      'keeps the header of a 204',
      { 204: { description: 'Done', headers: header } },
      { 200: { description: 'Done', headers: header } },
    ],
    [
      'has no result for a bare 204',
      { 204: { description: 'Done' }, 404: { description: 'No' } },
      { 404: { description: 'No' } },
    ],
  ])('%s', (_, responses, seen) => {
    expect(inputFor({ responses })['responses']).toEqual(seen);
  });

  test('gives each argument its own name, and keeps the names on the wire', () => {
    const names = ['id', 'Id', 'api-version', 'class', '!', "it's", 'request-body', 'any'];
    const parameters = names.map((name) => ({ in: 'query', name, schema: { type: 'string' } }));
    const { input, texts } = generatorInput(withOperation({ parameters, responses: {} }));
    const [path = {}] = Object.values(input['paths'] as Record<string, Record<string, JsonObject>>);
    const given = path['get']?.['parameters'] as JsonObject[];
    expect(
      given.map((parameter) => textAt(parameter, 'name').replace(/^\u0001\d+\u0001/, '')),
    ).toEqual([
      'id',
      'idInQuery',
      'apiVersion',
      'classInQuery',
      'parameter',
      'itS',
      'requestBodyInQuery',
      'anyInQuery',
    ]);
    const literal = texts.literal("it's", 'itS');
    expect(correctOutput('services/A.ts', `{ '${literal}': itS }`, texts)).toBe('{ "it\'s": itS }');
  });

  test('has schemas that keep their types', () => {
    const schema = {
      type: 'object',
      description: 'Ends */ early',
      required: ["it's"],
      properties: {
        "it's": { type: 'string', enum: ['a\\b'], default: 'a\\b' },
        open: { type: 'object', properties: { a: {} }, additionalProperties: { type: 'string' } },
        both: { oneOf: [pet], allOf: [pet] },
      },
    };
    expect(inputFor({ responses: { 200: json(schema) } })['responses']).toEqual({
      200: json({
        type: 'object',
        description: 'Ends */ early',
        required: ["it's"],
        properties: {
          // The mark of a union.
          "it's": { type: 'string', enum: ['\u00030\u0003'], description: '@default "a\\\\b"' },
          open: {
            allOf: [
              { type: 'object', properties: { a: {} }, required: [] },
              { type: 'object', additionalProperties: true },
            ],
          },
          both: { allOf: [pet, { oneOf: [pet] }] },
        },
      }),
    });
  });

  test('leaves the document as it is', () => {
    const document = withOperation({
      responses: { default: json(pet) },
      parameters: [{ in: 'query', name: 'class' }],
    });
    const before = structuredClone(document);
    generatorInput(document);
    expect(document).toEqual(before);
  });
});

describe('the output of the generator', () => {
  test('names the files it imports, and leaves comments alone', () => {
    const text =
      "import { A } from './A';\n/** import from './B'; */\nexport type { C } from '../C';\nimport x from 'y';\n";
    expect(withExtensions(text)).toBe(
      "import { A } from './A.js';\n/** import from './B'; */\nexport type { C } from '../C.js';\nimport x from 'y';\n",
    );
  });

  test('writes unknown for any, and only for the type', () => {
    const text =
      "/* any */ type A = { any?: any; 'any': Array<any>; b: 'any' }; // any\nx.any(`any`, many, any);";
    expect(withUnknown(text)).toBe(
      "/* any */ type A = { any?: unknown; 'any': Array<unknown>; b: 'any' }; // any\nx.any(`any`, many, unknown);",
    );
  });

  test('lets options be undefined', () => {
    expect(withUndefined('readonly a?: string;\nreadonly b: string;')).toBe(
      'readonly a?: string | undefined;\nreadonly b: string;',
    );
  });

  test('lets the arguments be left out where each may be', () => {
    const method = (types: string) =>
      `    public list({\n        a,\n    }: {\n${types}    }): CancelablePromise<A> {\n`;
    const optional = '        a?: Array<{\n            b: string;\n        }>,\n';
    const given = `${method('        a: string,\n')}${method(optional)}${method(`${optional}        c: D,\n`)}`;
    const written = withOptionalArguments(given);
    expect(written.match(/ = \{\}\)/g)).toHaveLength(1);
    expect(written.replace(' = {}', '')).toBe(given);
    expect(written).toContain(`${optional}    } = {}): CancelablePromise`);
  });

  test('keeps how services are made out of the declarations', () => {
    const text =
      'export class A {\n    constructor(public readonly httpRequest: BaseHttpRequest) {}\n    public constructorOf() {}\n}';
    const written = withInternals(text);
    expect(
      written.match(/@internal \*\/\n {4}(?:public readonly httpRequest|constructor)/g),
    ).toHaveLength(2);
    expect(written).toContain('{ this.httpRequest = httpRequest; }\n    public constructorOf() {}');
  });

  test('writes dictionaries out', () => {
    expect(withIndexSignatures("type A = Array<Record<string, Record<string, B<'>'>>>>;")).toBe(
      "type A = Array<{ [key: string]: { [key: string]: B<'>'> } }>;",
    );
  });
});

test('files are formatted together as each would be alone', async () => {
  const texts = [
    'export   const a: Array<{b?: string|null, "c d": 1}> = [ ] as never\n',
    '/* a comment */\n\n\nimport type { B } from "./b.js"\nexport type { B }\n// the end\n\n\n',
    'export type { B } from "./b.js"\n/* no end of line */',
    '// nothing else\n',
    'export type Text = `\n// --- the next file ---\n`\n',
    `export const long = [${'1234567890, '.repeat(2_000)}]`,
  ];
  const options = { parser: 'typescript', printWidth: 100, singleQuote: true };
  for (const chosen of [
    texts,
    texts.toReversed(),
    texts.filter((text) => !text.includes('next')),
  ]) {
    const files = chosen.map((text, index) => ({ name: `${index}.ts`, text }));
    const alone = files.map(async ({ name, text }) => ({
      name,
      text: await prettier.format(text, options),
    }));
    expect(await format(files)).toEqual(await Promise.all(alone));
  }
});

test('the report names what has no place in the client', () => {
  const content = { 'application/json': { schema: {} } };
  const responses = {
    200: { description: 'OK', content, headers: { 'X-Total': {}, 'X-Page': {} } },
    201: { description: 'OK', headers: { Location: {}, ETag: {} } },
    404: { description: 'No', content },
    default: { description: 'Other', content },
  };
  const requestBody = { content: { ...content, 'application/xml': { schema: {} } } };
  const notes = findUnrepresented(withOperation({ requestBody, responses, servers: [] }));
  expect(notes.map(({ where, rule, what }) => [where, rule, what])).toEqual([
    ['GET /a', 'one-body', 'takes application/json, application/xml; the client sends one of them'],
    ['GET /a', 'headers', 'X-Total, X-Page of 200 is not in the result'],
    ['GET /a', 'headers', 'ETag of 201 is not in the result'],
    ['GET /a', 'error-bodies', 'the body of 404 has no type'],
    ['GET /a', 'own-servers', "has servers of its own; the client uses the document's"],
  ]);
});

describe('texts', () => {
  const write = (text: string, before: string, after: string): string => {
    const texts = new Texts();
    const mark = before.includes('*') ? texts.comment(text) : texts.literal(text);
    return texts.write(`${before}${mark}${after}`);
  };

  test.each([
    '',
    "it's",
    '"',
    '`',
    '${1}',
    '\\',
    '\\"',
    '\\`',
    '\\${',
    'a\nb',
    '\u2028',
    '\u202e',
    '💊',
    '*/',
  ])('are literals that say %j, and show all of it', (text) => {
    for (const quote of ["'", '`']) {
      const literal = write(text, quote, quote);
      expect((0, eval)(literal)).toBe(text);
      expect(literal).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
  });

  test('are a union of literals, which is one type whatever stands beside it', () => {
    const texts = new Texts();
    const union = texts.union(['a', "it's", 1, -1]);
    expect(texts.write(`Pet & '${union}'`)).toBe(`Pet & ("a" | "it's" | 1 | -1)`);
    expect([...texts.all]).toEqual(['a', "it's"]);
    expect(() => texts.write(`Pet & ${union}`)).toThrow('no text can');
  });

  test('are lines of a comment, which they do not end', () => {
    expect(write('a */ b\n  **/ c\u2028d\u202e\r\n', '  * @returns ', '')).toBe(
      '  * @returns a *\\/ b\n * **\\/ c\n * d\\u202e\n * ',
    );
  });

  test('stand between quotation marks or in a comment, and nowhere else', () => {
    for (const [before, after] of [
      ['x = ', ';'],
      ["'a", "'"],
      ["'", '`'],
      ['/* ', ' */ '],
    ] as const)
      expect(() => write('text', before, after)).toThrow('no text can');
  });
});

test('lists of unnamed items stay in a composition', () => {
  const item = { type: 'object', properties: { a: { type: 'string' } } };
  const schema = {
    oneOf: [
      { type: 'array', items: item },
      { type: 'array', items: {} },
    ],
  };
  const document = {
    ...withOperation({ responses: {} }),
    components: { schemas: { Either: schema } },
  };
  expect(inputOf(document)['components']).toEqual({
    schemas: {
      Either: {
        oneOf: [
          { type: 'array', items: { $ref: '#/components/schemas/EitherOneOf0Item' } },
          { type: 'array' },
        ],
      },
      EitherOneOf0Item: item,
    },
  });
});

test('parameter styles say what the generator drops', () => {
  const list = { type: 'array', items: { type: 'string' } };
  const parameters = [
    { in: 'query', name: 'comma', schema: list, style: 'form', explode: false },
    { in: 'query', name: 'space', schema: list, style: 'spaceDelimited' },
    { in: 'query', name: 'pipe', schema: list, style: 'pipeDelimited' },
    { in: 'query', name: 'tab', schema: list, 'x-collection-format': 'tsv' },
    { in: 'query', name: 'again', schema: list },
    { in: 'query', name: 'text', schema: { type: 'string' }, explode: false },
    { in: 'query', name: 'json', content: { 'application/json': { schema: list } } },
    { in: 'path', name: 'path', schema: list },
    { in: 'header', name: 'X-Header', schema: { $ref: '#/components/schemas/List' } },
  ];
  const form = {
    schema: { properties: { a: list, b: { type: 'string' }, c: { type: 'object' }, d: list } },
    encoding: {
      a: { explode: false },
      b: { contentType: 'application/json' },
      d: { style: 'form', explode: true },
    },
  };
  const operation = {
    parameters,
    requestBody: { content: { 'multipart/form-data': form } },
    responses: {},
  };
  const document = { ...withOperation(operation), components: { schemas: { List: list } } };
  expect(parameterStyles(document)).toEqual({
    'GET /a': {
      path: { path: 'csv' },
      query: { comma: 'csv', space: 'ssv', pipe: 'pipes', tab: 'tsv', json: 'json' },
      headers: { 'X-Header': 'csv' },
      formData: { a: 'csv', b: 'json', c: 'json' },
    },
  });
});
