// The overlay as the Overlay Specification has it, and what is refused or stale.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { objectsIn, operationsOf, textAt } from '../../../scripts/pipeline/document/document.js';
import { applyOverlay, readOverlay } from '../../../scripts/pipeline/stages/overlay.js';
import { parse, readText } from '../../../scripts/pipeline/stages/read.js';
import { generate, remove, ROOT, scratch, writeText } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

const DOCUMENT = {
  openapi: '3.0.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'http://a' }, { url: 'http://b' }, { url: 'https://c' }],
  tags: [{ name: 'pets', 'x-levels': [[1]] }],
  paths: {
    '/a': {
      get: { summary: 'A', required: ['x'], parameters: [{ in: 'query', name: 'q' }] },
      put: { summary: 'B', required: ['x'] },
    },
    "/it's": { get: { summary: 'C' } },
  },
};

async function overlay(actions: string, version = '1.0.0'): ReturnType<typeof applyOverlay> {
  const text = `overlay: ${version}\ninfo: { title: Test, version: 1.0.0 }\nactions:\n${actions}`;
  return applyOverlay(DOCUMENT, await readOverlay(await writeText(directory, text)));
}

/** The document after the actions, all of which had an effect. */
async function after(actions: string, version?: string): Promise<JsonObject> {
  const before = structuredClone(DOCUMENT);
  const { document, stale } = await overlay(actions, version);
  expect(stale).toEqual([]);
  expect(DOCUMENT).toEqual(before);
  return document;
}

describe('an update', () => {
  test('merges into an object, and joins the lists in it', async () => {
    const update = 'update: { summary: Z, parameters: [{ in: header, name: h }], x-new: { a: 1 } }';
    expect(await after(`  - target: $.paths['/a'].get\n    ${update}\n`)).toMatchObject({
      paths: {
        '/a': {
          get: {
            summary: 'Z',
            required: ['x'],
            parameters: [
              { in: 'query', name: 'q' },
              { in: 'header', name: 'h' },
            ],
            'x-new': { a: 1 },
          },
        },
      },
    });
  });

  test.each([
    ['an entry', '{ in: header, name: h }'],
    ['a list of entries', '[{ in: header, name: h }]'],
  ])('appends %s to a list', async (_, update) => {
    const target = "$.paths['/a'].get.parameters";
    expect(await after(`  - target: ${target}\n    update: ${update}\n`)).toMatchObject({
      paths: {
        '/a': {
          get: {
            parameters: [
              { in: 'query', name: 'q' },
              { in: 'header', name: 'h' },
            ],
          },
        },
      },
    });
  });

  test('appends to a list within a list, and replaces a plain value', async () => {
    const actions =
      "  - target: $.tags[0]['x-levels'][0]\n    update: 2\n  - target: $.info.title\n    update: Cats\n";
    expect(await after(actions)).toMatchObject({
      info: { title: 'Cats', version: '1' },
      tags: [{ name: 'pets', 'x-levels': [[1, 2]] }],
    });
  });

  test('goes to every match, beside "remove: false" too, and its copies are apart', async () => {
    const actions = `
  - target: $.paths['/a'].*
    remove: false
    update: { x-list: { a: [1] } }
  - target: $.paths['/a'].put['x-list'].a
    update: 2
  - target: $.paths["/it's"].get.summary
    update: D
`;
    const { paths } = (await after(actions)) as typeof DOCUMENT;
    expect(paths['/a'].get).toHaveProperty('x-list', { a: [1] });
    expect(paths['/a'].put).toHaveProperty('x-list', { a: [1, 2] });
    expect(paths["/it's"].get.summary).toBe('D');
  });

  test('of the document itself, and of required fields, names each once', async () => {
    const update = "update: { paths: { '/a': { get: { required: [x, y] } } } }";
    const { paths } = (await after(`  - target: $\n    ${update}\n`)) as typeof DOCUMENT;
    expect(paths['/a'].get.required).toEqual(['x', 'y']);
  });
});

test.each([
  ["$.servers[?(@.url != 'https://c')]", [{ url: 'https://c' }]],
  ['$.servers[1,0]', [{ url: 'https://c' }]],
  ['$.servers[0,1,0]', [{ url: 'https://c' }]],
  ['$.servers[-1]', [{ url: 'http://a' }, { url: 'http://b' }]],
])('removes each match of %s, and ignores an update beside that', async (target, servers) => {
  const action = `  - target: ${JSON.stringify(target)}\n    remove: true\n    update: 5\n`;
  expect((await after(action))['servers']).toEqual(servers);
});

