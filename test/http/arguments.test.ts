/** Bad input meets a typed error that names the field, before anything is sent. */
import { describe, expect, test } from '@jest/globals';

import {
  type CallOptions,
  ConfigurationError,
  InvalidArgumentError,
  type SendMessage,
  type StatusUpdate,
  TigerConnect,
  type TigerConnectOptions,
} from '../../src/index.js';
import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('send refuses', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['an empty body', { body: '' }, 'body'],
    ['a blank body', { body: ' \n\t' }, 'body'],
    ['a body that is no text', { body: 12 }, 'body'],
    ['a body with half a character', { body: 'a\ud83d' }, 'body'],
    ['no recipient', { to: undefined }, 'address'],
    ['a ttl of 0', { ttl: 0 }, 'ttl'],
    ['a fraction of a minute', { ttl: 1.5 }, 'ttl'],
    ['a ttl in words', { ttl: '60' }, 'ttl'],
    ['NaN minutes', { ttl: NaN }, 'ttl'],
    ['a deleteOnRead that is no boolean', { deleteOnRead: 'yes' }, 'deleteOnRead'],
    ['data that is no array', { data: {} }, 'data'],
    ['data of strings', { data: ['a'] }, 'data'],
    ['data of arrays', { data: [[]] }, 'data'],
    ['data with a hole', { data: [, {}] }, 'data'],
    ['data with a date', { data: [{ at: new Date() }] }, 'data'],
    ['data with undefined', { data: [{ a: undefined }] }, 'data'],
    ['data with NaN', { data: [{ a: [NaN] }] }, 'data'],
    ['data with a function', { data: [{ a: () => 1 }] }, 'data'],
    ['data with a bigint', { data: [{ a: 1n }] }, 'data'],
    ['data with a cycle', { data: [cycle] }, 'data'],
    ['data with half a character', { data: [{ a: '\udc00' }] }, 'data'],
    ['a key with half a character', { data: [{ '\udc00': 'a' }] }, 'data'],
    ['a payload with a date', { data: [{ namespace: 'n', payload: { at: new Date() } }] }, 'data'],
    ['a payload of undefined', { data: [{ namespace: 'n', payload: undefined }] }, 'data'],
    ['a payload with a cycle', { data: [{ namespace: 'n', payload: cycle }] }, 'data'],
    ['a namespace that is no text', { data: [{ namespace: 1, payload: 'x' }] }, 'data'],
    ['an empty namespace', { data: [{ namespace: '', payload: {} }] }, 'data'],
    [
      'a mimetype that is none',
      { data: [{ namespace: 'n', payload: {}, mimetype: 'json' }] },
      'data',
    ],
    [
      'a mimetype that is no text',
      { data: [{ namespace: 'n', payload: {}, mimetype: 1 }] },
      'data',
    ],
    [
      'text that is not the JSON it is said to be',
      { data: [{ namespace: 'n', payload: '{' }] },
      'data',
    ],
    [
      'an object that is said to be text',
      { data: [{ namespace: 'n', payload: {}, mimetype: 'text/plain' }] },
      'data',
    ],
    [
      'a slip in a data element',
      { data: [{ namespace: 'n', payload: 'x', mimeType: 'text/plain' }] },
      'data',
    ],
    [
      'a data element of a class',
      { data: [Object.assign(new URLSearchParams(), { namespace: 'n', payload: 'x' })] },
      'data',
    ],
    ['a misspelt field', { ttll: 60 }, 'ttll'],
    ['a field that is not known', { row: 7 }, 'row'],
    ['a wire name', { dor: true }, 'dor'],
    ['a requestId that is no UUID', { requestId: 'row-1' }, 'requestId'],
    ['an organisation with a space', { organization: 'a b' }, 'organization'],
    [
      'two ways to name the organisation',
      { organization: 'a', senderOrganization: 'b' },
      'organization',
    ],
  ];
  test.each(cases)('%s', async (_, change, field) => {
    const server = await startServer([accepted()]);
    const message = { to: 'nurse@ward.example', body: 'x', ...change } as unknown as SendMessage;
    const call = testClient(server).tigerconnect.messages.send(message);
    await expect(call).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(call).rejects.toMatchObject({ field, delivery: 'not-sent', attempts: 0 });
    expect(server.connections).toBe(0);
  });

  test('a misspelt field with the right word', async () => {
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    const message = { to: 'nurse@ward.example', body: 'x', delete_on_raed: true };
    await expect(messages.send(message)).rejects.toThrow(/did you mean deleteOnRead\?$/);
  });

  test('nothing that repeats an object without a cycle', async () => {
    const server = await startServer([accepted()]);
    const shared = { a: 1 };
    const { messages } = testClient(server).tigerconnect;
    await messages.send({ to: 'nurse@ward.example', body: 'x', data: [{ b: shared, c: shared }] });
    expect(new URLSearchParams(server.requests[0]?.body).get('data')).toBe(
      '[{"b":{"a":1},"c":{"a":1}}]',
    );
  });
});

