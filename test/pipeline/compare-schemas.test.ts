// The same change of a schema is judged by the way its values travel: sent or received.
import { describe, expect, test } from '@jest/globals';
import { changesBetween, type Parts, told } from './compare-pairs.js';

const text = { type: 'string' };
const states = (...values: string[]) => ({ type: 'string', enum: values });
const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
});

/** `sent` and `received`: whether the change from `old` to `now` breaks users there. */
interface Rule {
  change: string;
  old: unknown;
  now: unknown;
  sent: boolean;
  received: boolean;
}

const rules: Rule[] = [
  { change: 'another type', old: text, now: { type: 'boolean' }, sent: true, received: true },
  {
    change: 'a wider type',
    old: { type: 'integer' },
    now: { type: 'number' },
    sent: false,
    received: true,
  },
  {
    change: 'a narrower type',
    old: { type: 'number' },
    now: { type: 'integer' },
    sent: true,
    received: false,
  },
  { change: 'a type where there was none', old: {}, now: text, sent: true, received: false },
  { change: 'no type any more', old: text, now: {}, sent: false, received: true },
  {
    change: 'an object that can be anything now',
    old: object({ id: text }),
    now: {},
    sent: false,
    received: true,
  },
  {
    change: 'null allowed',
    old: text,
    now: { type: 'string', nullable: true },
    sent: false,
    received: true,
  },
  {
    change: 'null no longer allowed',
    old: { type: 'string', nullable: true },
    now: text,
    sent: true,
    received: false,
  },
  {
    change: 'null allowed, as OpenAPI 3.1 writes it',
    old: text,
    now: { type: ['string', 'null'] },
    sent: false,
    received: true,
  },
  {
    change: 'an enum value removed',
    old: states('new', 'read'),
    now: states('new'),
    sent: true,
    received: false,
  },
  {
    change: 'an enum value added',
    old: states('new'),
    now: states('new', 'read'),
    sent: false,
    received: true,
  },
  { change: 'an enum introduced', old: text, now: states('new'), sent: true, received: false },
  { change: 'an enum dropped', old: states('new'), now: text, sent: false, received: true },
  {
    change: 'a format that is checked',
    old: text,
    now: { type: 'string', format: 'uuid' },
    sent: true,
    received: false,
  },
  {
    change: 'a format that is only a hint',
    old: text,
    now: { type: 'string', format: 'json' },
    sent: false,
    received: false,
  },
  {
    change: 'a limit tightened',
    old: { type: 'integer', minimum: 0 },
    now: { type: 'integer', minimum: 1 },
    sent: true,
    received: false,
  },
  {
    change: 'a limit loosened',
    old: { type: 'string', maxLength: 10 },
    now: { type: 'string', maxLength: 20 },
    sent: false,
    received: false,
  },
  {
    change: 'another pattern',
    old: { type: 'string', pattern: 'a' },
    now: { type: 'string', pattern: 'b' },
    sent: true,
    received: false,
  },
  {
    change: 'another default',
    old: { type: 'integer', default: 1 },
    now: { type: 'integer', default: 2 },
    sent: false,
    received: false,
  },
  {
    change: 'a rule nobody here knows',
    old: text,
    now: { type: 'string', not: { enum: ['x'] } },
    sent: true,
    received: true,
  },
  {
    change: 'other items of a list',
    old: { type: 'array', items: { type: 'integer' } },
    now: { type: 'array', items: { type: 'number' } },
    sent: false,
    received: true,
  },
  {
    change: 'a property removed',
    old: object({ id: text, state: text }),
    now: object({ id: text }),
    sent: true,
    received: true,
  },
  {
    change: 'a property added',
    old: object({ id: text }),
    now: object({ id: text, state: text }),
    sent: false,
    received: false,
  },
  {
    change: 'a required property added',
    old: object({}),
    now: object({ id: text }, ['id']),
    sent: true,
    received: false,
  },
  {
    change: 'a property that becomes required',
    old: object({ id: text }),
    now: object({ id: text }, ['id']),
    sent: true,
    received: false,
  },
  {
    change: 'a property that becomes optional',
    old: object({ id: text }, ['id']),
    now: object({ id: text }),
    sent: false,
    received: true,
  },
  {
    change: 'a property that only the service sends now',
    old: object({ id: text }),
    now: object({ id: { ...text, readOnly: true } }),
    sent: true,
    received: false,
  },
  {
    change: 'further fields refused',
    old: { type: 'object' },
    now: { type: 'object', additionalProperties: false },
    sent: true,
    received: false,
  },
  {
    change: 'another type of further fields',
    old: { type: 'object', additionalProperties: text },
    now: { type: 'object', additionalProperties: { type: 'integer' } },
    sent: true,
    received: true,
  },
  {
    change: 'an alternative removed',
    old: { oneOf: [text, { type: 'integer' }] },
    now: { oneOf: [text] },
    sent: true,
    received: false,
  },
  {
    change: 'an alternative added',
    old: text,
    now: { anyOf: [text, { type: 'integer' }] },
    sent: false,
    received: true,
  },
  {
    change: 'a part of allOf gains a required field',
    old: { allOf: [object({ id: text }, ['id'])] },
    now: { allOf: [object({ id: text }, ['id']), object({ at: text }, ['at'])] },
    sent: true,
    received: false,
  },
  {
    change: 'other words',
    old: { type: 'string', description: 'a' },
    now: { type: 'string', description: 'b', example: 'c', 'x-note': 1 },
    sent: false,
    received: false,
  },
];

