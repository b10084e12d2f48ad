/** The operations of today's document by `api`: over the same client as `messages`. What grows is in grown-api.test.ts. */
import { expect, test } from '@jest/globals';

import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { OpenAPI } from '../../generated/core/OpenAPI.js';
import { attempt } from '../../generated/core/request.js';
import { operationToSend } from '../../src/api/operation.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { sendByApi, sendWithResponse } from '../support/operations.js';
import { accepted, startServer } from '../support/server.js';

const KEY = '9b2f1a0e-0a53-4c2c-9e62-8f4d1b3a7c11';

test('a call by api asks for what the same call by messages asks for', async () => {
  const server = await startServer([accepted('token-7')]);
  const { tigerconnect } = testClient(server, { headers: { 'X-Ward': '7' } });
  await expect(sendByApi(tigerconnect, { requestId: KEY })).resolves.toBe('token-7');
  await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'Bed 12', requestId: KEY });
  const [byApi, byMessages] = server.requests;
  expect(byApi).toEqual(byMessages);
  expect(byApi?.headers).toMatchObject({ 'request-id': KEY, 'x-ward': '7' });
});

test('"accepted before" with the token is a success, also by api', async () => {
  const server = await startServer([
    'reset',
    { status: 304, headers: { 'TT-X-Message-Id': 'token-7' } },
  ]);
  const sent = await sendWithResponse(testClient(server).tigerconnect);
  expect(sent).toMatchObject({ data: 'token-7', status: 304, attempts: 2 });
  expect(sent.headers['tt-x-message-id']).toBe('token-7');
  const keys = server.requests.map(({ headers }) => headers['request-id']);
  expect(keys).toEqual([sent.requestId, sent.requestId]);
});

test('a failure carries the key that the call got', async () => {
  const server = await startServer([{ status: 503 }]);
  const error = await failure(sendByApi(testClient(server).tigerconnect));
  expect(error).toMatchObject({ code: 'server', attempts: 5, delivery: 'unknown' });
  expect(server.requests.map(({ headers }) => headers['request-id'])).toEqual(
    Array(5).fill(error.requestId),
  );
});

test('credentials that rotate are asked for before each attempt', async () => {
  const server = await startServer([{ status: 503 }, accepted()]);
  let asked = 0;
  const credentials = () => Promise.resolve({ apiKey: `key${++asked}`, apiSecret: 's' });
  const client = testClient(server, { apiKey: undefined, apiSecret: undefined, credentials });
  await sendByApi(client.tigerconnect);
  const sent = server.requests.map(({ headers }) => headers.authorization?.split(' ')[1] ?? '');
  expect(sent.map((each) => Buffer.from(each, 'base64').toString())).toEqual(['key1:s', 'key2:s']);
});

test('api is made once, and its functions can be taken from it and replaced', async () => {
  const server = await startServer([accepted('token-7')]);
  const { tigerconnect } = testClient(server);
  const { message } = tigerconnect.api;
  const { sendMessage } = message;
  const given = { formData: { body: 'x' }, recipient: 'nurse@ward.example' };
  await expect(sendMessage(given)).resolves.toBe('token-7');
  message.sendMessage = () => Promise.resolve('fake');
  await expect(tigerconnect.api.message.sendMessage(given)).resolves.toBe('fake');
});

const operation = (more: Partial<ApiRequestOptions>): ApiRequestOptions => {
  return { method: 'POST', url: '/things/', ...more };
};

test('what is sent does not change with what was given', async () => {
  const list = ['a'];
  const deep = { list: ['a'], at: new Date(0) };
  const bytes = new Uint8Array([1, 2]);
  const given = operation({ query: { list }, body: deep });
  const { operation: json } = operationToSend(given);
  const { operation: binary } = operationToSend(operation({ body: bytes }));
  list.push('b');
  deep.list.push('b');
  bytes[0] = 9;
  expect(json).toMatchObject({ query: { list: ['a'] } });
  expect(JSON.stringify(json.body)).toBe('{"list":["a"],"at":"1970-01-01T00:00:00.000Z"}');
  expect([...new Uint8Array(await (binary.body as Blob).arrayBuffer())]).toEqual([1, 2]);
});