describe('updateStatus refuses', () => {
  test.each<[string, StatusUpdate, string]>([
    ['nothing to do', {}, 'update'],
    ['empty lists', { read: [], delivered: [] }, 'update'],
    ['an empty token', { read: [''] }, 'read'],
    ['a token with a line break', { delivered: ['a\r\nb'] }, 'delivered'],
    ['a single string', { read: 'abc' as never }, 'read'],
    ['undefined', undefined as never, 'update'],
    ['null', null as never, 'update'],
    ['a misspelt state', { deliverd: ['abc'] } as never, 'deliverd'],
  ])('%s', async (_, update, field) => {
    const server = await startServer([{}]);
    const call = testClient(server).tigerconnect.messages.updateStatus(update);
    await expect(call).rejects.toMatchObject({ code: 'invalid_argument', field });
    expect(server.connections).toBe(0);
  });
});

describe('a call refuses', () => {
  test.each<[string, CallOptions]>([
    ['timeout', { timeout: 0 }],
    ['timeout', { timeout: NaN }],
    ['timeout', { timeout: 2 ** 31 }],
    ['maxRetries', { maxRetries: -1 }],
    ['maxRetries', { maxRetries: 1.5 }],
    ['headers', { headers: { 'Request-ID': 'x' } }],
    ['headers', { headers: { authorization: 'x' } }],
    ['headers', { headers: { 'X-A': 'a\r\nX-B: b' } }],
    ['headers', { headers: { 'X A': 'a' } }],
    ['headers', { headers: { 'X-A': 7 as never } }],
    ['headers', { headers: [['X-A', 'a']] as never }],
    ['headers', { headers: 'X-A: a' as never }],
    ['headers', { headers: null as never }],
    ['signal', { signal: {} as never }],
    ['signal', { signal: 'soon' as never }],
    ['signal', { signal: new EventTarget() as never }],
    ['timout', { timout: 5 } as never],
    ['options', null as never],
    ['options', 5 as never],
  ])('a wrong %s: %j', async (field, options) => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const to = 'nurse@ward.example';
    const calls: (() => unknown)[] = [
      () => messages.send({ to, body: 'x' }, options),
      () => messages.updateStatus({ read: ['token'] }, options),
      () => messages.typing(to, options),
      () => messages.withTyping(to, () => 'done', options),
      () => messages.sendMany([{ to, body: 'x' }], options),
    ];
    for (const call of calls) {
      // Some refuse at once, others by a promise.
      await expect(Promise.resolve().then(call)).rejects.toMatchObject({
        code: 'invalid_argument',
        field,
        delivery: 'not-sent',
      });
    }
    expect(server.connections).toBe(0);
  });

  test.each([
    ['timout', 'is not known; did you mean timeout?'],
    ['maxretries', 'is not known; did you mean maxRetries?'],
    ['ttl', 'is not known; the known ones are timeout, maxRetries, signal, headers'],
  ])('%s with the right word, where one is near', async (name, words) => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const call = messages.typing('nurse@ward.example', { [name]: 1 });
    await expect(call).rejects.toThrow(`${name}: ${words}`);
  });

  test('work that is no function, before it shows a notice', async () => {
    const server = await startServer([{}]);
    const { messages } = testClient(server).tigerconnect;
    const call = messages.withTyping('nurse@ward.example', undefined as never);
    await expect(call).rejects.toMatchObject({ code: 'invalid_argument', field: 'work' });
    expect(server.connections).toBe(0);
  });
});

