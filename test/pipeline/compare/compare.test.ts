// The comparison of two documents as a whole.
import { expect, test } from '@jest/globals';
import { compare } from '../../../scripts/pipeline/compare/compare.js';
import { changesBetween, documentOf, type Parts } from './pairs.js';

const bump = (before: Parts, after: Parts) => compare(documentOf(before), documentOf(after)).bump;

test('a first generation has no change', () => {
  expect(compare(undefined, documentOf({}))).toEqual({ changes: [], bump: 'none', first: true });
});

test('equal documents have no change, whatever the order of their keys', () => {
  const { paths, info, ...rest } = documentOf({ parameters: [] }) as Record<string, unknown>;
  const comparison = compare({ ...rest, info, paths }, { paths, info, ...rest });
  expect(comparison).toEqual({ changes: [], bump: 'none', first: false });
});

test('the bump is a patch, a minor or a major version', () => {
  expect(bump({}, { operation: { summary: 'Send.' } })).toBe('patch');
  expect(bump({}, { operation: { deprecated: true } })).toBe('minor');
  expect(bump({}, { operation: { operationId: 'postMessage' } })).toBe('major');
});

test('what breaks comes first', () => {
  const parameter = (name: string) => ({ in: 'query', name, schema: { type: 'string' } });
  const changes = changesBetween(
    { parameters: [parameter('z')] },
    { parameters: [parameter('a')] },
  );
  expect(changes.map(({ breaking, where: place }) => [breaking, place])).toEqual([
    [true, `POST /message/ · query parameter z`],
    [false, `POST /message/ · query parameter a`],
  ]);
});

test('sameness is only claimed where nothing but words for people differs', () => {
  const titled = (title: string) => ({ ...documentOf({}), info: { title, version: '1' } });
  expect(compare(titled('a'), titled('b')).changes).toMatchObject([
    { id: 'reworded', where: 'document', bump: 'patch' },
  ]);
  const list = (...names: string[]): Parts => ({
    parameters: names.map((name) => ({ in: 'query', name, schema: { type: 'string' } })),
  });
  expect(changesBetween(list('a', 'b'), list('b', 'a'))).toMatchObject([
    { id: 'rewritten', where: 'POST /message/', bump: 'patch' },
  ]);
});

test('what no rule knows is said to be not understood, and breaks until a person has looked', () => {
  const hooked = (webhooks: object) => ({ ...documentOf({}), webhooks });
  expect(compare(hooked({}), hooked({ sent: { post: {} } })).changes).toMatchObject([
    { id: 'not-understood', where: 'document', breaking: true },
  ]);
});

test('each kind of change has an id, apart from its words', () => {
  const ids = (before: Parts, after: Parts) => changesBetween(before, after).map(({ id }) => id);
  const json = (type: string): Parts => ({ json: { type }, response: { type } });
  expect(ids({}, { operation: { deprecated: true } })).toEqual(['deprecated']);
  expect(ids(json('string'), json('boolean')).sort()).toEqual([
    'request-type-changed',
    'response-type-changed',
  ]);
});

test.each([[null], [[]], ['text'], [{ paths: null }], [{ paths: { '/a': null } }]])(
  'the odd document %j does not crash the comparison',
  (odd) => {
    expect(() => compare(odd, documentOf({}))).not.toThrow();
    expect(() => compare(documentOf({}), odd)).not.toThrow();
  },
);
