/** Messages and options need not be plain objects: what a class or a prototype gives counts as well. */
import { describe, expect, test } from '@jest/globals';

import { type SendMessage, TigerConnect, type TigerConnectOptions } from '../../src/index.js';
import { undiciFetch } from '../../src/transport/undici.js';
import { testClient } from '../support/client.js';
import { accepted, startServer, type TestServer } from '../support/server.js';

class Alert {
  #to = 'nurse@ward.example';
  #bed = 12;
  #minutes = 60;
  get to() {
    return this.#to;
  }
  get body() {
    return `Bed ${this.#bed}`;
  }
  get ttl() {
    return this.#minutes;
  }
}

/** An object whose fields are all inherited. */
const inherit = <Fields extends object>(fields: Fields): Fields => Object.create(fields) as Fields;

/** Fields that have their value at the first reading, and nothing of use at any later one. */
function once<Fields extends object>(fields: Fields): Fields {
  const given = {};
  for (const [name, value] of Object.entries(fields)) {
    let readings = 0;
    const get = (): unknown => (readings++ === 0 ? value : `read ${readings} times`);
    Object.defineProperty(given, name, { get, enumerable: true });
  }
  return given as Fields;
}

const messages: [string, () => SendMessage, Record<string, string>][] = [
  ['of a class', () => new Alert(), { body: 'Bed 12', ttl: '60' }],
  [
    'with what it inherits',
    () =>
      Object.assign(inherit({ ttl: 5, deleteOnRead: true, senderOrganization: 'ward' }), {
        to: 'nurse@ward.example',
        body: 'Bed 13',
      }),
    {
      ...{ body: 'Bed 13', ttl: '5', dor: 'true' },
      ...{ sender_organization: 'ward', recipient_organization: 'ward' },
    },
  ],
  [
    'that is what it was when it was checked',
    () =>
      once({ to: 'nurse@ward.example', body: 'Bed 14', ttl: 7, requestId: crypto.randomUUID() }),
    { body: 'Bed 14', ttl: '7' },
  ],
];

const form = (server: TestServer): object =>
  Object.fromEntries(new URLSearchParams(server.requests[0]?.body));

describe('a message', () => {
  test.each(messages)('%s is sent whole', async (_, message, expected) => {
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send(message());
    expect(form(server)).toEqual(expected);
  });

  test.each(messages)('%s is sent whole among many', async (_, message, expected) => {
    const server = await startServer([accepted()]);
    const given = message();
    const run = testClient(server).tigerconnect.messages.sendMany([given]);
    const { value } = await run.next();
    expect(value).toMatchObject({ status: 'fulfilled' });
    expect(value?.message).toBe(given);
    expect(form(server)).toEqual(expected);
  });
});

describe.each([
  ['inherits', inherit],
  ['has at the first reading', once],
])('what an object of options %s counts', (_, give) => {
  const message = { to: 'nurse@ward.example', body: 'Bed 12' };

  test('for a client', async () => {
    const server = await startServer([{ status: 503 }]);
    const statuses: unknown[] = [];
    const options: TigerConnectOptions = {
      ...{ apiKey: 'k', apiSecret: 's', baseUrl: `${server.url}/v2`, appInfo: { name: 'ward' } },
      ...{ recipientIn: 'body', maxRetries: 0, headers: { 'X-Ward': '7' } },
      onAttempt: ({ status }) => statuses.push(status),
    };
    const tigerconnect = new TigerConnect(give(options));
    await expect(tigerconnect.messages.send(message)).rejects.toMatchObject({ attempts: 1 });
    tigerconnect.close();
    expect(statuses).toEqual([503]);
    const [request] = server.requests;
    expect(request?.url).toBe('/v2/message/');
    expect(request?.headers).toMatchObject({ 'x-ward': '7' });
    expect(request?.headers['user-agent']).toMatch(/ ward$/);
    expect(form(server)).toMatchObject({ recipient: 'nurse@ward.example' });
  });

  test('for withOptions', async () => {
    const server = await startServer([accepted()]);
    const options = give({ recipientIn: 'body' as const, headers: { 'X-Ward': '7' } });
    await testClient(server).tigerconnect.withOptions(options).messages.send(message);
    expect(server.requests[0]?.url).toBe('/v2/message/');
    expect(server.requests[0]?.headers).toMatchObject({ 'x-ward': '7' });
  });

  test('for a call', async () => {
    const server = await startServer([{ status: 503 }]);
    const { messages: api } = testClient(server).tigerconnect;
    const options = () => give({ headers: { 'X-Ward': '7' }, maxRetries: 0, timeout: 5_000 });
    await expect(api.send(message, options())).rejects.toMatchObject({ attempts: 1 });
    await expect(api.markRead(['token'], options())).rejects.toMatchObject({ attempts: 1 });
    await expect(api.typing(message.to, options())).rejects.toMatchObject({ attempts: 1 });
    const { value } = await api.sendMany([message], options()).next();
    expect(value).toMatchObject({ status: 'rejected', reason: { attempts: 1 } });
    expect(server.requests.map(({ headers }) => headers['x-ward'])).toEqual(['7', '7', '7', '7']);
    const notice = give({ headers: { 'X-Ward': '7' } });
    await api.withTyping(
      message.to,
      async () => {
        while (server.requests.length < 5) await new Promise(setImmediate);
      },
      notice,
    );
    expect(server.requests[4]?.headers['x-ward']).toBe('7');
  });

  test('a signal of a call ends it', async () => {
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    const options = () => give({ signal: AbortSignal.abort() });
    await expect(api.send(message, options())).rejects.toMatchObject({ code: 'aborted' });
    await expect(api.sendMany([message], options()).next()).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});

test('an option that withOptions cannot change is refused also where it is inherited', () => {
  const { tigerconnect } = testClient({ url: 'https://api.example' });
  expect(() =>
    tigerconnect.withOptions(inherit({ baseUrl: 'https://other.example' }) as object),
  ).toThrow('baseUrl: is shared by all clients that withOptions gives');
});

test.each<[string, TigerConnectOptions]>([
  ['headers', { headers: inherit({ 'X-Ward': '7' }) }],
  [
    'headers',
    {
      headers: new (class {
        'X-Ward' = '7';
      })() as never,
    },
  ],
  ['tls', { tls: inherit({ ca: 'certificate' }) }],
])('%s whose fields could be lost are refused', (field, options) => {
  expect(() => testClient({ url: 'https://api.example' }, options)).toThrow(
    `${field}: must be a plain object`,
  );
});

test('so is such a form of the api', async () => {
  const { api } = testClient({ url: 'https://api.example' }).tigerconnect;
  const call = api.message.sendMessage({ recipient: 'nurse@ward.example', formData: new Alert() });
  await expect(call).rejects.toMatchObject({
    ...{ code: 'invalid_argument', field: 'formData', delivery: 'not-sent' },
    message: 'formData: must be a plain object',
  });
});

test('and such tls of the transport over undici', () => {
  expect(() => undiciFetch({ tls: inherit({ ca: 'certificate' }) })).toThrow(
    'tls: must be a plain object',
  );
});
