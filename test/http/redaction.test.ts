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