const ways: [keyof Rule & ('sent' | 'received'), (value: unknown) => Parts][] = [
  ['sent', (value) => ({ json: object({ value }) })],
  ['received', (value) => ({ answer: object({ value }) })],
];

describe.each(rules)('$change', (rule) => {
  test.each(ways)(`judged where it is %s`, (way, parts) => {
    const changes = changesBetween(parts(rule.old), parts(rule.now));
    const becameReadOnly = rule.change.includes('only the service') && way === 'received';
    expect(changes.length > 0 || becameReadOnly).toBe(true);
    expect(changes.some((change) => change.breaking)).toBe(rule[way]);
  });
});

describe('a named schema', () => {
  const node = (now: object, way: 'json' | 'answer'): Parts => ({
    [way]: { $ref: '#/components/schemas/Node' },
    schemas: { Node: object({ next: { $ref: '#/components/schemas/Node' }, ...now }) },
  });

  test('is judged once, by what its users do with it, though it contains itself', () => {
    const old = node({ state: states('new') }, 'answer');
    const now = node({ state: states('new', 'read') }, 'answer');
    expect(told(changesBetween(old, now))).toEqual([
      'BREAKS added schema Node · property state: The value "read" was added.',
    ]);
    const sent = [node({ state: states('new') }, 'json'), node({ state: text }, 'json')] as const;
    expect(told(changesBetween(...sent))).toEqual([
      'changed schema Node · property state: Any value is possible now.',
    ]);
  });

  test('that is sent and received keeps the worse judgement, once', () => {
    const both = (...values: string[]): Parts => ({
      ...node({ state: states(...values) }, 'json'),
      answer: { $ref: '#/components/schemas/Node' },
    });
    expect(told(changesBetween(both('new'), both('new', 'read')))).toEqual([
      'BREAKS added schema Node · property state: The value "read" was added.',
    ]);
  });

  test('that nobody uses can change as it likes', () => {
    const unused = (type: string): Parts => ({ schemas: { Old: { type } } });
    expect(changesBetween(unused('string'), unused('integer')).map(({ bump }) => bump)).toEqual([
      'patch',
    ]);
  });

  test('that goes takes its type with it, and one that comes is new', () => {
    const having = (...names: string[]): Parts => ({
      schemas: Object.fromEntries(names.map((name) => [name, text])),
    });
    expect(told(changesBetween(having('A', 'B'), having('B', 'C')))).toEqual([
      'BREAKS removed schema A: It was removed.',
      'added schema C: It was added.',
    ]);
  });

  test('under another name breaks those who name its type, and nobody on the wire', () => {
    const named = (name: string): Parts => ({
      answer: { $ref: `#/components/schemas/${name}` },
      schemas: { [name]: object({ next: { $ref: `#/components/schemas/${name}` } }) },
    });
    expect(told(changesBetween(named('Old'), named('New')))).toEqual([
      'BREAKS removed schema Old: It was removed.',
      'changed POST /message/: It is written differently and means the same.',
      'added schema New: It was added.',
    ]);
  });

  test('in the place of anything ends the comparison, though it contains itself', () => {
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
      const lines = told(changesBetween(old, now)).join();
      expect(lines).toContain(was === '' ? 'each item' : `Its type was ${was} and is ${is} now.`);
    }
  });

  test('with references that go in a circle or nowhere does not hang the comparison', () => {
    const circle = (more: object): Parts => ({
      answer: object({ a: { $ref: '#/components/schemas/A' }, b: { $ref: '#/nowhere' }, ...more }),
      schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } },
    });
    expect(told(changesBetween(circle({}), circle({ c: text })))).toEqual([
      'added POST /message/ · answer 200 · property c: It was added.',
    ]);
  });
});
