// Named schemas: compared once, by what the operations do with them.
import { expect, test } from '@jest/globals';
import { changesBetween, linesFor, type Parts } from './pairs.js';

const text = { type: 'string' };
const states = (...values: string[]) => ({ type: 'string', enum: values });
const object = (properties: object) => ({ type: 'object', properties });

const node = (now: object, way: 'json' | 'response'): Parts => ({
  [way]: { $ref: '#/components/schemas/Node' },
  schemas: { Node: object({ next: { $ref: '#/components/schemas/Node' }, ...now }) },
});

test('a named schema is judged once, by how it is used, although it contains itself', () => {
  const old = node({ state: states('new') }, 'response');
  const now = node({ state: states('new', 'read') }, 'response');
  expect(linesFor(changesBetween(old, now))).toEqual([
    'BREAKS added schema Node · property state: The value "read" was added.',
  ]);
  const sent = [node({ state: states('new') }, 'json'), node({ state: text }, 'json')] as const;
  expect(linesFor(changesBetween(...sent))).toEqual([
    'changed schema Node · property state: Any value is possible now.',
  ]);
});

test('a named schema that is sent and received keeps the worse judgement, once', () => {
  const both = (...values: string[]): Parts => ({
    ...node({ state: states(...values) }, 'json'),
    response: { $ref: '#/components/schemas/Node' },
  });
  expect(linesFor(changesBetween(both('new'), both('new', 'read')))).toEqual([
    'BREAKS added schema Node · property state: The value "read" was added.',
  ]);
});

test('a change of a named schema that nobody uses is a patch', () => {
  const unused = (type: string): Parts => ({ schemas: { Old: { type } } });
  expect(changesBetween(unused('string'), unused('integer')).map(({ bump }) => bump)).toEqual([
    'patch',
  ]);
});

test('a removed named schema breaks users, an added one does not', () => {
  const having = (...names: string[]): Parts => ({
    schemas: Object.fromEntries(names.map((name) => [name, text])),
  });
  expect(linesFor(changesBetween(having('A', 'B'), having('B', 'C')))).toEqual([
    'BREAKS removed schema A: It was removed.',
    'added schema C: It was added.',
  ]);
});

test('a named schema under another name breaks those who name its type, and nobody on the wire', () => {
  const named = (name: string): Parts => ({
    response: { $ref: `#/components/schemas/${name}` },
    schemas: { [name]: object({ next: { $ref: `#/components/schemas/${name}` } }) },
  });
  expect(linesFor(changesBetween(named('Old'), named('New')))).toEqual([
    'BREAKS removed schema Old: It was removed.',
    'changed POST /message/: It is written in another way.',
    'added schema New: It was added.',
  ]);
});

test('a named schema that replaces anything is compared once, although it contains itself', () => {
  const parts = (json: unknown): Parts => ({
    json,
    schemas: { Tree: { type: 'array', items: { $ref: '#/components/schemas/Tree' } } },
  });
  const named = parts({ $ref: '#/components/schemas/Tree' });
  const types = ['anything', 'array'] as const;
  for (const [old, now, [was, is]] of [
    [parts({}), named, types],
    [named, parts({}), types.toReversed()],
    [parts({ type: 'array' }), named, ['', '']],
  ] as const) {
    const lines = linesFor(changesBetween(old, now)).join();
    expect(lines).toContain(was === '' ? 'each item' : `Its type was ${was} and is ${is} now.`);
  }
});

test('references in a loop or to nothing do not hang the comparison', () => {
  const circle = (more: object): Parts => ({
    response: object({ a: { $ref: '#/components/schemas/A' }, b: { $ref: '#/nowhere' }, ...more }),
    schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
  });
  expect(linesFor(changesBetween(circle({}), circle({ c: text })))).toEqual([
    'added POST /message/ · response 200 · property c: It was added.',
  ]);
});
