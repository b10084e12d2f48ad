/** A cause shows no word of what was sent, wherever in an operation it stands. */
import { expect, test } from '@jest/globals';

import { toCause } from '../../../src/retry/cause.js';

const error = new Error('no such member: jackie');
const noSecrets = (): readonly string[] => [];
const cycle: { self?: unknown; name: string } = { name: 'other' };
cycle.self = cycle;

test.each<[string, object]>([
  ['in a path', { path: { id: 'Jackie' } }],
  ['in a list of a query', { query: { ids: ['a', 'jackie'] } }],
  ['deep in a body', { body: { members: [{ name: 'jackie' }] } }],
  ['as the name of a property', { body: { jackie: true } }],
  ['perhaps in a file', { formData: { file: new Blob(['x']) } }],
  ['perhaps in bytes', { body: new Uint8Array([1]) }],
])('a word %s', (_, sent) => {
  const cause = toCause(error, { method: 'POST', url: '/things/', ...sent }, noSecrets);
  expect(cause).not.toBe(error);
  expect(cause).toMatchObject({ message: 'Error', code: 'Error' });
});

test.each<[string, object]>([
  ['nothing', {}],
  ['an empty text', { query: { name: '' } }],
  ['other words, numbers and nothing', { body: { count: 1, none: null, words: ['other'] } }],
  ['a text of two letters', { query: { name: 'zq' } }],
  ['an object that holds itself', { body: cycle }],
])('the error itself where what was sent is %s', (_, sent) => {
  expect(toCause(error, { method: 'POST', url: '/things/', ...sent }, noSecrets)).toBe(error);
});
