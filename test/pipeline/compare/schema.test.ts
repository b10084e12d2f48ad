// The same change of a schema is judged by the way its values travel: sent or received.
import { describe, expect, test } from '@jest/globals';
import { changesBetween, type Parts } from './pairs.js';

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
    change: 'a keyword that the comparison does not know',
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
    change: 'additional properties refused',
    old: { type: 'object' },
    now: { type: 'object', additionalProperties: false },
    sent: true,
    received: false,
  },
  {
    change: 'another type of additional properties',
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
  {
    change: 'a limit beside alternatives tightened',
    old: { oneOf: [text, { type: 'integer' }], maxLength: 9 },
    now: { oneOf: [text, { type: 'integer' }], maxLength: 5 },
    sent: true,
    received: false,
  },
  {
    change: 'a required field beside alternatives',
    old: { type: 'object', anyOf: [object({ a: text }), object({ b: text })] },
    now: { type: 'object', anyOf: [object({ a: text }), object({ b: text })], required: ['id'] },
    sent: true,
    received: false,
  },
  {
    change: 'alternatives introduced where there was one schema',
    old: { type: 'string', maxLength: 5 },
    now: { maxLength: 5, oneOf: [text, { type: 'integer' }] },
    sent: false,
    received: true,
  },
  {
    change: 'a required name that no property describes',
    old: { type: 'object' },
    now: { type: 'object', required: ['id'] },
    sent: true,
    received: false,
  },
  {
    change: 'a name that is no longer required, and that no property describes',
    old: { type: 'object', required: ['id'] },
    now: { type: 'object' },
    sent: false,
    received: true,
  },
  {
    change: 'a limit in a part of allOf that the last part only loosens',
    old: { allOf: [{ type: 'string', maxLength: 20 }, { maxLength: 10 }] },
    now: { allOf: [{ type: 'string', maxLength: 5 }, { maxLength: 10 }] },
    sent: true,
    received: false,
  },
  {
    change: 'a value in a part of allOf',
    old: { allOf: [states('new', 'read'), states('new', 'read', 'gone')] },
    now: { allOf: [states('new'), states('new', 'read', 'gone')] },
    sent: true,
    received: false,
  },
  {
    change: 'a pattern in a part of allOf where another has one too',
    old: { allOf: [{ type: 'string', pattern: 'a' }, { pattern: 'b' }] },
    now: { allOf: [{ type: 'string', pattern: 'c' }, { pattern: 'b' }] },
    sent: true,
    received: true,
  },
  {
    change: 'another discriminator',
    old: { oneOf: [text, object({})], discriminator: { propertyName: 'kind' } },
    now: { oneOf: [text, object({})], discriminator: { propertyName: 'type' } },
    sent: true,
    received: true,
  },
  {
    change: 'a discriminator value removed',
    old: {
      oneOf: [text],
      discriminator: { propertyName: 'kind', mapping: { a: '#/a', b: '#/b' } },
    },
    now: { oneOf: [text], discriminator: { propertyName: 'kind', mapping: { a: '#/a' } } },
    sent: true,
    received: false,
  },
  {
    change: 'the discriminator value toString removed',
    old: {
      oneOf: [text],
      discriminator: { propertyName: 'kind', mapping: { toString: '#/a', b: '#/b' } },
    },
    now: { oneOf: [text], discriminator: { propertyName: 'kind', mapping: { b: '#/b' } } },
    sent: true,
    received: false,
  },
  {
    change: 'a discriminator introduced',
    old: { oneOf: [object({ kind: text })] },
    now: { oneOf: [object({ kind: text })], discriminator: { propertyName: 'kind' } },
    sent: true,
    received: false,
  },
  {
    change: 'anyOf that became oneOf',
    old: { anyOf: [text, { type: 'integer' }] },
    now: { oneOf: [text, { type: 'integer' }] },
    sent: true,
    received: false,
  },
  {
    change: 'oneOf that became anyOf',
    old: { oneOf: [text, { type: 'integer' }] },
    now: { anyOf: [text, { type: 'integer' }] },
    sent: false,
    received: true,
  },
  {
    change: 'int64 that became int32',
    old: { type: 'integer', format: 'int64' },
    now: { type: 'integer', format: 'int32' },
    sent: true,
    received: false,
  },
  {
    change: 'int32 that became int64',
    old: { type: 'integer', format: 'int32' },
    now: { type: 'integer', format: 'int64' },
    sent: false,
    received: false,
  },
  {
    change: 'a format that nobody knows',
    old: text,
    now: { type: 'string', format: 'ward-code' },
    sent: true,
    received: false,
  },
  {
    change: 'a minimum length of 0',
    old: text,
    now: { type: 'string', minLength: 0 },
    sent: false,
    received: false,
  },
  {
    change: 'a multiple that is finer',
    old: { type: 'integer', multipleOf: 10 },
    now: { type: 'integer', multipleOf: 5 },
    sent: false,
    received: false,
  },
  {
    change: 'other words inside an alternative',
    old: { oneOf: [text, object({ description: { type: 'integer', description: 'a' } })] },
    now: { oneOf: [text, object({ description: { type: 'integer', description: 'b' } })] },
    sent: false,
    received: false,
  },
  {
    change: 'a field called like a word for people',
    old: { oneOf: [text, object({ description: text })] },
    now: { oneOf: [text, object({ description: { type: 'boolean' } })] },
    sent: true,
    received: true,
  },
  {
    change: 'two lists of alternatives, of which the second changed',
    old: { oneOf: [text], anyOf: [{ minLength: 1 }] },
    now: { oneOf: [text], anyOf: [{ minLength: 2 }] },
    sent: true,
    received: true,
  },
];

const ways: [keyof Rule & ('sent' | 'received'), (value: unknown) => Parts][] = [
  ['sent', (value) => ({ json: object({ value }) })],
  ['received', (value) => ({ response: object({ value }) })],
];

describe.each(rules)('$change', (rule) => {
  test.each(ways)(`judged where it is %s`, (way, parts) => {
    const changes = changesBetween(parts(rule.old), parts(rule.now));
    const becameReadOnly = rule.change.includes('only the service') && way === 'received';
    expect(changes.length > 0 || becameReadOnly).toBe(true);
    expect(changes.some((change) => change.breaking)).toBe(rule[way]);
  });
});
