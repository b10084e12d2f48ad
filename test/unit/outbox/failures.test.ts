/** What is told of a failure of the database, and of a package that is missing: its code, and nothing of a row. */
import { expect, test } from '@jest/globals';

import { ConfigurationError } from '../../../src/errors.js';
import {
  databaseErrorCode,
  OutboxError,
  withOutboxError,
} from '../../../src/outbox/outbox-error.js';

const failing = (thrown: unknown): Promise<unknown> =>
  withOutboxError('enqueue', () => Promise.reject(thrown as Error)).catch(
    (error: unknown) => error,
  );

test.each<[string, unknown, string]>([
  ['a SQLSTATE', { code: '23505' }, '23505'],
  ['the code of a system', { code: 'ECONNREFUSED', name: 'Error' }, 'ECONNREFUSED'],
  ['a code of two letters', { code: 'AB' }, 'AB'],
  ['a code of 64 letters', { code: 'A'.repeat(64) }, 'A'.repeat(64)],
  ['no code of one letter', { code: 'A', name: 'TypeError' }, 'TypeError'],
  ['no code of 65 letters', { code: 'A'.repeat(65), name: 'TypeError' }, 'TypeError'],
  ['no text', { code: 'to NURSE', name: 'E' }, 'E'],
  ['no text before a code', { code: 'nurse 23505', name: 'E' }, 'E'],
  ['no number', { code: 23_505, name: 'Error' }, 'Error'],
  ['no list', { code: ['23505'], name: ['Error'] }, 'unknown'],
  ['no name with a text before it', { name: 'nurse Error' }, 'unknown'],
  ['no name with a text behind it', { name: 'Error of nurse' }, 'unknown'],
  ['a name of 64 letters', { name: 'a'.repeat(64) }, 'a'.repeat(64)],
  ['no name of 65 letters', { name: 'a'.repeat(65) }, 'unknown'],
  ['nothing of what is no error', undefined, 'unknown'],
  ['nothing of null', null, 'unknown'],
])('a failure is told by %s', (_, error, code) => {
  expect(databaseErrorCode(error)).toBe(code);
});

test('an error of the database is told by what was done and its code', async () => {
  const row = Object.assign(new Error('Failing row contains (nurse@ward.example)'), {
    ...{ code: '23514', name: 'DatabaseError' },
  });
  const error = (await failing(row)) as OutboxError;
  expect(error).toBeInstanceOf(OutboxError);
  expect(error).toMatchObject({
    ...{ attempts: 0, delivery: 'unknown', name: 'OutboxError', code: 'outbox' },
    ...{ during: 'enqueue', databaseCode: '23514' },
  });
  expect(error.message).toBe('enqueue: the database failed (23514)');
  expect(error.cause).toMatchObject({ message: '23514', code: '23514' });
});

test('an error of ours is told as it is', async () => {
  const ours = new ConfigurationError('schema', 'is of another version');
  expect(await failing(ours)).toBe(ours);
});

test('what works gives its result', async () => {
  expect(await withOutboxError('status', () => Promise.resolve(5))).toBe(5);
});
