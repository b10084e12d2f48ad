/** How many attempts a client makes at a time, what a 429 asks of all its calls, and by which clock time is told. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, test } from '@jest/globals';

import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let held: Server | undefined;
afterEach(() => {
  held?.closeAllConnections();
  held?.close();
});

/** A server that answers when it is told to. */
async function holdingServer(): Promise<{ url: string; waiting: ServerResponse[] }> {
  const waiting: ServerResponse[] = [];
  held = createServer((request, response) => {
    request.resume().on('end', () => waiting.push(response));
  }).listen(0, '127.0.0.1');
  await once(held, 'listening');
  return { url: `http://127.0.0.1:${(held.address() as AddressInfo).port}`, waiting };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await settled();
}

const accept = (response: ServerResponse): void => {
  response.writeHead(200, { 'TT-X-Message-Id': 'token-1' }).end();
};

describe('attempts under way', () => {
  test('are 64 at most, and those that wait do not time out', async () => {
    const { url, waiting } = await holdingServer();
    const { tigerconnect, clock } = testClient({ url }, { timeout: 5_000, maxRetries: 0 });
    const sends = Array.from({ length: 200 }, () => tigerconnect.messages.send(message));
    let answered = 0;
    while (answered < sends.length) {
      const expected = Math.min(64, sends.length - answered);
      await until(() => waiting.length === expected);
      // Longer in all than an attempt may take.
      clock.advance(4_000);
      for (let turn = 0; turn < 10; turn++) await settled();
      expect(waiting).toHaveLength(expected);
      answered += expected;
      waiting.splice(0).forEach(accept);
    }
    const outcomes = await Promise.all(sends);
    expect(outcomes.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  test('give their slot to whoever waits longest, and not to a call that was aborted', async () => {
    const { url, waiting } = await holdingServer();
    const { tigerconnect, clock } = testClient({ url }, { maxRetries: 0 });
    const busy = Array.from({ length: 64 }, () => tigerconnect.messages.send(message));
    await until(() => waiting.length === 64);
    const aborter = new AbortController();
    const aborted = failure(tigerconnect.messages.send(message, { signal: aborter.signal }));
    const { signal } = new AbortController();
    const next = tigerconnect.messages.send(message, { signal });
    await settled();
    aborter.abort();
    await expect(aborted).resolves.toMatchObject({
      code: 'aborted',
      delivery: 'not-sent',
      attempts: 0,
    });
    waiting.splice(0, 1).forEach(accept);
    await until(() => waiting.length === 64);
    waiting.splice(0).forEach(accept);
    await expect(next).resolves.toMatchObject({ attempts: 1 });
    await Promise.all(busy);
    expect(clock.pending).toBe(0);
  });

  test('that outlast the ttl of a message that waits keep it from being sent', async () => {
    const { url, waiting } = await holdingServer();
    const limits = { timeout: 600_000, totalTimeout: 600_000, maxRetries: 0 };
    const { tigerconnect, clock } = testClient({ url }, limits);
    const busy = Array.from({ length: 64 }, () => tigerconnect.messages.send(message));
    await until(() => waiting.length === 64);
    const { signal } = new AbortController();
    const late = failure(tigerconnect.messages.send({ ...message, ttl: 1 }, { signal }));
    await settled();
    clock.advance(60_000);
    await expect(late).resolves.toMatchObject({
      code: 'timeout',
      delivery: 'not-sent',
      attempts: 0,
      message: 'the time ran out while the client was busy with other calls',
    });
    waiting.splice(0).forEach(accept);
    await Promise.all(busy);
  });
});

describe('a 429', () => {
  const refused = { status: 429, headers: { 'Retry-After': '30' } };

  test('makes all calls of the client wait', async () => {
    const server = await startServer([refused, accepted()]);
    let told = 0;
    const onAttempt = (): number => (told += 1);
    const { tigerconnect, clock } = testClient(server, { onAttempt });
    const first = tigerconnect.messages.send(message);
    await until(() => told === 1);
    const others = [
      tigerconnect.messages.send(message),
      tigerconnect.messages.typing('a@b.example'),
    ];
    for (let turn = 0; turn < 10; turn++) await settled();
    expect(server.requests).toHaveLength(1);
    clock.advance(29_999);
    for (let turn = 0; turn < 10; turn++) await settled();
    expect(server.requests).toHaveLength(1);
    clock.advance(1);
    await expect(first).resolves.toMatchObject({ attempts: 2 });
    await Promise.all(others);
    expect(server.requests).toHaveLength(4);
  });

  test('fails a call at once that cannot wait so long, as not sent', async () => {
    const server = await startServer([refused]);
    const { tigerconnect, clock } = testClient(server, { totalTimeout: 20_000 });
    const first = await failure(tigerconnect.messages.send(message));
    expect(first).toMatchObject({ code: 'rate_limit', attempts: 1, retryAfter: 30_000 });
    clock.advance(5_000);
    const second = await failure(tigerconnect.messages.send(message));
    expect(second).toMatchObject({
      code: 'rate_limit',
      attempts: 0,
      delivery: 'not-sent',
      retryAfter: 25_000,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('also makes those wait that got their slot from it', async () => {
    const { url, waiting } = await holdingServer();
    const { tigerconnect, clock } = testClient({ url }, { maxRetries: 0 });
    const busy = Array.from({ length: 63 }, () => tigerconnect.messages.send(message));
    const first = failure(tigerconnect.messages.send(message));
    await until(() => waiting.length === 64);
    const next = tigerconnect.messages.send(message);
    await settled();
    const [last] = waiting.splice(63);
    last?.writeHead(429, { 'Retry-After': '30' }).end();
    await expect(first).resolves.toMatchObject({ code: 'rate_limit' });
    for (let turn = 0; turn < 10; turn++) await settled();
    expect(waiting).toHaveLength(63);
    waiting.splice(0).forEach(accept);
    await Promise.all(busy);
    clock.advance(30_000);
    await until(() => waiting.length === 1);
    waiting.splice(0).forEach(accept);
    await expect(next).resolves.toMatchObject({ attempts: 1 });
    // No slot was lost on the way, and none was made.
    const more = Array.from({ length: 65 }, () => tigerconnect.messages.send(message));
    await until(() => waiting.length === 64);
    for (let turn = 0; turn < 10; turn++) await settled();
    expect(waiting).toHaveLength(64);
    waiting.splice(0).forEach(accept);
    await until(() => waiting.length === 1);
    waiting.splice(0).forEach(accept);
    await Promise.all(more);
  });

  test('is the only answer that does: a 503 lets its own call wait alone', async () => {
    const server = await startServer([
      { status: 503, headers: { 'Retry-After': '30' } },
      accepted(),
    ]);
    const delays: (number | undefined)[] = [];
    const { tigerconnect, clock } = testClient(server, {
      onAttempt: ({ delay }) => delays.push(delay),
    });
    const first = tigerconnect.messages.send(message);
    await until(() => delays.length === 1);
    expect(delays).toEqual([30_000]);
    await expect(tigerconnect.messages.send(message)).resolves.toMatchObject({ attempts: 1 });
    clock.advance(30_000);
    await expect(first).resolves.toMatchObject({ attempts: 2 });
  });

  test('does not shorten the pause that an earlier one asked for', async () => {
    const { url, waiting } = await holdingServer();
    const { tigerconnect, clock } = testClient({ url }, { maxRetries: 0 });
    const both = [message, message].map((each) => failure(tigerconnect.messages.send(each)));
    await until(() => waiting.length === 2);
    for (const [index, seconds] of ['30', '10'].entries()) {
      waiting[index]?.writeHead(429, { 'Retry-After': seconds }).end();
      await both[index];
    }
    waiting.splice(0);
    const next = tigerconnect.messages.send(message);
    clock.advance(29_999);
    for (let turn = 0; turn < 10; turn++) await settled();
    expect(waiting).toHaveLength(0);
    clock.advance(1);
    await until(() => waiting.length === 1);
    waiting.splice(0).forEach(accept);
    await expect(next).resolves.toMatchObject({ attempts: 1 });
  });

  test.each(['999999999', '9'.repeat(400)])(
    'that asks for %s seconds does not end the client, nor shows its answer to other calls',
    async (seconds) => {
      const headers = { 'Retry-After': seconds, 'Content-Type': 'text/plain' };
      const server = await startServer([{ status: 429, headers, body: 'other' }, accepted()]);
      const { tigerconnect, clock } = testClient(server, { maxRetries: 0 });
      await failure(tigerconnect.messages.send(message));
      const second = await tigerconnect.messages.send(message).catch((error: unknown) => error);
      expect((second as { body?: unknown }).body).toBeUndefined();
      clock.advance(15 * 60_000);
      await tigerconnect.messages.send(message);
    },
  );

  test('can be aborted while it is waited for', async () => {
    const server = await startServer([refused]);
    const { tigerconnect } = testClient(server, { maxRetries: 0 });
    await failure(tigerconnect.messages.send(message));
    const aborter = new AbortController();
    const call = failure(tigerconnect.messages.send(message, { signal: aborter.signal }));
    aborter.abort();
    await expect(call).resolves.toMatchObject({ code: 'aborted', delivery: 'not-sent' });
  });
});

describe('time', () => {
  test('that the wall clock is set forward neither ends a call nor lengthens a wait', async () => {
    const server = await startServer([{ status: 503 }, accepted()]);
    const { tigerconnect, clock, waits } = testClient(server);
    const call = tigerconnect.messages.send(message);
    clock.set(3_600_000);
    await expect(call).resolves.toMatchObject({ attempts: 2 });
    expect(waits()).toEqual([250]);
  });

  test.each([
    ['forward, as after a sleep', 61_000, 1],
    ['back', -3_600_000, 2],
  ])('set %s counts towards the ttl by the later clock', async (_, ms, requests) => {
    const server = await startServer([{ status: 503 }, accepted()]);
    const { tigerconnect, clock } = testClient(server, {
      onAttempt: ({ delay = 0 }) => {
        setImmediate(() => {
          clock.set(ms);
          clock.advance(delay);
        });
      },
    });
    await tigerconnect.messages.send({ ...message, ttl: 1 }).catch(() => undefined);
    expect(server.requests).toHaveLength(requests);
  });
});
