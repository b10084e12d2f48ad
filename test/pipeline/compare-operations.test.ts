// Where an operation lives, what it is called and what it answers. Each rule with its harmless twin.
import { describe, expect, test } from '@jest/globals';
import { compare } from '../../scripts/pipeline/compare/compare.js';
import { changesBetween, documentOf, type OneWay, type Parts } from './compare-pairs.js';
import { reversed, told, type Twins } from './compare-pairs.js';

const text = { type: 'string' };
const where = 'POST /message/';
const token = { 'TT-X-Message-Id': { schema: text } };
const json = { 'application/json': { schema: text } };
const answers = (responses: object): Parts => ({ responses });
const secured = (...security: object[]): Parts => ({ document: { security } });

const oneWay: OneWay[] = [
  {
    breaks: 'a removed operation',
    before: {},
    after: { document: { paths: {} } },
    says: `BREAKS removed ${where}: It was removed.`,
    harmless: 'a new operation',
  },
  {
    breaks: 'a lost tag',
    before: { operation: { tags: ['Message', 'Status'] } },
    after: { operation: { tags: ['Message'] } },
    says: `BREAKS changed ${where}: It left the tag Status.`,
    harmless: 'a further tag',
  },
  {
    breaks: 'a lost header of an answer',
    before: answers({ 204: { description: 'OK', headers: token } }),
    after: answers({ 204: { description: 'OK' } }),
    says: `BREAKS removed ${where} · answer 204 · header TT-X-Message-Id: It was removed.`,
    harmless: 'a new header of an answer',
  },
  {
    breaks: 'an answer that lost its content',
    before: answers({ 200: { description: 'OK', content: json } }),
    after: answers({ 200: { description: 'OK' } }),
    says: `BREAKS removed ${where} · answer 200: It no longer carries application/json.`,
    harmless: 'an answer that got content',
  },
  {
    breaks: 'a lost success answer',
    before: answers({ 200: { description: 'OK' }, 204: { description: 'None' } }),
    after: answers({ 200: { description: 'OK' } }),
    says: `BREAKS removed ${where} · answer 204: It was removed.`,
    harmless: 'a further success answer of the same content',
  },
  {
    breaks: 'credentials where none were needed',
    before: {},
    after: secured({ basic: [] }),
    says: 'BREAKS changed document: It needed no credentials and needs basic now.',
    harmless: 'credentials that are no longer needed',
  },
  {
    breaks: 'a way in that is closed',
    before: secured({ basic: [] }, { key: [] }),
    after: secured({ key: [] }),
    says: 'BREAKS changed document: It needed basic or key and needs key now.',
    harmless: 'a further way in',
  },
  {
    breaks: 'a further scope',
    before: { operation: { security: [{ oauth: ['read'] }] } },
    after: { operation: { security: [{ oauth: ['read', 'write'] }] } },
    says: `BREAKS changed ${where}: It needed oauth (read) and needs oauth (read, write) now.`,
    harmless: 'a scope less',
  },
];