test('what is no plain list or object is sent as it is', () => {
  const file = new Blob(['x']);
  const at = new Date(0);
  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  const query = { at, none: null, bare: Object.create(null) as object };
  const sent = operationToSend(operation({ formData: { file }, query, body: cycle })).operation;
  expect(sent.formData?.['file']).toBe(file);
  expect(sent.query).toEqual({ at, none: null, bare: {} });
  expect(sent.body).toBe(cycle);
  expect(operationToSend(operation({ body: file })).operation.body).toBe(file);
  expect(operationToSend(operation({ query: { cycle } })).operation.query?.['cycle']).toEqual(
    cycle,
  );
});

test.each(['Request-ID', 'request-id', 'REQUEST-ID'])('a key is sent as %s', (name) => {
  const { operation: sent, requestId } = operationToSend(operation({ headers: { [name]: null } }));
  expect(sent.headers).toEqual({ [name]: requestId });
  expect(requestId).toMatch(/^[\da-f-]{36}$/);
  const own = operationToSend(operation({ headers: { [name]: 'row-7' } }));
  expect(own).toMatchObject({ requestId: 'row-7', operation: { headers: { [name]: 'row-7' } } });
});

test('what cannot be sent is refused by its name before anything is', async () => {
  const server = await startServer([accepted()]);
  const { message } = testClient(server).tigerconnect.api;
  const call = message.sendMessage as (given?: object) => Promise<string>;
  await expect(call()).rejects.toMatchObject({ name: 'InvalidArgumentError', attempts: 0 });
  expect(() => operationToSend(operation({ headers: { 'Request-ID': 'two words' } }))).toThrow(
    'must be a text of its own without blanks',
  );
  expect(server.connections).toBe(0);
});

test.each([
  ['formData.body', { formData: { body: 'a\ud800b' }, recipient: 'nurse@ward.example' }],
  ['recipient', { formData: { body: 'x' }, recipient: 'a\udc00b' }],
])('%s of half a character is refused, since it would arrive as another', async (field, given) => {
  const server = await startServer([accepted()]);
  const call = testClient(server).tigerconnect.api.message.sendMessage(given);
  expect(await failure(call)).toMatchObject({
    ...{ code: 'invalid_argument', field, delivery: 'not-sent' },
    message: `${field}: must be well-formed Unicode`,
  });
  expect(server.requests).toEqual([]);
});

test.each<[string, Partial<ApiRequestOptions>]>([
  ['requestBody', { body: 'a\ud800b', mediaType: 'text/plain' }],
  ['name', { path: { name: '\ud800' }, url: '/things/{name}/' }],
  ['formData.parts', { formData: { parts: 'a\ud800b' }, mediaType: 'multipart/form-data' }],
  ['ward', { cookies: { ward: '\ud800' } }],
])('so is %s', async (field, more) => {
  const config = { ...OpenAPI, BASE: 'https://api.example' };
  await expect(attempt(config, operation(more))).rejects.toMatchObject({
    field,
    problem: 'must be well-formed Unicode',
  });
});

test.each(['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'])(
  'the key %s, which nobody set, is refused',
  async (requestId) => {
    const { tigerconnect } = testClient({ url: 'https://api.example' });
    const error = await failure(sendByApi(tigerconnect, { requestId }));
    expect(error).toMatchObject({ code: 'invalid_argument', field: 'requestId' });
  },
);

test('what a getter of an argument throws is thrown', () => {
  const query = Object.defineProperty({}, 'q', {
    enumerable: true,
    get: () => JSON.parse('{') as string,
  });
  expect(() => operationToSend(operation({ query }))).toThrow(SyntaxError);
});