describe('a client refuses', () => {
  const good = { apiKey: 'key', apiSecret: 'secret' };
  const cases: [string, TigerConnectOptions, string][] = [
    ['no key', { apiSecret: 's' }, 'apiKey'],
    ['no secret', { apiKey: 'k' }, 'apiSecret'],
    ['a key with a colon', { apiKey: 'a:b', apiSecret: 's' }, 'apiKey'],
    [
      'two sources of credentials',
      { ...good, credentials: () => Promise.resolve(good) },
      'credentials',
    ],
    ['credentials that are no function', { credentials: good as never }, 'credentials'],
    ['a base URL that is none', { ...good, baseUrl: 'developer.tigertext.me' }, 'baseUrl'],
    ['plain http', { ...good, baseUrl: 'http://developer.tigertext.me/v2' }, 'baseUrl'],
    [
      'a host that only begins like loopback',
      { ...good, baseUrl: 'http://127.0.0.1.example/v2' },
      'baseUrl',
    ],
    ['another scheme', { ...good, baseUrl: 'ftp://localhost/v2' }, 'baseUrl'],
    ['credentials in the URL', { ...good, baseUrl: 'https://a:b@api.example/v2' }, 'baseUrl'],
    ['a query in the URL', { ...good, baseUrl: 'https://api.example/v2?a=b' }, 'baseUrl'],
    ['a negative totalTimeout', { ...good, totalTimeout: -1 }, 'totalTimeout'],
    ['an endless timeout', { ...good, timeout: Infinity }, 'timeout'],
    ['a third place of the recipient', { ...good, recipientIn: 'path' as never }, 'recipientIn'],
    ['a country that is none', { ...good, defaultCountry: 'uk' as never }, 'defaultCountry'],
    ['a fetch that is no function', { ...good, fetch: {} as never }, 'fetch'],
    ['a misspelt option', { ...good, timout: 5 } as never, 'timout'],
    ['null', null as never, 'options'],
    ['a string', 'key' as never, 'options'],
    ['a program that is none', { ...good, appInfo: 'ward-pager' as never }, 'appInfo'],
    ['a program with a space', { ...good, appInfo: { name: 'ward pager' } }, 'appInfo'],
    [
      'a program with half a version',
      { ...good, appInfo: { name: 'ward-pager', version: '7 (beta)' } },
      'appInfo',
    ],
    ['a logger without a method', { ...good, logger: { debug: () => 0 } as never }, 'logger'],
    ['a logger that is none', { ...good, logger: 'debug' as never }, 'logger'],
    ['tls for an agent that would not see it', { ...good, agent: {} as never, tls: {} }, 'tls'],
    [
      'an agent for a fetch that would not see it',
      { ...good, fetch: (() => undefined) as never, agent: {} as never },
      'agent',
    ],
  ];
  test.each(cases)('%s', (_, options, field) => {
    const make = (): TigerConnect => new TigerConnect(options);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(expect.objectContaining({ field }));
  });

  test.each([
    'http://localhost:8080',
    'http://127.8.9.10/v2/',
    'http://[::1]:1',
    'http://a.localhost',
  ])('not %s, which stays on this machine', (baseUrl) => {
    expect(() => new TigerConnect({ ...good, baseUrl })).not.toThrow();
  });

  test('not plain http where it is asked for', () => {
    const baseUrl = 'http://gateway.internal/v2';
    expect(() => new TigerConnect({ ...good, baseUrl, allowInsecure: true })).not.toThrow();
  });
});

