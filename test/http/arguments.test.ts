/** Bad input meets a typed error that names the field, before anything is sent. */
import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import {
  type CallOptions,
  ConfigurationError,
  InvalidArgumentError,
  type SendMessage,
  type StatusUpdate,
  TigerConnect,
  type TigerConnectError,
  type TigerConnectOptions,
} from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, startServer } from '../support/server.js';

const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('send refuses', () => {
  const holds = (what: string): string => `must be plain JSON, and holds ${what}`;
  const organization = 'must be an organisation token of letters and digits';
  const data: [string, unknown, string][] = [
    ['data that is no array', {}, 'must be an array of objects'],
    ['data of strings', ['a'], 'must be an array of objects'],
    ['data of arrays', [[]], 'must be an array of objects'],
    ['data of null', [null], 'must be an array of objects'],
    ['data with a hole', [, {}], 'must be an array of objects'],
    ['data with a date', [{ at: new Date() }], holds('an instance of a class')],
    ['data with undefined', [{ a: undefined }], holds('a value of type undefined')],
    ['data with NaN', [{ a: [NaN] }], holds('NaN or Infinity')],
    ['data with a function', [{ a: () => 1 }], holds('a value of type function')],
    ['data with a bigint', [{ a: 1n }], holds('a value of type bigint')],
    ['data with a cycle', [cycle], holds('a cycle or too many levels')],
    ['data with half a character', [{ a: '\udc00' }], holds('broken Unicode')],
    ['a key with half a character', [{ '\udc00': 'a' }], holds('broken Unicode')],
    [
      'a payload with a date',
      [{ namespace: 'n', payload: { at: new Date() } }],
      holds('an instance of a class'),
    ],
    [
      'a payload of undefined',
      [{ namespace: 'n', payload: undefined }],
      holds('a value of type undefined'),
    ],
    [
      'a payload with a cycle',
      [{ namespace: 'n', payload: cycle }],
      holds('a cycle or too many levels'),
    ],
    [
      'a namespace that is no text',
      [{ namespace: 1, payload: 'x' }],
      'the namespace of an element must be text',
    ],
    [
      'an empty namespace',
      [{ namespace: '', payload: {} }],
      'the namespace of an element must be text',
    ],
    ...['json', '/json', 'a/', 'a/b c', ' a/b', 1, ['a/b']].map(
      (mimetype): [string, unknown, string] => [
        `a mimetype of ${JSON.stringify(mimetype)}`,
        [{ namespace: 'n', payload: {}, mimetype }],
        'the mimetype of an element must be a media type, for example text/plain',
      ],
    ),
    [
      'text that is not the JSON it is said to be',
      [{ namespace: 'n', payload: '{' }],
      'a payload of text that is not JSON needs a mimetype, for example text/plain',
    ],
    ...['text/plain', 'application/json5', 'x-application/json', 'text/x+jsonl', 'a+b/c+json'].map(
      (mimetype): [string, unknown, string] => [
        `an object that is said to be ${mimetype}`,
        [{ namespace: 'n', payload: {}, mimetype }],
        'a payload that is not text needs a mimetype of JSON',
      ],
    ),
    [
      'a slip in a data element',
      [{ namespace: 'n', payload: 'x', mimeType: 'text/plain' }],
      'an element with namespace and payload can have mimetype, and nothing else',
    ],
    [
      'a data element of a class',
      [Object.assign(new URLSearchParams(), { namespace: 'n', payload: 'x' })],
      holds('an instance of a class'),
    ],
  ];
  const cases: [string, Record<string, unknown>, string, string][] = [
    ['an empty body', { body: '' }, 'body', 'must be text, not blank'],
    ['a blank body', { body: ' \n\t' }, 'body', 'must be text, not blank'],
    ['a body that is no text', { body: 12 }, 'body', 'must be text, not blank'],
    ['a body with half a character', { body: 'a\ud83d' }, 'body', 'must be well-formed Unicode'],
    ['no recipient', { to: undefined }, 'to', 'is missing.'],
    ['a list of recipients', { to: ['nurse@ward.example'] }, 'to', 'not an address.'],
    ['half a recipient', { to: 'nurse@ward' }, 'to', 'the part after the @ is not a domain name.'],
    ['a ttl of 0', { ttl: 0 }, 'ttl', 'must be a whole number of minutes, 1 or more'],
    ['a fraction of a minute', { ttl: 1.5 }, 'ttl', 'must be a whole number of minutes'],
    ['a ttl in words', { ttl: '60' }, 'ttl', 'must be a whole number of minutes'],
    ['NaN minutes', { ttl: NaN }, 'ttl', 'must be a whole number of minutes'],
    [
      'a deleteOnRead that is no boolean',
      { deleteOnRead: 'yes' },
      'deleteOnRead',
      'must be true or false',
    ],
    ...data.map(([name, value, words]): [string, Record<string, unknown>, string, string] => [
      name,
      { data: value },
      'data',
      words,
    ]),
    ['a misspelt field', { requestID: 'x' }, 'requestID', 'is not known; did you mean requestId?'],
    ['one of a short name', { ttll: 60 }, 'message', 'a field is not known; did you mean ttl?'],
    ['one that is not known', { row: 7 }, 'message', 'a field is not known; the known ones are'],
    ['a wire name', { dor: true }, 'message', 'a field is not known; the known ones are'],
    [
      'a requestId that is no UUID',
      { requestId: 'row-1' },
      'requestId',
      'must be a UUID of its own, for example one from crypto.randomUUID()',
    ],
    ...['00000000-0000-0000-0000-000000000000', 'FFFFFFFF-ffff-ffff-ffff-ffffffffffff'].map(
      (requestId): [string, Record<string, unknown>, string, string] => [
        `the UUID that nobody set, ${requestId}`,
        { requestId },
        'requestId',
        'must be a UUID of its own',
      ],
    ),
    ['an organisation with a space', { organization: 'a b' }, 'organization', organization],
    ['a space before it', { senderOrganization: ' a' }, 'senderOrganization', organization],
    ['no text for it', { recipientOrganization: 7 }, 'recipientOrganization', organization],
    ...['senderOrganization', 'recipientOrganization'].map(
      (other): [string, Record<string, unknown>, string, string] => [
        `an organisation for both and a ${other}`,
        { organization: 'a', [other]: 'b' },
        'organization',
        'give either this or senderOrganization and recipientOrganization',
      ],
    ),
  ];
  test.each(cases)('%s', async (_, change, field, words) => {
    const server = await startServer([accepted()]);
    const message = { to: 'nurse@ward.example', body: 'x', ...change } as unknown as SendMessage;
    const call = testClient(server).tigerconnect.messages.send(message);
    await expect(call).rejects.toBeInstanceOf(InvalidArgumentError);
    await expect(call).rejects.toMatchObject({ field, delivery: 'not-sent', attempts: 0 });
    await expect(call).rejects.toThrow(`${field}: ${words}`);
    expect(server.connections).toBe(0);
  });

  test.each([undefined, null, 'x'])('%j for a message', async (message) => {
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    await expect(messages.send(message as never)).rejects.toThrow(
      'message: must be an object with `to` and `body`',
    );
  });

  test('a misspelt field with the right word', async () => {
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    const message = { to: 'nurse@ward.example', body: 'x', delete_on_raed: true };
    await expect(messages.send(message)).rejects.toThrow(/did you mean deleteOnRead\?$/);
  });

  test.each([
    ...['doctor@ward.example', 'Bed 12: potassium 6.8', 'Smith', 'Dana', 'Tom', 'Brody'],
    ...['Organ donation', 'organization Smith', '+14155552671'],
  ])('a field by no name that might be content: %j', async (name) => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const row = { to: 'nurse@ward.example', body: 'x', [name]: 'x' };
    const errors = [
      await failure(messages.send(row)),
      await failure(messages.updateStatus(row as never)),
    ];
    const { value } = await messages.sendMany([row]).next();
    if (value?.status === 'rejected') errors.push(value.reason as TigerConnectError);
    for (const error of errors) {
      expect(error.code).toBe('invalid_argument');
      expect(inspect(error) + JSON.stringify(error)).not.toContain(name);
    }
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

test.each([
  [undefined, 'to: is missing.'],
  ['nurse', 'to: not an address.'],
])('typing, withTyping and sendMany refuse %j by the name of the field', async (to, words) => {
  const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
  await expect(messages.typing(to as never)).rejects.toThrow(words);
  await expect(messages.withTyping(to as never, () => 'done')).rejects.toThrow(words);
  const outcomes = messages.sendMany([{ to: to as never, body: 'x' }]);
  expect((await outcomes.next()).value).toMatchObject({ reason: { field: 'to' } });
});

describe('updateStatus refuses', () => {
  const none = 'must name at least one message token';
  const tokens = 'must be an array of message tokens, as send() returns them';
  const object = 'must be an object with `delivered` or `read`';

  test.each<[string, StatusUpdate, string, string]>([
    ['nothing to do', {}, 'update', none],
    ['empty lists', { read: [], delivered: [] }, 'update', none],
    ['an empty token', { read: [''] }, 'read', tokens],
    ['a token with a line break', { delivered: ['a\r\nb'] }, 'delivered', tokens],
    ['a token with a hole', { read: [, 'abc'] as never }, 'read', tokens],
    ['one that is none of two', { read: ['abc', 7 as never] }, 'read', tokens],
    ['a single string', { read: 'abc' as never }, 'read', tokens],
    ['undefined', undefined as never, 'update', object],
    ['null', null as never, 'update', object],
    ['a misspelt state', { deliverd: ['abc'] } as never, 'deliverd', 'did you mean delivered?'],
  ])('%s', async (_, update, field, words) => {
    const server = await startServer([{}]);
    const call = testClient(server).tigerconnect.messages.updateStatus(update);
    await expect(call).rejects.toMatchObject({ code: 'invalid_argument', field });
    await expect(call).rejects.toThrow(words);
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
    ['ttl', 'a field is not known; the known ones are timeout, maxRetries, signal, headers'],
  ])('%s with the right word, where one is near', async (name, words) => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const call = messages.typing('nurse@ward.example', { [name]: 1 });
    await expect(call).rejects.toThrow(
      words.startsWith('a') ? `options: ${words}` : `${name}: ${words}`,
    );
  });

  test('work that is no function, before it shows a notice', async () => {
    const server = await startServer([{}]);
    const { messages } = testClient(server).tigerconnect;
    const call = messages.withTyping('nurse@ward.example', undefined as never);
    await expect(call).rejects.toMatchObject({ code: 'invalid_argument', field: 'work' });
    await expect(call).rejects.toThrow('must be a function');
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

  test.each<[string, unknown[], string]>([
    ['key and secret as two arguments', ['key', 'secret'], 'options'],
    ['a wrong option before a second argument', [{ apiKey: 1 }, 'production'], 'apiKey'],
    ['options that say they were checked', [{ options: {}, shared: {} }], 'options'],
  ])('%s', (_, given, field) => {
    const make = (): unknown => Reflect.construct(TigerConnect, given);
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
