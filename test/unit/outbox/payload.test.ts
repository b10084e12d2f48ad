/** What is kept of a message: all that `send` would send, and no more. */
import { expect, test } from '@jest/globals';

import { user } from '../../../src/index.js';
import { decodePayload, encodePayload, recipientKey } from '../../../src/outbox/payload.js';
import { JsonNumber } from '../../../src/messages/data.js';
import { thrownBy } from './thrown.js';

const MESSAGE = { to: 'Nurse@WARD.example', body: 'Bed 12' };
const ID = '6c2d5f5e-6d0f-4a5c-9d51-000000000001';

test('a message is kept with its key, and its recipient as it travels', () => {
  expect(JSON.parse(encodePayload({ ...MESSAGE, ttl: undefined }, ID))).toEqual({
    ...{ to: 'nurse@ward.example', body: 'Bed 12', requestId: ID },
  });
});

test('an address that was made before is kept as it travels', () => {
  const to = user('3D5qqmf6f6RgVzFwcbZoIPuW');
  expect(JSON.parse(encodePayload({ ...MESSAGE, to }, ID))).toMatchObject({
    to: '3D5qqmf6f6RgVzFwcbZoIPuW',
  });
});

test('numbers of data are kept as they were written', () => {
  const number = new JsonNumber('12345678901234567890.10') as never;
  const payload = encodePayload({ ...MESSAGE, ttl: undefined, data: [{ a: number, b: 1 }] }, ID);
  expect(payload).toContain('"a":12345678901234567890.10,"b":1');
});

test('numbers of a message without data are plain', () => {
  expect(decodePayload('{"body":"Bed 12","ttl":1.0}')).toEqual({ body: 'Bed 12', ttl: 1 });
});

test('a message as long as a mebibyte of text is kept, and a longer one is refused', () => {
  const rest = encodePayload({ ...MESSAGE, body: 'x' }, ID).length - 1;
  const ofLength = (length: number) => ({ ...MESSAGE, body: 'x'.repeat(length - rest) });
  expect(encodePayload(ofLength(1_048_576), ID)).toHaveLength(1_048_576);
  expect(thrownBy(() => encodePayload(ofLength(1_048_577), ID))).toMatchObject({
    code: 'invalid_argument',
    field: 'message',
    message: 'message: must not be longer than 1048576 characters',
  });
});

test.each<[string, object]>([
  ['text', { data: 'text' }],
  ['a date', { data: [{ at: new Date(0) }] }],
])('data that cannot be sent is not kept: %s', (_, wrong) => {
  const message = { ...MESSAGE, ...wrong };
  expect(thrownBy(() => encodePayload(message, ID))).toMatchObject({
    ...{ code: 'invalid_argument', field: 'data' },
  });
});

test('the key of a recipient tells nobody who it is without the secret', () => {
  const key = recipientKey(MESSAGE, 'secret');
  expect(key).toBe('9H6I_1WpMlao7a9dpQk7V29nfX9sDF7G_rVZGxhFcW0');
  expect(recipientKey({ ...MESSAGE, to: 'nurse@ward.example' }, 'secret')).toBe(key);
  expect(recipientKey(MESSAGE, 'another')).not.toBe(key);
});
