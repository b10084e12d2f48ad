/** No secret, body or recipient shows in an error, however it is printed. */
import { inspect } from 'node:util';

import { describe, expect, test } from '@jest/globals';

import { type ApiError, type TigerConnectOptions } from '../../src/index.js';
import { API_KEY, API_SECRET, testClient } from '../support/client.js';
import { type Answer, startServer } from '../support/server.js';

const RECIPIENT = 'secret.nurse@icu.hospital.example';
const BODY = 'potassium 6.8 of Jane Roe';
const SECRETS = [
  'secret.nurse',
  'hospital.example',
  'potassium',
  'Jane',
  API_KEY,
  API_SECRET,
  Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64'),
];

function everyForm(error: unknown): string {
  const { message, stack, cause } = error as Error;
  return [
    message,
    stack,
    String(error),
    inspect(error, { depth: 9 }),
    JSON.stringify(error),
    inspect(cause, { depth: 9 }),
    JSON.stringify({ ...(error as object) }),
  ].join('\n');
}

async function failedSend(url: string, options?: TigerConnectOptions): Promise<unknown> {
  const { messages } = testClient({ url }, options).tigerconnect;
  return messages
    .send({ to: RECIPIENT, body: BODY, data: [{ name: 'Jane' }] })
    .catch((error: unknown) => error);
}

const echo = { 'Content-Type': 'application/json', Location: `/?recipient=${RECIPIENT}` };
const answers: [string, Answer][] = [
  [
    'a refusal that echoes the request',
    { status: 400, headers: echo, body: JSON.stringify({ to: RECIPIENT, text: BODY }) },
  ],
  [
    'a refusal of the credentials',
    { status: 401, headers: { 'WWW-Authenticate': `Basic ${API_KEY}` } },
  ],
  ['a redirect', { status: 302, headers: echo }],
  ['a failure of the service', { status: 500, headers: echo, body: BODY }],
  ['a success that cannot be read', { status: 200, headers: echo, body: `{"to":"${RECIPIENT}` }],
  ['a reset', 'reset'],
  ['a truncated body', 'truncate'],
];

describe('an error shows no secret', () => {
  test.each(answers)('after %s', async (_, answer) => {
    const server = await startServer([answer]);
    const error = await failedSend(server.url);
    expect(error).toBeInstanceOf(Error);
    const shown = everyForm(error);
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  test('when the connection is refused', async () => {
    const server = await startServer([]);
    await server.close();
    const shown = everyForm(await failedSend(server.url));
    expect(shown).toContain('ECONNREFUSED');
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  test("when the caller's fetch fails with a message that holds the URL", async () => {
    const fetch: TigerConnectOptions['fetch'] = (url) =>
      Promise.reject(new TypeError(`cannot reach ${url}`, { cause: new Error(url) }));
    const shown = everyForm(await failedSend('https://api.example', { fetch }));
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  });

  test.each<[string, () => unknown]>([
    ['a part of the recipient', () => new Error('no mail for Secret.Nurse')],
    ['a word of the message', () => new Error('POTASSIUM is no field')],
    ['a word of the data', () => new Error('no patient Jane')],
    ['it in its name', () => Object.assign(new Error('x'), { name: 'secret.nurse' })],
    ['it in its stack', () => Object.assign(new Error('x'), { stack: `Error: ${BODY}\n    at f` })],
    ['what is percent-encoded', () => new Error('secret%2Enurse%40icu')],
    ['credentials', () => new Error(`sent Basic ${btoa(`${API_KEY}:${API_SECRET}`)}`)],
    ['it in its cause', () => new Error('x', { cause: new Error(RECIPIENT) })],
    ['it in an object that is its cause', () => new Error('x', { cause: { to: RECIPIENT } })],
    [
      'it in a field of its own',
      () => Object.assign(new Error('x'), { request: { to: RECIPIENT } }),
    ],
    [
      'it in a field with a symbol',
      () => Object.assign(new Error('x'), { [Symbol('to')]: RECIPIENT }),
    ],
    [
      'it when it is printed',
      () => {
        class Told extends Error {
          readonly #to = RECIPIENT;
          [inspect.custom](): string {
            return this.#to;
          }
        }
        return new (class Derived extends Told {})('x');
      },
    ],
    [
      'itself for its cause',
      () => {
        const error = new Error('x');
        return Object.assign(error, { cause: error });
      },
    ],
  ])("when the caller's fetch fails with an error that holds %s", async (_, make) => {
    const thrown = make();
    const fetch: TigerConnectOptions['fetch'] = () =>
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is an error
      Promise.reject(thrown);
    const error = (await failedSend('https://api.example', { fetch, maxRetries: 0 })) as Error;
    expect(error.cause).toBeInstanceOf(Error);
    expect(error.cause).not.toBe(thrown);
    for (const secret of SECRETS) expect(everyForm(error)).not.toContain(secret);
  });

  test.each<[string, () => Error]>([
    ['an error', () => new Error('the stub fails')],
    [
      'an error with a code and a cause',
      () =>
        Object.assign(new TypeError('fetch failed', { cause: new Error('no route') }), {
          code: 'ENOROUTE',
        }),
    ],
    [
      'an error of its own class',
      () => new (class StubError extends RangeError {})('out of stubs'),
    ],
    ['an error without a stack', () => Object.assign(new Error('x'), { stack: undefined })],
  ])("but keeps %s of the caller's fetch that holds none", async (_, make) => {
    const thrown = make();
    const fetch: TigerConnectOptions['fetch'] = () => Promise.reject(thrown);
    const error = (await failedSend('https://api.example', { fetch, maxRetries: 0 })) as Error;
    expect(error.cause).toBe(thrown);
  });

  test.each([
    { to: `${RECIPIENT} `, body: BODY },
    { to: RECIPIENT, body: BODY, ttl: -1 },
    { to: RECIPIENT, body: BODY, requestId: BODY },
    { to: RECIPIENT, body: BODY, data: [{ name: 'Jane', at: new Date() as never }] },
    { to: RECIPIENT, body: BODY, organization: BODY },
  ])('when an argument is wrong: %#', async (message) => {
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    const error: unknown = await messages.send(message).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ delivery: 'not-sent', attempts: 0 });
    for (const secret of SECRETS) expect(everyForm(error)).not.toContain(secret);
  });

  test('yet the answer is there for who asks', async () => {
    const server = await startServer([
      { status: 400, headers: echo, body: '{"error":{"message":"no"}}' },
    ]);
    const error = (await failedSend(server.url)) as ApiError;
    expect(error.body).toEqual({ error: { message: 'no' } });
    expect(error.headers['location']).toContain(RECIPIENT);
  });
});

test('what onAttempt and the logger are told shows no secret', async () => {
  const server = await startServer(['reset', { status: 503 }, { status: 400 }]);
  const told: unknown[] = [];
  const write = (...args: unknown[]): void => void told.push(args);
  const { tigerconnect, attempts } = testClient(server, {
    logger: { debug: write, info: write, warn: write, error: write },
  });
  await tigerconnect.messages.send({ to: RECIPIENT, body: BODY }).catch(() => undefined);
  expect(attempts).toHaveLength(3);
  expect(told).toHaveLength(3);
  const shown = inspect([attempts, told], { depth: 9 });
  for (const secret of SECRETS) expect(shown).not.toContain(secret);
});
