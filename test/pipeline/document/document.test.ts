// The one reader of documents: what counts as an operation, and where a reference leads.
import { expect, test } from '@jest/globals';
import {
  dereference,
  equal,
  type JsonObject,
  operationsOf,
} from '../../../scripts/pipeline/document/document.js';

test('an operation has one of the methods that the client can have, in lower case', () => {
  const document = { paths: { '/a': { get: {}, trace: {}, POST: {}, put: null, parameters: [] } } };
  expect(operationsOf(document)).toMatchObject([{ method: 'get', place: 'GET /a' }]);
});

test('a reference is followed however long its chain is', () => {
  const chain = Array.from({ length: 100 }, (_, n): [string, JsonObject] => [
    `S${n}`,
    n === 99 ? { type: 'string' } : { $ref: `#/s/S${n + 1}` },
  ]);
  const document = { s: Object.fromEntries(chain) };
  expect(dereference(document, { $ref: '#/s/S0' })).toEqual({ type: 'string' });
});

test.each([
  ['#/s/A', 'in a loop of two'],
  ['#/s/Self', 'to itself'],
  ['#/s/None', 'to nothing'],
  ['other.json#/s/A', 'to another document'],
])('the reference %s, %s, leads to an empty object', ($ref) => {
  const s = { A: { $ref: '#/s/B' }, B: { $ref: '#/s/A' }, Self: { $ref: '#/s/Self' } };
  expect(dereference({ s }, { $ref })).toEqual({});
});

test.each([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [{ toString: 1 }, { a: 1 }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, {}, false],
])('equal means equal in content: %j and %j', (a, b, expected) => {
  expect(equal(a, b)).toBe(expected);
  expect(equal(b, a)).toBe(expected);
});
