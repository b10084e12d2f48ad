/** Which error each answer and each failure becomes, word for word, and what observers are told of it. */
import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import {
  ApiError,
  AuthenticationError,
  ConfigurationError,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  type SendMessage,
  ServerError,
} from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, type Answer, goneServer, startServer } from '../support/server.js';

const message: SendMessage = { to: 'nurse@ward.example', body: 'Bed 12' };
const requestId = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const token = { 'TT-X-Message-Id': 'token-1' };
const json = { 'Content-Type': 'application/json' };

type ErrorClass = typeof ApiError;
const redirect = 'redirects are not followed, check baseUrl';
const wrongCredentials = 'check the API key and secret';
const acceptedBefore = 'it was accepted before, without a usable TT-X-Message-Id';
const unknownAddressee = 'check baseUrl and the recipient or token that was addressed';
const later = 'repeat later with the same requestId';
const refused = 'the request was refused; `body` may say why';

describe('an answer', () => {
  test.each<[number, ErrorClass, string, string, 'not-sent' | 'unknown']>([
    [300, InvalidResponseError, 'invalid_response', redirect, 'unknown'],
    [302, InvalidResponseError, 'invalid_response', redirect, 'unknown'],
    [307, InvalidResponseError, 'invalid_response', redirect, 'not-sent'],
    [303, InvalidResponseError, 'invalid_response', redirect, 'unknown'],
    [304, InvalidResponseError, 'invalid_response', acceptedBefore, 'unknown'],
    [399, InvalidResponseError, 'invalid_response', redirect, 'unknown'],
    [400, ApiError, 'api', refused, 'not-sent'],
    [401, AuthenticationError, 'authentication', wrongCredentials, 'not-sent'],
    [403, PermissionError, 'permission', 'the credentials do not allow this', 'not-sent'],
    [404, NotFoundError, 'not_found', unknownAddressee, 'not-sent'],
    [408, ApiError, 'api', refused, 'unknown'],
    [409, ApiError, 'api', refused, 'unknown'],
    [422, ApiError, 'api', refused, 'not-sent'],
    [451, ApiError, 'api', refused, 'not-sent'],
    [452, ApiError, 'api', refused, 'unknown'],
    [429, RateLimitError, 'rate_limit', 'send less often, or later', 'not-sent'],
    [499, ApiError, 'api', refused, 'unknown'],
    [500, ServerError, 'server', later, 'unknown'],
    [503, ServerError, 'server', later, 'unknown'],
    [599, ServerError, 'server', later, 'unknown'],
  ])('of %i', async (status, errorClass, code, hint, delivery) => {
    const server = await startServer([{ status, headers: json, body: '{"why":"because"}' }]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    const error = await failure(tigerconnect.messages.send({ ...message, requestId }));
    expect(error.constructor).toBe(errorClass);
    expect(error.message).toBe(`the server answered ${status}; ${hint}`);
    expect(error).toMatchObject({ name: errorClass.name, code, status, delivery, requestId });
    expect(error.attempts).toBe(1);
    // A 304 has no body.
    const { body, headers } = error as unknown as Pick<ApiError, 'body' | 'headers'>;
    expect(body).toEqual(status === 304 ? undefined : { why: 'because' });
    expect(headers['content-type']).toBe('application/json');
  });

  test('of 400 without a body says no word of it', async () => {
    const server = await startServer([{ status: 400 }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error.message).toBe('the server answered 400; the request was refused');
  });

  test.each<[string, Answer, ErrorClass, string]>([
    ['without a message token', {}, InvalidResponseError, 'without a usable TT-X-Message-Id'],
    [
      'without a message token, but with a body',
      { headers: json, body: '{"status":"OK"}' },
      InvalidResponseError,
      'without a usable TT-X-Message-Id',
    ],
    [
      'that is not JSON',
      { headers: { ...token, ...json }, body: '{' },
      InvalidResponseError,
      'with a body that is invalid json',
    ],
    [
      'whose envelope says FAIL',
      { headers: { ...token, ...json }, body: '{"status":"FAIL"}' },
      ApiError,
      'and its envelope reports a failure',
    ],
    [
      'whose envelope says failed',
      { headers: { ...token, ...json }, body: '{"status":"failed"}' },
      ApiError,
      'and its envelope reports a failure',
    ],
    [
      'whose envelope says error',
      { status: 299, headers: { ...token, ...json }, body: '{"status":"error"}' },
      ApiError,
      'and its envelope reports a failure',
    ],
  ])('of success %s is none', async (_, answer, errorClass, fault) => {
    const server = await startServer([answer]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    const error = await failure(tigerconnect.messages.send(message));
    expect(error.constructor).toBe(errorClass);
    const { status = 200 } = answer as { status?: number };
    expect(error.message).toBe(`the server answered ${status}, ${fault}`);
    expect(error).toMatchObject({ status, delivery: 'unknown', attempts: 1 });
  });

  test.each([
    '{"status":"OK"}',
    '{"status":"no-failed"}',
    '{"status":"failed over"}',
    '{"status":["fail"]}',
    'null',
  ])('of success whose body is %s is one', async (body) => {
    const server = await startServer([{ status: 299, headers: { ...token, ...json }, body }]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    const sent = await tigerconnect.messages.send(message);
    expect(sent).toMatchObject({ messageId: 'token-1', duplicate: false });
  });

  test('of 304 means nothing to a call without a key', async () => {
    const server = await startServer([{ status: 304, headers: token }]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    const error = await failure(tigerconnect.messages.markRead(['token-1']));
    expect(error).toMatchObject({ code: 'invalid_response', status: 304, delivery: 'unknown' });
    expect(error).not.toHaveProperty('requestId');
  });

  test('of 500 to a call without a key does not ask to repeat it', async () => {
    const server = await startServer([{ status: 500 }]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    const error = await failure(tigerconnect.messages.markRead(['token-1']));
    expect(error.message).toBe('the server answered 500; whether it was done is not known');
  });

  test.each([300, 400])('of %i with a message token is no success', async (status) => {
    const server = await startServer([{ status, headers: token }]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    expect(await failure(tigerconnect.messages.send(message))).toMatchObject({ status });
  });
});

describe('no answer', () => {
  test('because the connection is refused', async () => {
    const { tigerconnect } = testClient(await goneServer(), { maxRetries: 1 });
    const error = await failure(tigerconnect.messages.send(message));
    expect(error.message).toBe('the connection could not be made after 2 attempts: ECONNREFUSED');
    expect(error).toMatchObject({ code: 'connection', delivery: 'not-sent', attempts: 2 });
    expect(error.cause).toMatchObject({ name: 'FetchError', code: 'ECONNREFUSED' });
  });

  test('because the connection broke', async () => {
    const server = await startServer(['reset']);
    const { tigerconnect, attempts } = testClient(server, { maxRetries: 0 });
    const error = await failure(tigerconnect.messages.send(message));
    expect(error.message).toBe('the connection failed: ECONNRESET');
    expect(error).toMatchObject({ code: 'connection', delivery: 'unknown', attempts: 1 });
    expect(error.cause).toMatchObject({ name: 'FetchError', code: 'ECONNRESET' });
    expect(attempts[0]).toMatchObject({ failure: 'connection' });
    expect(attempts[0]).not.toHaveProperty('status');
  });

  test('for a reason without a code or a name', async () => {
    const { tigerconnect } = testClient(
      { url: 'http://127.0.0.1' },
      { maxRetries: 0, fetch: () => Promise.reject(Object.create(null) as Error) },
    );
    const error = await failure(tigerconnect.messages.send(message));
    expect(error.cause).toMatchObject({ name: 'Error', code: 'unknown' });
  });

  test('in time', async () => {
    const server = await startServer(['stall']);
    const { tigerconnect, clock } = testClient(server, { maxRetries: 0 });
    server.onStall = () => {
      clock.advance(10_000);
    };
    const error = await failure(tigerconnect.messages.send(message));
    expect(error.message).toBe('no complete answer in time');
    expect(error).toMatchObject({ code: 'timeout', delivery: 'unknown', attempts: 1 });
  });

  test('because of the signal, in flight or before', async () => {
    const server = await startServer(['stall']);
    const { tigerconnect } = testClient(server);
    const controller = new AbortController();
    const reason = new Error('the ward closed');
    server.onStall = () => {
      controller.abort(reason);
    };
    const { signal } = controller;
    const inFlight = await failure(tigerconnect.messages.send(message, { signal }));
    expect(inFlight).toMatchObject({ code: 'aborted', delivery: 'unknown', attempts: 1 });
    const before = await failure(tigerconnect.messages.send(message, { signal }));
    expect(before).toMatchObject({ code: 'aborted', delivery: 'not-sent', attempts: 0 });
    for (const { message: words, cause } of [inFlight, before]) {
      expect([words, cause]).toEqual(['the call was aborted', reason]);
    }
  });

  test('because there are no credentials', async () => {
    const server = await startServer([accepted()]);
    const cause = new Error('the vault is sealed');
    const { tigerconnect } = testClient(server, {
      apiKey: undefined,
      apiSecret: undefined,
      credentials: () => Promise.reject(cause),
    });
    const error = await failure(tigerconnect.messages.send({ ...message, requestId }));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(error.message).toBe(
      'credentials: the function failed, or returned no usable apiKey and apiSecret',
    );
    expect(error).toMatchObject({ delivery: 'not-sent', attempts: 0, requestId });
    // Its message might hold a secret.
    expect(inspect(error)).not.toContain('vault');
    expect(server.requests).toHaveLength(0);
  });
});

describe('an observer is told', () => {
  test('of each attempt, with how long it took', async () => {
    const server = await startServer([{ status: 503 }, accepted()]);
    const { tigerconnect, attempts, clock } = testClient(server, {
      fetch: async (url, { method, headers, body = null }) => {
        clock.advance(30);
        return fetch(url, { method, headers, body });
      },
    });
    await tigerconnect.messages.send({ ...message, requestId });
    const each = { method: 'POST', path: '/message/', duration: 30, requestId };
    expect(attempts).toEqual([
      { ...each, attempt: 1, status: 503, delay: 250 },
      { ...each, attempt: 2, status: 200 },
    ]);
  });

  test('no key of a call that has none', async () => {
    const server = await startServer([{ status: 204 }]);
    const { tigerconnect, attempts } = testClient(server);
    await tigerconnect.messages.typing('nurse@ward.example');
    expect(attempts).toEqual([
      { method: 'GET', path: '/message/typing/', attempt: 1, status: 204, duration: 0 },
    ]);
  });
});

test('a call that succeeds at once gives one token back, and no more', async () => {
  // 100 retries empty the bucket; four calls that succeed are a retry short of one.
  const fails = (index: number): boolean => index < 125 || index >= 129;
  const server = await startServer((_, index) => (fails(index) ? { status: 503 } : accepted()));
  const { tigerconnect } = testClient(server);
  const errors = [];
  for (let call = 0; call < 25; call++) {
    errors.push(await failure(tigerconnect.messages.send(message)));
  }
  expect(new Set(errors.map(({ attempts }) => attempts))).toEqual(new Set([5]));
  for (let call = 0; call < 4; call++) await tigerconnect.messages.send(message);
  expect(await failure(tigerconnect.messages.send(message))).toMatchObject({ attempts: 1 });
});

test('an error can be made by hand, say for a fake', () => {
  const error = new RateLimitError('slow down', { status: 429, retryAfter: 1_000 });
  expect(error).toMatchObject({ code: 'rate_limit', status: 429, retryAfter: 1_000 });
  expect([error.headers, error.body, error.attempts, error.delivery]).toEqual([
    {},
    undefined,
    0,
    'not-sent',
  ]);
});