test('copies a part of the document, as of version 1.1', async () => {
  const action = "  - target: $.paths['/a'].put\n    copy: $.paths['/a'].get\n";
  expect(await after(action, '1.1.0')).toMatchObject({
    paths: { '/a': { put: { summary: 'A', required: ['x'], parameters: [{ name: 'q' }] } } },
  });
});

test('an action that changes nothing is stale, with its reason', async () => {
  const { document, stale } = await overlay(`
  - target: $.paths['/b'].get
    description: A path that is gone
    update: { summary: Hello }
  - target: $
    update: { info: { title: Pets }, paths: { '/a': { get: { required: [x] } } } }
  - target: $.paths.*.*.nothing
    remove: true
`);
  expect(document).toEqual(DOCUMENT);
  const file: unknown = expect.any(String);
  expect(stale).toEqual([
    {
      ...{ number: 1, file, line: 5, target: "$.paths['/b'].get" },
      ...{ description: 'A path that is gone', reason: 'matches nothing' },
    },
    { number: 2, file, line: 8, target: '$', reason: 'changes nothing' },
    { number: 3, file, line: 10, target: '$.paths.*.*.nothing', reason: 'matches nothing' },
  ]);
});

describe('refuses', () => {
  test.each([
    ['without a target', '  - update: { a: 1 }\n', /:4: action 1 .*needs a target/],
    ['that does nothing', '  - target: $\n', /:4: action 1 .*needs "update" or "remove: true"/],
    ['that has an empty update', '  - target: $\n    update: {}\n', /needs "update"/],
    ['that does not remove', '  - target: $.info\n    remove: false\n', /needs "update"/],
    ['that removes in words', '  - target: $.info\n    remove: yes\n', /must be true or false/],
    ['that removes all', '  - target: $\n    remove: true\n', /would remove the whole document/],
    ['with a slip', '  - target: $\n    updat: { a: 1 }\n', /"updat" is not a field of an action/],
    [
      'that copies before 1.1',
      '  - target: $\n    copy: $.info\n',
      /"copy" needs "overlay: 1.1.0"/,
    ],
    ['whose target is not a JSONPath', '  - target: $.[\n    remove: true\n', /is not a JSONPath/],
    [
      'that does not fit',
      '  - target: $.info\n    update: [1]\n',
      /is an object, the update is a list/,
    ],
    [
      'that does not fit deep inside',
      '  - target: $\n    update: { info: { title: { a: 1 } } }\n',
      /action 1 cannot be applied: info title is a plain value, the update is an object/,
    ],
    [
      'that matches several kinds',
      '  - target: $.info.*\n    update: a\n  - target: $.*\n    update: { a: 1 }\n',
      /action 2 cannot be applied: its target matches .* and /,
    ],
    [
      'that is there twice',
      '  - target: $.info\n    update: { a: 1 }\n  - update: { a: 1 }\n    target: $.info\n',
      /:6: action 2 cannot be applied: is action 1 again/,
    ],
  ])('an action %s', async (_, actions, message) => {
    await expect(overlay(actions)).rejects.toThrow(message);
  });

  test('a copy of several parts, or beside an update', async () => {
    const target = '  - target: $.info\n    copy: $.paths.*\n';
    await expect(overlay(target, '1.1.0')).rejects.toThrow(/"copy" matches 2 places/);
    await expect(overlay(`${target}    update: { a: 1 }\n`, '1.1.0')).rejects.toThrow(/has both/);
  });

  test.each([
    [
      'of another version',
      'overlay: 2.0.0\nactions: []\n',
      /is not an Overlay 1\.0 or 1\.1 document/,
    ],
    ['without a title', 'overlay: 1.0.0\nactions: [{}]\n', /needs an "info" with a title/],
    [
      'without actions',
      'overlay: 1.0.0\ninfo: { title: a, version: "1" }\nactions: []\n',
      /no actions/,
    ],
  ])('a document %s', async (_, text, message) => {
    await expect(readOverlay(await writeText(directory, text))).rejects.toThrow(message);
  });
});

