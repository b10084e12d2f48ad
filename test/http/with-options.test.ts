/** A client with other options for both faces, over the same connections, throttle and retry budget. */
import { describe, expect, test } from '@jest/globals';

import { ConfigurationError, type OverrideOptions, type TigerConnect } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { sendByApi } from '../support/operations.js';
import { accepted, startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const faces: [string, (client: TigerConnect) => Promise<unknown>][] = [
  ['api', (client) => sendByApi(client)],
  ['messages', (client) => client.messages.send(message)],
];

describe.each(faces)('for %s', (_, send) => {
  test('limits, headers and observers are the new ones, and the first client keeps its own', async () => {
    const server = await startServer([{ status: 503 }]);
    const seen: number[] = [];
    const { tigerconnect } = testClient(server, { maxRetries: 1, headers: { 'X-A': '1' } });
    const other = tigerconnect.withOptions({
      maxRetries: 0,
      headers: { 'x-b': '2' },
      onAttempt: ({ attempt }) => seen.push(attempt),
    });
    expect(await failure(send(other))).toMatchObject({ attempts: 1 });
    expect(server.requests[0]?.headers).toMatchObject({ 'x-a': '1', 'x-b': '2' });
    expect(seen).toEqual([1]);
    expect(await failure(send(tigerconnect))).toMatchObject({ attempts: 2 });
    expect(server.requests[1]?.headers['x-b']).toBeUndefined();
  });

  test('a signal ends a call in flight', async () => {
    const server = await startServer(['stall']);
    const controller = new AbortController();
    const reason = new Error('the page was closed');
    server.onStall = () => {
      controller.abort(reason);
    };
    const other = testClient(server).tigerconnect.withOptions({ signal: controller.signal });
    const error = await failure(send(other));
    expect(error).toMatchObject({ code: 'aborted', delivery: 'unknown', attempts: 1 });
    expect(error.cause).toBe(reason);
    expect(await failure(send(other))).toMatchObject({ code: 'aborted', delivery: 'not-sent' });
  });

  test('a time limit is the new one', async () => {
    const server = await startServer(['stall', accepted()]);
    const { tigerconnect, clock } = testClient(server);
    server.onStall = () => {
      clock.advance(1_500);
    };
    const other = tigerconnect.withOptions({ timeout: 1_000, maxRetries: 0 });
    expect(await failure(send(other))).toMatchObject({ code: 'timeout' });
    await send(tigerconnect);
  });

  test('connections are shared', async () => {
    const server = await startServer([accepted()]);
    const { tigerconnect } = testClient(server);
    for (const client of [tigerconnect, tigerconnect.withOptions({ timeout: 5 }), tigerconnect]) {
      await send(client);
    }
    expect(server.requests.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  test('a 429 slows all of them', async () => {
    const server = await startServer([
      { status: 429, headers: { 'Retry-After': '600' } },
      accepted(),
    ]);
    const { tigerconnect } = testClient(server);
    expect(await failure(send(tigerconnect.withOptions({ maxRetries: 0 })))).toMatchObject({
      code: 'rate_limit',
    });
    expect(await failure(send(tigerconnect))).toMatchObject({ code: 'rate_limit', attempts: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('the retry budget is one', async () => {
    const server = await startServer([{ status: 503 }]);
    const { tigerconnect } = testClient(server);
    const other = tigerconnect.withOptions({ maxRetries: 60 });
    for (const client of [other, tigerconnect.withOptions({ maxRetries: 60 })]) {
      await failure(send(client.withOptions({ totalTimeout: 2_000_000 })));
    }
    // 100 retries are in the budget.
    expect(server.requests).toHaveLength(102);
  });
});

test('what a call is told goes first, and undefined changes nothing', async () => {
  const server = await startServer([{ status: 503 }]);
  const aborted = AbortSignal.abort();
  const { tigerconnect } = testClient(server, { maxRetries: 0 });
  const other = tigerconnect.withOptions({ signal: aborted, maxRetries: undefined });
  const { signal } = new AbortController();
  const error = await failure(other.messages.send(message, { signal }));
  expect(error).toMatchObject({ code: 'server', attempts: 1 });
});

test('a signal ends a run of sendMany', async () => {
  const server = await startServer([accepted()]);
  const controller = new AbortController();
  const other = testClient(server).tigerconnect.withOptions({ signal: controller.signal });
  const run = async (): Promise<void> => {
    for await (const { index } of other.messages.sendMany([message, message, message], {
      concurrency: 1,
    })) {
      if (index === 0) controller.abort();
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'aborted' });
  expect(server.requests.length).toBeLessThan(3);
});

test('recipientIn and defaultCountry are for messages alone', async () => {
  const server = await startServer([accepted()]);
  const other = testClient(server).tigerconnect.withOptions({
    recipientIn: 'body',
    defaultCountry: 'US',
  });
  await other.messages.send({ to: '415 555 2671', body: 'x' });
  expect(server.requests[0]?.url).toBe('/v2/message/');
  expect(new URLSearchParams(server.requests[0]?.body).get('recipient')).toBe('+14155552671');
});

test.each([
  ['apiKey', 'k'],
  ['apiSecret', 's'],
  ['credentials', () => Promise.resolve({ apiKey: 'k', apiSecret: 's' })],
  ['baseUrl', 'https://api.example'],
  ['allowInsecure', true],
  ['fetch', fetch],
  ['agent', {}],
  ['tls', {}],
  ['appInfo', { name: 'ward' }],
  ['clock', {}],
  ['random', Math.random],
])('%s needs a client of its own', (field, value) => {
  const { tigerconnect } = testClient({ url: 'https://api.example' });
  const change = () => tigerconnect.withOptions({ [field]: value });
  expect(change).toThrow(ConfigurationError);
  expect(change).toThrow(`${field}: is shared by all clients that withOptions gives`);
  expect(() => tigerconnect.withOptions({ [field]: undefined })).not.toThrow();
});

test.each<[string, OverrideOptions]>([
  ['timeout', { timeout: 0 }],
  ['totalTimeout', { totalTimeout: NaN }],
  ['maxRetries', { maxRetries: -1 }],
  ['signal', { signal: 'soon' as never }],
  ['headers', { headers: { authorization: 'x' } }],
  ['logger', { logger: {} as never }],
  ['onAttempt', { onAttempt: 7 as never }],
  ['recipientIn', { recipientIn: 'path' as never }],
  ['defaultCountry', { defaultCountry: 'uk' as never }],
  ['timout', { timout: 5 } as never],
  ['options', undefined as never],
  ['options', 7 as never],
])('a wrong %s is refused by name', (field, options) => {
  const { tigerconnect } = testClient({ url: 'https://api.example' });
  expect(() => tigerconnect.withOptions(options)).toThrow(
    expect.objectContaining({ code: 'configuration', field }),
  );
});
