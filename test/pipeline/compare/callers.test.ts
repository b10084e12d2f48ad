// A change of the document and the callers of `api`: what the report calls breaking, and whether a program that
// was written against the old client compiles against the new one. Each pair is judged in both directions.
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import ts from 'typescript';

import type { Report } from '../../../scripts/pipeline/report/report.js';
import { compilerOptions, generateFrom, remove, scratch } from '../harness.js';

/** One operation, `POST /group/{group_token}/`, and its models; each side of a pair changes it. */
interface Shape {
  path?: string;
  method?: string;
  tag?: string;
  operationId?: string;
  summary?: string;
  parameters?: object[];
  responses?: object;
  group?: object;
  newGroup?: object;
  more?: object;
}

const TOKEN = { in: 'path', name: 'group_token', type: 'string', required: true };
const KEY = { in: 'header', name: 'Request-ID', type: 'string' };
const LIMIT = { in: 'query', name: 'limit', type: 'integer' };
const field = (name: string) => ({ in: 'formData', name, type: 'string' });
const BODY = { in: 'body', name: 'group', schema: { $ref: '#/definitions/NewGroup' } };
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const text = { type: 'string' };
const object = (properties: object, ...required: string[]) => ({
  ...{ type: 'object', properties },
  ...(required.length > 0 && { required }),
});
const done = (schema?: object) => ({ 200: { description: 'OK', ...(schema && { schema }) } });

const TODAYS: Required<Shape> = {
  ...{ path: '/group/{group_token}/', method: 'post', tag: 'Group', operationId: 'editGroup' },
  ...{ summary: 'Edit a Group.', parameters: [TOKEN, BODY], responses: done(ref('Group')) },
  ...{ group: object({ name: text }, 'name'), newGroup: object({ name: text }, 'name'), more: {} },
};

function documentWith(shape: Shape): object {
  const { path, method, tag, operationId, summary, parameters, responses, group, newGroup, more } =
    { ...TODAYS, ...shape };
  const operation = { tags: [tag], operationId, summary, parameters, responses };
  return {
    ...{ swagger: '2.0', info: { title: 'a', version: '1' }, host: 'api.example' },
    paths: { [path]: { [method]: operation }, ...more },
    definitions: { Group: group, NewGroup: newGroup },
  };
}

const TODAY = 'api.group.editGroup({ groupToken: "g", requestBody: { name: "n" } })';
const FORM = 'api.group.editGroup({ groupToken: "g", formData: { name: "n" } })';
const BARE = 'api.group.editGroup({ groupToken: "g" })';
const NAME = `export const name: string = (await ${TODAY}).name;`;

/** A pair of documents; for each direction whether it breaks callers, and a program that shows it. */
interface Pair {
  name: string;
  from: Shape;
  to: Shape;
  there: { breaks: boolean; caller: string };
  back: { breaks: boolean; caller: string };
}

const pair = (
  name: string,
  [from, to]: [Shape, Shape],
  there: [breaks: boolean, caller: string],
  back: [breaks: boolean, caller: string],
): Pair => {
  const side = ([breaks, caller]: [boolean, string]) => ({ breaks, caller });
  return { name, from, to, there: side(there), back: side(back) };
};

const ping = { '/ping/': { get: { tags: ['Group'], operationId: 'ping', responses: done() } } };
const list = (parameters: object[]): Shape => ({
  ...{ path: '/group/', method: 'get', operationId: 'listGroups', parameters },
});
const enumOf = (...values: string[]) => ({ ...text, enum: values });
const KIND = 'api.group.editGroup({ groupToken: "g", requestBody: { name: "ward" } })';