const twins: Twins[] = [
  {
    breaks: 'another operation id',
    pair: [{}, { operation: { operationId: 'postMessage' } }],
    says: `BREAKS changed ${where}: Its operation id was sendMessage and is postMessage now.`,
    harmless: 'another summary',
    twin: [{}, { operation: { summary: 'Send.' } }],
  },
  {
    breaks: 'another tag',
    pair: [{}, { operation: { tags: ['Messages'] } }],
    says: `BREAKS changed ${where}: It moved from the tag Message to Messages.`,
    harmless: 'a description of the tag',
    twin: [{}, { document: { tags: [{ name: 'Message', description: 'x' }] } }],
  },
  {
    breaks: 'another path',
    pair: [{}, { path: '/messages/' }],
    says: `BREAKS changed POST /messages/: It moved here from ${where}.`,
    harmless: 'a deprecated operation',
    twin: [{}, { operation: { deprecated: true } }],
  },
  {
    breaks: 'another method',
    pair: [{}, { method: 'put' }],
    says: `BREAKS changed PUT /message/: It moved here from ${where}.`,
    harmless: 'a second operation on the path',
    twin: [
      { document: { paths: { '/a': { get: {} } } } },
      { document: { paths: { '/a': { get: {}, put: {} } } } },
    ],
  },
  {
    breaks: 'another first server',
    pair: [
      { document: { servers: [{ url: 'https://a.example' }] } },
      { document: { servers: [{ url: 'https://b.example' }] } },
    ],
    says: 'BREAKS changed servers: The client calls https://b.example and called https://a.example before.',
    harmless: 'a further server',
    twin: [
      { document: { servers: [{ url: 'https://a.example' }] } },
      { document: { servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }] } },
    ],
  },
  {
    breaks: 'a further success answer that callers do not know how to read',
    pair: [
      answers({ 200: { description: 'OK', content: json } }),
      answers({ 200: { description: 'OK', content: json }, 202: { description: 'Later' } }),
    ],
    says: `BREAKS added ${where} · answer 202: It was added.`,
    harmless: 'a further failure',
    twin: [
      answers({ 200: { description: 'OK', content: json } }),
      answers({ 200: { description: 'OK', content: json }, 409: { description: 'Conflict' } }),
    ],
  },
  {
    breaks: 'a failure that went with its headers',
    pair: [answers({ 429: { description: 'Slow', headers: token } }), answers({})],
    says: `BREAKS removed ${where} · answer 429: It was removed, and its headers with it.`,
    harmless: 'a failure that went',
    twin: [answers({ 404: { description: 'Unknown' } }), answers({})],
  },
  {
    breaks: 'a security scheme that works in another way',
    pair: [
      { document: { components: { securitySchemes: { key: { type: 'http', scheme: 'basic' } } } } },
      {
        document: { components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } },
      },
    ],
    says: 'BREAKS changed security scheme key: It works in another way now.',
    harmless: 'one that is described differently',
    twin: [
      { document: { components: { securitySchemes: { key: { type: 'http', scheme: 'basic' } } } } },
      {
        document: {
          components: {
            securitySchemes: { key: { type: 'http', scheme: 'basic', description: 'x' } },
          },
        },
      },
    ],
  },
];

describe.each([...oneWay.map(reversed), ...twins])('$breaks', ({ pair, twin, says, harmless }) => {
  test('breaks users', () => {
    expect(told(changesBetween(...pair))).toContain(says);
  });

  test(`has a harmless twin: ${harmless}`, () => {
    const changes = changesBetween(...twin);
    expect(changes).not.toEqual([]);
    expect(changes.filter((change) => change.breaking)).toEqual([]);
  });
});

describe('the comparison', () => {
  const bump = (before: Parts, after: Parts) => compare(documentOf(before), documentOf(after)).bump;

  test('has nothing to say of a first generation', () => {
    expect(compare(undefined, documentOf({}))).toEqual({ changes: [], bump: 'none', first: true });
  });

  test('has nothing to say of equal documents, whatever the order of their keys', () => {
    const { paths, info, ...rest } = documentOf({ parameters: [] }) as Record<string, unknown>;
    const comparison = compare({ ...rest, info, paths }, { paths, info, ...rest });
    expect(comparison).toEqual({ changes: [], bump: 'none', first: false });
  });

  test('asks for a patch, a minor or a major version', () => {
    expect(bump({}, { operation: { summary: 'Send.' } })).toBe('patch');
    expect(bump({}, { operation: { deprecated: true } })).toBe('minor');
    expect(bump({}, { operation: { operationId: 'postMessage' } })).toBe('major');
  });

  test('tells what breaks first', () => {
    const parameter = (name: string) => ({ in: 'query', name, schema: text });
    const changes = changesBetween(
      { parameters: [parameter('z')] },
      { parameters: [parameter('a')] },
    );
    expect(changes.map(({ breaking, where: place }) => [breaking, place])).toEqual([
      [true, `${where} · query parameter z`],
      [false, `${where} · query parameter a`],
    ]);
  });

  test('sees a path parameter under another name as what it is to callers', () => {
    const path = (name: string): Parts => ({
      path: `/message/{${name}}`,
      parameters: [{ in: 'path', name, required: true, schema: text }],
      operation: { operationId: undefined },
    });
    expect(told(changesBetween(path('id'), path('token')))).toContain(
      'BREAKS removed POST /message/{token} · path parameter id: It was removed.',
    );
  });

  test('never passes over a difference that no rule knows', () => {
    const titled = (title: string) => ({ ...documentOf({}), info: { title, version: '1' } });
    expect(compare(titled('a'), titled('b')).changes).toMatchObject([
      { where: 'document', bump: 'patch' },
    ]);
  });

  test.each([[null], [[]], ['text'], [{ paths: null }], [{ paths: { '/a': null } }]])(
    'does not fall over %j',
    (odd) => {
      expect(() => compare(odd, documentOf({}))).not.toThrow();
      expect(() => compare(documentOf({}), odd)).not.toThrow();
    },
  );
});
