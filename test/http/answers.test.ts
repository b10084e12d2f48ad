/** Where the token of a message is found, and fetch functions that give no proper answer. */
import { expect, test } from '@jest/globals';

import type { FetchFunction } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const json = { 'Content-Type': 'application/json' };

test('a token that is only in the reply, as other clients find it, is the token', async () => {
  const server = await startServer([
    { status: 201, headers: json, body: '{"status":"ok","reply":{"message_id":"token-7"}}' },
  ]);
  const sent = await testClient(server).tigerconnect.messages.send(message);
  expect(sent).toMatchObject({ messageId: 'token-7' });
});

test.each(['{"reply":null}', '{"reply":{"message_id":7}}', '[]', '"text"', 'null'])(
  'a reply of %s holds none',
  async (body) => {
    const server = await startServer([{ headers: json, body }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ code: 'invalid_response', delivery: 'unknown' });
  },
);

test('a token header that comes twice is an invalid response', async () => {
  const server = await startServer([{ headers: { 'TT-X-Message-Id': ['one', 'two'] } }]);
  const error = await failure(testClient(server).tigerconnect.messages.send(message));
  expect(error).toMatchObject({ code: 'invalid_response', delivery: 'unknown', attempts: 1 });
});

const answers: [string, () => unknown][] = [
  [
    'throws at once',
    () => {
      throw new Error('nurse@ward.example');
    },
  ],
  ['gives nothing', () => undefined],
  ['resolves to nothing', () => Promise.resolve()],
  ['resolves to text', () => Promise.resolve('ok')],
  ['gives no status', () => Promise.resolve({ headers: new Headers() })],
  ['gives no headers', () => Promise.resolve({ status: 204 })],
  [
    'gives a body that is no stream',
    () => Promise.resolve({ status: 200, headers: new Headers(), body: 7 }),
  ],
];

test.each(answers)('a fetch function that %s is a connection error, unknown', async (_, answer) => {
  const { messages } = testClient(
    { url: 'http://127.0.0.1:1' },
    { fetch: answer as FetchFunction, maxRetries: 0 },
  ).tigerconnect;
  const error = await failure(messages.send(message));
  expect(error).toMatchObject({ code: 'connection', delivery: 'unknown', attempts: 1 });
  expect(error.message).not.toContain('nurse');
});
