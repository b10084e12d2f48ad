/** A cause shows no word of what was sent, wherever in an operation it stands. */
import { expect, test } from '@jest/globals';

import { redact, toCause } from '../../../src/retry/cause.js';

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

const keeps = (thrown: Error, sent: object = { query: { to: 'ward' } }): boolean =>
  toCause(thrown, { method: 'POST', url: '/things/', ...sent }, noSecrets) === thrown;

test.each<[string, string, object]>([
  ['in the form', 'no ward', { formData: { to: 'the ward' } }],
  ['in a header', 'no ward', { headers: { 'X-To': 'ward' } }],
  ['in a cookie', 'no ward', { cookies: { to: 'ward' } }],
  ['of digits', 'no 4711', { query: { room: 'at 4711' } }],
  ['of two letters', 'no zq', { query: { to: 'zq' } }],
])('a word %s is hidden', (_, text, sent) => {
  expect(keeps(new Error(text), sent)).toBe(false);
});

test('a word that two fields would make together is none', () => {
  expect(keeps(new Error('bed'), { query: { to: 'errorbed' } })).toBe(true);
});

test('nothing, thrown, is a cause without a name', () => {
  expect(toCause(undefined, { method: 'GET', url: '/things/' }, noSecrets)).toMatchObject({
    message: 'unknown',
    code: 'unknown',
  });
});

test('the place in a list is no word of what was sent', () => {
  expect(keeps(new Error('0 of 1 arrived'), { query: { ids: ['a1', 'b2'] } })).toBe(true);
});

test.each(['Basic x', 'bearer x', 'no Authorization', '100 %'])(
  '%j may hold what cannot be compared',
  (text) => {
    expect(keeps(new Error(text))).toBe(false);
    expect(keeps(new Error('basics'))).toBe(true);
  },
);

test.each<[string, (() => readonly string[] | undefined) | undefined]>([
  ['are hidden, in either case', () => ['MEMBER']],
  ['that are not known hide all', () => undefined],
  ['that nobody gives hide all', undefined],
])('secrets %s', (_, secrets) => {
  expect(toCause(error, { method: 'GET', url: '/things/' }, secrets)).not.toBe(error);
});

test.each([
  'at f (/srv/ward/a.js:10:20)',
  'at /srv/ward/a.js:10:20',
  'at async f (file:///srv/ward/a.js:10:20)',
  'at f (node:internal/ward:10:20)',
  'at f (C:\\ward\\a.js:10:20)',
  'at new Ward (<anonymous>)',
])('a frame of the stack is no text: %s', (frame) => {
  const stack = `Error: x\n    ${frame}\n  ${frame}`;
  expect(keeps(Object.assign(new Error('x'), { stack }))).toBe(true);
});

test.each([
  '    at ward',
  '    at f (ward.js:1:2)',
  '    at /ward/a.js:1',
  '    at /ward/a.js:a:b',
  '    at /a.js:1:2 ward',
  '    at /ward/a.js:1:2 x',
  '    ward at /a.js:1:2',
  'at /ward/a.js:1:2',
  '    at ward (/a.js:1:2) (ward',
])('what is no frame of the stack is text: %j', (line) => {
  const stack = `Error: x\n${line}`;
  expect(keeps(Object.assign(new Error('x'), { stack }))).toBe(false);
});

const nested = (depth: number): Error =>
  depth === 0 ? new Error('x') : new Error('x', { cause: nested(depth - 1) });

test.each<[string, () => Error, boolean]>([
  ['with a name of its own', () => Object.assign(new Error('x'), { name: 'StubError' }), true],
  ['with a code', () => Object.assign(new Error('x'), { code: 'EX' }), true],
  ['without a stack', () => Object.assign(new Error('x'), { stack: undefined }), true],
  ['with a field of its own', () => Object.assign(new Error('x'), { to: 'a' }), false],
  ['of a class with a name', () => new (class extends TypeError {})('x'), true],
  [
    'of a class that prints otherwise',
    () =>
      new (class extends TypeError {
        override toString(): string {
          return 'ward';
        }
      })('x'),
    false,
  ],
  ['of no class', () => Object.setPrototypeOf(new Error('x'), null) as Error, true],
  [
    'of no class but that of objects',
    () => Object.setPrototypeOf(new Error('x'), Object.prototype) as Error,
    true,
  ],
  ['in whose cause are four more', () => nested(4), true],
  ['in whose cause are five more', () => nested(5), false],
])('an error %s is kept: %#', (_, make, kept) => {
  expect(keeps(make())).toBe(kept);
});

test.each(['ECONNRESET', 'E1', 'UND_ERR_SOCKET', `E${'X'.repeat(63)}`])(
  'the code %s is shown, also that of a cause',
  (code) => {
    expect(redact({ code })).toMatchObject({ message: code, code, name: 'Error' });
    expect(redact({ cause: { code } })).toMatchObject({ message: code, code });
  },
);

test.each(['E', `E${'X'.repeat(64)}`, 'eCONN', '1ERR', 'E-X', 'xEX', 'EX x', 'EX\n', 7, ['EX']])(
  'the code %j is not',
  (code) => {
    for (const thrown of [{ code }, { cause: { code } }, { code, cause: null }]) {
      expect(redact(thrown)).toMatchObject({ message: 'unknown', code: 'unknown' });
    }
  },
);

test.each(['Error', 'TypeError', 'AbortException', `${'a'.repeat(58)}Error`])(
  'the name %s is shown',
  (name) => {
    expect(redact({ name })).toMatchObject({ message: name, code: name, name });
  },
);

test.each([`${'a'.repeat(59)}Error`, 'Errors', 'My Error', '1Error', 'ward', 7, ['Error']])(
  'the name %j is not',
  (name) => {
    expect(redact({ name })).toMatchObject({ message: 'unknown', name: 'Error' });
  },
);
