// Random documents: valid ones generate, compile and keep their operations; damaged ones generate and
// compile. SEED and RUNS in the environment choose others, and more.
import { join } from 'node:path';

import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import {
  compile,
  generateFrom,
  operationsIn,
  placesIn,
  remove,
  scratch,
  wholeDocuments,
} from './harness.js';

jest.setTimeout(120_000);

/** Names as documents have them, and some that cause trouble. */
const word = fc.stringMatching(/^[a-z][a-zA-Z]{0,7}$/);
const awkward = fc.constantFrom(
  ...[
    'class',
    'any',
    'in',
    'default',
    'constructor',
    'Request',
    'X-Id',
    'a.b',
    'user[name]',
    'ids[]',
  ],
  ...["it's", 'a\\b', '价格', '1', 'api-version', 'formData', 'toString', 'Record', 'file', '*/'],
);
const name = fc.oneof({ weight: 4, arbitrary: word }, { weight: 1, arbitrary: awkward });
const headerName = fc.oneof(word, fc.constantFrom('X-Id', 'class', 'toString', "it's", '1'));
const text = fc.oneof(
  word,
  fc.string({ maxLength: 20 }),
  fc.constantFrom('*/', '**//', '`${x}`', "'"),
);

const primitive = fc.oneof(
  fc.record({ type: fc.constantFrom('string', 'integer', 'number', 'boolean') }),
  fc.record({
    type: fc.constant('string'),
    enum: fc.uniqueArray(text, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('date', 'uuid', 'byte', 'binary'),
  }),
  fc.record({
    type: fc.constant('integer'),
    enum: fc.uniqueArray(fc.nat(9), { minLength: 1, maxLength: 3 }),
    default: fc.nat(9),
  }),
  fc.record({ type: fc.constant('string'), default: text, description: text }),
);

const format = fc.constantFrom('csv', 'ssv', 'tsv', 'pipes', 'multi');
const list = fc.record({ type: fc.constant('array'), items: primitive, collectionFormat: format });
const oneWayOnly = fc.record({ type: fc.constant('array'), items: primitive });

/** A schema that may refer to any of the definitions. */
function schemas(names: string[]): fc.Arbitrary<object> {
  const references = names.map((entry) => ({
    $ref: `#/definitions/${encodeURIComponent(entry.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
  }));
  const reference = references.length > 0 ? [fc.constantFrom(...references)] : [];
  return fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 2 },
      primitive,
      ...reference,
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ type: fc.constant('object'), additionalProperties: tie('schema') }),
      fc.record({
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
      }),
      fc.record({ allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    ),
  })).schema;
}

function parameters(path: string, schema: fc.Arbitrary<object>): fc.Arbitrary<object[]> {
  const inPath = [...path.matchAll(/\{(.*?)\}/g)].map((match) => ({
    in: 'path',
    name: match[1],
    required: true,
    type: 'string',
  }));
  const required = fc.boolean();
  const others = fc.uniqueArray(
    fc.tuple(
      fc.oneof(
        fc.record({ in: fc.constant('query'), name, required }),
        fc.record({ in: fc.constant('header'), name: headerName, required }),
      ),
      fc.oneof(primitive, oneWayOnly, list),
    ),
    { maxLength: 3, selector: ([place]) => `${place.in} ${place.name}` },
  );
  const body = fc.record({ in: fc.constant('body'), name: word, schema });
  const fields = fc.uniqueArray(
    fc.tuple(
      fc.record({ in: fc.constant('formData'), name, required: fc.boolean() }),
      fc.oneof(primitive, list),
    ),
    { minLength: 1, maxLength: 3, selector: ([place]) => place.name },
  );
  const merge = (pairs: [object, object][]): object[] => pairs.map(([a, b]) => ({ ...a, ...b }));
  const payload = fc.oneof(
    fc.constant([]),
    body.map((one) => [one]),
    fields.map(merge),
  );
  return fc
    .tuple(others.map(merge), payload)
    .map(([some, more]) => [
      ...inPath,
      ...some.filter(
        (one) =>
          !(
            'collectionFormat' in one &&
            'in' in one &&
            one.in === 'header' &&
            one.collectionFormat === 'multi'
          ),
      ),
      ...more,
    ]);
}

function operations(path: string, schema: fc.Arbitrary<object>): fc.Arbitrary<object> {
  const response = fc.record({ description: text, schema }, { requiredKeys: ['description'] });
  const responses = fc.dictionary(
    fc.constantFrom('200', '201', '204', '404', 'default'),
    response,
    { minKeys: 1, maxKeys: 3 },
  );
  const operation = fc.record(
    {
      operationId: name,
      tags: fc.array(name, { maxLength: 2 }),
      summary: text,
      parameters: parameters(path, schema),
      responses,
    },
    { requiredKeys: ['responses', 'parameters'] },
  );
  return fc.dictionary(fc.constantFrom('get', 'put', 'post', 'delete', 'patch'), operation, {
    minKeys: 1,
    maxKeys: 2,
  });
}

const documents = fc.uniqueArray(name, { maxLength: 4 }).chain((names) => {
  const schema = schemas(names);
  const paths = fc
    .uniqueArray(fc.tuple(word, fc.option(word)), {
      minLength: 1,
      maxLength: 3,
      selector: ([first]) => first.toLowerCase(),
    })
    .chain((pairs) =>
      fc.record(
        Object.fromEntries(
          pairs.map(([first, parameter]) => {
            const path = parameter === null ? `/${first}` : `/${first}/{${parameter}}`;
            return [path, operations(path, schema)];
          }),
        ),
      ),
    );
  return fc.record({
    swagger: fc.constant('2.0'),
    info: fc.record({ title: text, version: text }),
    paths,
    definitions: fc.record(Object.fromEntries(names.map((entry) => [entry, schema]))),
  });
});

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

test('random documents keep their operations and compile', async () => {
  const samples = fc.sample(documents, {
    numRuns: Number(process.env['RUNS'] ?? 15),
    seed: Number(process.env['SEED'] ?? 1),
  });
  const outputs: string[] = [];
  for (const [index, document] of samples.entries()) {
    const run = await generateFrom(directory, `random${index}`, document);
    expect({ ...run, out: '', document }).toMatchObject({ exitCode: 0, error: '' });
    const expected = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const output = join(directory, `random${index}`);
    expect(await operationsIn(output)).toEqual(expected.sort());
    outputs.push(output);
  }
  // One program for all: the compiler's libraries take most of the time.
  expect(await compile(...outputs)).toEqual([]);
});

/** Values in the place of others. */
const junk = fc.oneof(
  fc.constantFrom(null, '', 'x', 'array', '*/', true, 0, -1.5, '#/definitions/Pet'),
  fc.constantFrom<unknown>([], {}, [null], { $ref: '#/nowhere' }, { $ref: 5 }, { type: 'string' }, [
    [{}],
  ]),
);

test('randomly damaged documents still generate and compile, or are refused', async () => {
  const whole = await wholeDocuments();
  const damage = fc.record({
    which: fc.nat(whole.length - 1),
    damages: fc.array(fc.tuple(fc.nat(), fc.option(junk, { nil: undefined })), {
      minLength: 1,
      maxLength: 5,
    }),
  });
  const samples = fc.sample(damage, {
    numRuns: Number(process.env['RUNS'] ?? 10),
    seed: Number(process.env['SEED'] ?? 1),
  });
  const outputs: string[] = [];
  for (const [index, { which, damages }] of samples.entries()) {
    const document = structuredClone(whole[which]) as Record<string, unknown>;
    for (const [at, value] of damages) {
      const places = placesIn(document).filter(([, key]) => key !== 'swagger');
      const [holder, key] = places[at % places.length] ?? [document, 'x'];
      holder[key] = structuredClone(value);
    }
    const run = await generateFrom(directory, `damaged${index}`, document);
    // A header's name is not guessed, and another file is not followed.
    const isRefused =
      /is not (?:the name of a header|a media type)|: refers to another file, /.test(run.error);
    if (run.exitCode === 2 && isRefused) continue;
    expect({ ...run, out: '', document }).toMatchObject({ exitCode: 0, error: '' });
    outputs.push(join(directory, `damaged${index}`));
  }
  expect(await compile(...outputs)).toEqual([]);
});