test('a header of the call replaces one of the client, whatever its case', async () => {
  const server = await startServer([accepted()]);
  const headers = { 'TT-X-Organization-Key': 'a', 'X-Ward': '7' };
  const { messages } = testClient(server, { headers }).tigerconnect;
  const own = { headers: { 'tt-x-organization-key': 'b' } };
  await messages.send({ to: 'nurse@ward.example', body: 'x' }, own);
  expect(server.requests[0]?.headers).toMatchObject({
    'tt-x-organization-key': 'b',
    'x-ward': '7',
  });
});

test('the default country reads national phone numbers', async () => {
  const server = await startServer([accepted()]);
  const { messages } = testClient(server, { defaultCountry: 'GB' }).tigerconnect;
  await messages.send({ to: '020 7946 0958', body: 'x' });
  expect(server.requests[0]?.query.get('recipient')).toBe('+442079460958');
});

test('limits of the call go before those of the client', async () => {
  const server = await startServer(['stall']);
  const { tigerconnect, clock } = testClient(server, { timeout: 9_000, maxRetries: 3 });
  server.onStall = () => {
    clock.next();
  };
  const started = clock.now();
  const options = { timeout: 1_000, maxRetries: 0 };
  const call = tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' }, options);
  await expect(call).rejects.toMatchObject({ code: 'timeout', attempts: 1 });
  expect(clock.now() - started).toBe(1_000);
});

test('without a base URL the client goes to the server of the document, over https', async () => {
  const urls: string[] = [];
  const fetch: TigerConnectOptions['fetch'] = (url) => {
    urls.push(url);
    return Promise.reject(new Error('not here'));
  };
  const tigerconnect = new TigerConnect({ apiKey: 'k', apiSecret: 's', fetch, maxRetries: 0 });
  await tigerconnect.messages.typing('nurse@ward.example').catch(() => undefined);
  expect(urls).toEqual([
    'https://developer.tigertext.me/v2/message/typing/?recipient=nurse%40ward.example',
  ]);
});

describe('credentials', () => {
  test('are asked for before every attempt', async () => {
    const server = await startServer([{ status: 503 }, accepted()]);
    let asked = 0;
    const { tigerconnect } = testClient(server, {
      apiKey: undefined,
      apiSecret: undefined,
      credentials: () => Promise.resolve({ apiKey: `key${++asked}`, apiSecret: 's' }),
    });
    await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
    const keys = server.requests.map(({ headers }) =>
      Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString(),
    );
    expect(keys).toEqual(['key1:s', 'key2:s']);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('vault sealed'))],
    ['gives no secret', () => Promise.resolve({ apiKey: 'k' } as never)],
  ])('whose function %s end the call, and nothing was sent', async (_, credentials) => {
    const server = await startServer([accepted()]);
    const { tigerconnect } = testClient(server, {
      apiKey: undefined,
      apiSecret: undefined,
      credentials,
    });
    const call = tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
    await expect(call).rejects.toMatchObject({
      code: 'configuration',
      field: 'credentials',
      delivery: 'not-sent',
    });
    expect(server.connections).toBe(0);
  });

  test('whose function hangs are waited for no longer than an attempt may take', async () => {
    const server = await startServer([accepted()]);
    const { tigerconnect, clock } = testClient(server, {
      apiKey: undefined,
      apiSecret: undefined,
      maxRetries: 0,
      credentials: () => new Promise(() => undefined),
    });
    const call = tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
    clock.advance(10_000);
    await expect(call).rejects.toMatchObject({ code: 'timeout', delivery: 'not-sent' });
  });
});
