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

test('a difference that no rule knows is still a change', () => {
  const titled = (title: string) => ({ ...documentOf({}), info: { title, version: '1' } });
  expect(compare(titled('a'), titled('b')).changes).toMatchObject([
    { where: 'document', bump: 'patch' },
  ]);
});

test.each([[null], [[]], ['text'], [{ paths: null }], [{ paths: { '/a': null } }]])(
  'the odd document %j does not crash the comparison',
  (odd) => {
    expect(() => compare(odd, documentOf({}))).not.toThrow();
    expect(() => compare(documentOf({}), odd)).not.toThrow();
  },
);