describe('what an action replaces', () => {
  const update = 'update: { summary: Z, x-new: 1 }';
  const action = (expects: string): string =>
    `  - target: $.paths['/a'].get\n    ${update}\n${expects === '' ? '' : `    x-expects: ${expects}\n`}`;

  async function reasons(actions: string, strict = true): Promise<string[]> {
    const head = `overlay: 1.0.0\nx-strict: ${strict}\ninfo: { title: Test, version: 1.0.0 }\n`;
    const file = await writeText(directory, `${head}actions:\n${actions}`);
    const { stale } = await applyOverlay(DOCUMENT, await readOverlay(file));
    return stale.map(({ reason }) => reason);
  }

  test('is what it states, or nothing', async () => {
    expect(await reasons(action('{ summary: A }'))).toEqual([]);
    expect(await reasons("  - target: $.paths['/a'].get\n    update: { x-new: 1 }\n")).toEqual([]);
    const relies = "  - target: $.paths['/a'].get\n    update: { x-new: 1 }\n";
    expect(await reasons(`${relies}    x-expects: { summary: A }\n`)).toEqual([]);
    const own = "  - target: $.paths['/a'].get\n    update: { toString: 1 }\n";
    expect(await reasons(`${own}    x-expects: {}\n`)).toEqual([]);
    // The specification knows no expectations.
    expect(await reasons(action(''), false)).toEqual([]);
  });

  test.each<[string, string, RegExp]>([
    ['a text', action(''), /^would replace paths \/a get summary, which is "A"/],
    ['another text than stated', action('{ summary: B }'), /summary, which is "A"/],
    [
      'beside a text that it relies on, where that is another one',
      `${action('{ summary: A }')}  - target: $.paths['/a'].get\n    update: { x-new: 2 }\n    x-expects: { summary: B, x-new: 1 }\n`,
      /^expects something else of paths \/a get summary, which is "Z"$/,
    ],
    [
      'removed where it is not what is stated',
      "  - target: $.paths['/a'].get\n    remove: true\n    x-expects: { summary: B }\n",
      /^expects something else of paths \/a get summary, which is "A"/,
    ],
    ['a text that is gone', action('{ summary: A, x-new: 2 }'), /x-new, which is not there/],
    [
      'a list',
      '  - target: $\n    update: { servers: [{ url: https://d }] }\n',
      /servers, which is \[/,
    ],
    [
      'all beside a reference',
      "  - target: $.paths['/a'].put\n    update: { $ref: '#/x' }\n",
      /paths \/a put, which is \{/,
    ],
  ])('is not %s', async (_, actions, reason) => {
    expect(await reasons(actions)).toEqual([expect.stringMatching(reason)]);
  });

  test('counts without strictness too, where it is stated', async () => {
    expect(await reasons(action('{ summary: B }'), false)).toHaveLength(1);
  });
});

describe('our overlay', () => {
  /** The parameters of that name, wherever they are. */
  const parameters = (document: JsonObject, name: string): JsonObject[] =>
    operationsOf(document)
      .flatMap(({ operation }) => objectsIn(operation['parameters']))
      .filter((parameter) => parameter['name'] === name);

  test.each<[string, (document: JsonObject) => unknown]>([
    [
      'gives a type',
      (document) =>
        parameters(document, 'ttl').map((parameter) =>
          Object.assign(parameter, { type: 'string' }),
        ),
    ],
    [
      'gives a lifetime in seconds',
      (document) =>
        parameters(document, 'ttl').map((parameter) =>
          Object.assign(parameter, {
            description: textAt(parameter, 'description').replace('minutes', 'seconds'),
          }),
        ),
    ],
    [
      'says how a list is written',
      (document) => {
        const list = { type: 'array', items: { type: 'string' }, collectionFormat: 'pipes' };
        return parameters(document, 'delivered').map((each) => Object.assign(each, list));
      },
    ],
    [
      'has security of its own',
      (document) =>
        Object.assign(document, {
          security: [{ key: [] }],
          securityDefinitions: { key: { type: 'apiKey', in: 'query', name: 'key' } },
        }),
    ],
    [
      'names another server',
      (document) => {
        delete document['schemes'];
        document['host'] = 'elsewhere.example';
      },
    ],
  ])('hides nothing where the vendor %s', async (_, change) => {
    const file = join(ROOT, 'spec/vendor.yaml');
    const vendor = await parse(file, await readText(file));
    const changed = structuredClone(vendor);
    change(changed);
    expect(changed).not.toEqual(vendor);
    await writeFile(join(directory, 'vendor.json'), JSON.stringify(changed));
    const flags = ['--input', 'vendor.json', '--overlay', join(ROOT, 'spec/overlay.yaml')];
    const run = await generate(directory, ...flags, '--output', 'out');
    expect(run.exitCode).toBe(1);
    expect(run.out).toMatch(/overlay actions? no longer fits?\n/);
  });
});