const PAIRS: Pair[] = [
  pair('words', [{}, { summary: 'Change a Group.' }], [false, NAME], [false, NAME]),
  pair('an operation more', [{}, { more: ping }], [false, NAME], [true, 'await api.group.ping();']),
  pair(
    'the first argument, which may be left out',
    [list([]), list([LIMIT])],
    [false, 'await api.group.listGroups();'],
    [true, 'await api.group.listGroups({ limit: 7 });'],
  ),
  pair(
    'the first argument, which must be given',
    [list([]), list([{ ...LIMIT, required: true }])],
    [true, 'await api.group.listGroups();'],
    [true, 'await api.group.listGroups({ limit: 7 });'],
  ),
  pair(
    'an argument that must be given',
    [list([LIMIT]), list([{ ...LIMIT, required: true }])],
    [true, 'await api.group.listGroups({});'],
    [false, 'await api.group.listGroups({ limit: 7 });'],
  ),
  pair(
    'an argument more',
    [{}, { parameters: [TOKEN, BODY, LIMIT] }],
    [false, NAME],
    [true, 'await api.group.editGroup({ groupToken: "g", limit: 7 });'],
  ),
  pair(
    'a key',
    [{}, { parameters: [TOKEN, BODY, KEY] }],
    [false, NAME],
    [true, 'await api.group.editGroup({ groupToken: "g", requestId: "k" });'],
  ),
  pair(
    'a body that must be given',
    [{}, { parameters: [TOKEN, { ...BODY, required: true }] }],
    [true, `await ${BARE};`],
    [false, `await ${TODAY};`],
  ),
  pair(
    'another name of a path parameter',
    [{}, { path: '/group/{group_id}/', parameters: [{ ...TOKEN, name: 'group_id' }, BODY] }],
    [true, `await ${TODAY};`],
    [true, 'await api.group.editGroup({ groupId: "g" });'],
  ),
  pair(
    'a field that may be given',
    [{}, { newGroup: object({ name: text, ward: text }, 'name') }],
    [false, `await ${TODAY};`],
    [
      true,
      'await api.group.editGroup({ groupToken: "g", requestBody: { name: "n", ward: "7" } });',
    ],
  ),
  pair(
    'a field that must be given',
    [{}, { newGroup: object({ name: text, ward: text }, 'name', 'ward') }],
    [true, `await ${TODAY};`],
    [
      true,
      'await api.group.editGroup({ groupToken: "g", requestBody: { name: "n", ward: "7" } });',
    ],
  ),
  ...['toString', 'constructor', 'valueOf'].flatMap((name) => [
    pair(
      `a field ${name} that may be given, which every object has`,
      [{}, { newGroup: object({ name: text, [name]: text }, 'name') }],
      [true, `await ${TODAY};`],
      [true, `await ${TODAY.replace('"n"', `"n", ${name}: "7"`)};`],
    ),
    pair(
      `a form field ${name}`,
      [{ parameters: [TOKEN, field('name')] }, { parameters: [TOKEN, field('name'), field(name)] }],
      [true, `await ${FORM};`],
      [true, `await ${FORM.replace('"n"', `"n", ${name}: "7"`)};`],
    ),
    pair(
      `a field ${name} in the result`,
      [{}, { group: object({ name: text, [name]: text }, 'name', name) }],
      [true, `export const all: Object['${name}'] = (await ${TODAY}).${name};`],
      [true, `export const own: string = (await ${TODAY}).${name};`],
    ),
  ]),
  pair(
    'fewer values that may be given',
    [
      { newGroup: object({ name: enumOf('ward', 'team') }) },
      { newGroup: object({ name: enumOf('ward') }) },
    ],
    [true, `await ${KIND.replace('ward', 'team')};`],
    [false, `await ${KIND};`],
  ),
  pair(
    'a field more in the result',
    [{}, { group: object({ name: text, ward: text }, 'name') }],
    [false, NAME],
    [true, `export const ward: string | undefined = (await ${TODAY}).ward;`],
  ),
  pair(
    'a field of the result that may be missing',
    [{}, { group: object({ name: text }) }],
    [true, NAME],
    [false, `export const name: string | undefined = (await ${TODAY}).name;`],
  ),
  pair(
    'another type in the result',
    [{}, { group: object({ name: { type: 'integer' } }, 'name') }],
    [true, NAME],
    [true, `export const name: number = (await ${TODAY}).name;`],
  ),
  pair(
    'more values in the result',
    [
      { group: object({ name: enumOf('ward') }, 'name') },
      { group: object({ name: enumOf('ward', 'team') }, 'name') },
    ],
    [true, `export const name: 'ward' = (await ${TODAY}).name;`],
    [true, `export const isTeam = (await ${TODAY}).name === 'team';`],
  ),
  pair(
    'nothing in place of a result',
    [{}, { responses: { 204: { description: 'Done' } } }],
    [true, NAME],
    [true, `export const nothing: void = await ${TODAY};`],
  ),
  pair(
    'another service',
    [{}, { tag: 'Team' }],
    [true, `await ${TODAY};`],
    [true, `await ${TODAY.replace('.group.', '.team.')};`],
  ),
  pair(
    'another name',
    [{}, { operationId: 'changeGroup' }],
    [true, `await ${TODAY};`],
    [true, `await ${TODAY.replace('editGroup', 'changeGroup')};`],
  ),
];

let directory: string;
/** By the folder of a direction, what the report says. */
const breaking = new Map<string, boolean>();
/** By the same, the compiler's errors against the old client and against the new one. */
const errors = new Map<string, string[]>();

const DIRECTIONS = PAIRS.flatMap(({ name, from, to, there, back }, index) => [
  { title: name, folder: `${index}-there`, before: from, after: to, ...there },
  { title: `${name}, taken back`, folder: `${index}-back`, before: to, after: from, ...back },
]);

beforeAll(async () => {
  directory = await scratch();
  for (const { folder, before, after, caller } of DIRECTIONS) {
    const root = join(directory, folder);
    await generateFrom(root, 'client', documentWith(before));
    await cp(join(root, 'client'), join(root, 'old'), { recursive: true });
    const report = join(root, 'report.json');
    await generateFrom(root, 'client', documentWith(after), '--report', report);
    const { comparison } = JSON.parse(await readFile(report, 'utf8')) as Report;
    breaking.set(
      folder,
      comparison.changes.some((change) => change.breaking),
    );
    for (const client of ['old', 'client']) {
      const code = `import { TigerConnectApi } from './${client}/TigerConnectApi.js';
declare const api: Omit<TigerConnectApi, 'request'>;
${caller}
export {};
`;
      await writeFile(join(root, `on-${client}.ts`), code);
    }
  }
  const files = DIRECTIONS.flatMap(({ folder }) =>
    ['old', 'client'].map((client) => join(directory, folder, `on-${client}.ts`)),
  );
  const program = ts.createProgram(files, { ...compilerOptions(), noUnusedLocals: false });
  for (const file of files) {
    const source = program.getSourceFile(file);
    const found = ts.getPreEmitDiagnostics(program, source);
    errors.set(
      file,
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
    );
  }
}, 180_000);

afterAll(async () => {
  await remove(directory);
});

test.each(DIRECTIONS)('$title: breaks callers: $breaks', ({ folder, breaks }) => {
  const errorsOn = (client: string) => errors.get(join(directory, folder, `on-${client}.ts`));
  expect(errorsOn('old')).toEqual([]);
  expect([errorsOn('client')?.length !== 0, breaking.get(folder)]).toEqual([breaks, breaks]);
});
