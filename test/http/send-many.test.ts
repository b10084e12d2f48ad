/** Bulk sending: bounded, patient with its reader, and true to what happened when it is cut short. */
import { getEventListeners } from 'node:events';

import { describe, expect, test } from '@jest/globals';

import { type SendMessage, type SendOutcome, type SentMessage } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

const TO = 'nurse@ward.example';
const message = (n: number): SendMessage => ({ to: TO, body: `message ${n}` });
const messages = (count: number): SendMessage[] =>
  Array.from({ length: count }, (_, n) => message(n));

type Outcome = SendOutcome<SendMessage, SentMessage>;

async function collect(run: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const outcomes = [];
  for await (const outcome of run) outcomes.push(outcome);
  return outcomes;
}

/** A source that counts what was read of it, and whether it was ended. */
function counted(count: number): {
  source: AsyncGenerator<SendMessage>;
  read: number;
  ended: boolean;
} {
  const state = { read: 0, ended: false };
  async function* source(): AsyncGenerator<SendMessage> {
    try {
      while (state.read < count) yield await Promise.resolve(message(state.read++));
    } finally {
      state.ended = true;
    }
  }
  return Object.assign(state, { source: source() });
}

describe('sendMany', () => {
  test.each([
    ['an array', () => messages(25)],
    ['a set', () => new Set(messages(25))],
    ['an async generator', () => counted(25).source],
  ])('tells of every message of %s once, with its place', async (_, source) => {
    const server = await startServer((request) =>
      accepted(new URLSearchParams(request.body).get('body') ?? ''),
    );
    const outcomes = await collect(testClient(server).tigerconnect.messages.sendMany(source()));
    const byPlace = outcomes.sort((a, b) => a.index - b.index);
    expect(byPlace.map(({ index }) => index)).toEqual([...Array(25).keys()]);
    for (const { index, message: sent, ...outcome } of byPlace) {
      expect(sent).toEqual(message(index));
      expect(outcome).toMatchObject({
        status: 'fulfilled',
        value: { messageId: `message ${index}` },
      });
    }
    expect(server.requests).toHaveLength(25);
  });

  test('goes on when a message fails, and says why', async () => {
    const server = await startServer((request) =>
      request.body.includes('+1') ? { status: 400 } : accepted(),
    );
    const source = [
      message(0),
      message(1),
      { to: 'nobody', body: 'x' },
      undefined as never,
      message(2),
    ];
    const outcomes = await collect(testClient(server).tigerconnect.messages.sendMany(source));
    const reasons = outcomes
      .sort((a, b) => a.index - b.index)
      .map((outcome) =>
        outcome.status === 'rejected' ? (outcome.reason as { code: string }).code : 'sent',
      );
    expect(reasons).toEqual(['sent', 'api', 'invalid_address', 'invalid_argument', 'sent']);
  });

  test.each([
    ['ttll', 'message: a field is not known; did you mean ttl?'],
    ['TTL', 'message: a field is not known; did you mean ttl?'],
    ['bodyy', 'message: a field is not known; did you mean body?'],
    ['delete_on_read', 'delete_on_read: is not known; did you mean deleteOnRead?'],
    ['organisation', 'organisation: is not known; did you mean organization?'],
    ['requestID', 'requestID: is not known; did you mean requestId?'],
  ])('refuses the field %s, a slip', async (name, words) => {
    const server = await startServer([accepted()]);
    const { messages: api } = testClient(server).tigerconnect;
    const [outcome] = await collect(api.sendMany([{ ...message(0), [name]: 1 }]));
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { field: words.split(':')[0], message: words },
    });
    expect(server.requests).toEqual([]);
  });

  test('leaves fields of the caller alone', async () => {
    const server = await startServer([accepted()]);
    const own = { id: 1, row: 2, date: 'x', tel: 'x', requester: 'x', organizationId: 1, bed: 12 };
    const source = [{ ...message(0), ...own }];
    const [outcome] = await collect(testClient(server).tigerconnect.messages.sendMany(source));
    expect(outcome).toMatchObject({ status: 'fulfilled', message: own });
  });

  test('has no more than `concurrency` in flight, and uses all of it', async () => {
    let inFlight = 0;
    let most = 0;
    const fetch = async (): Promise<never> => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
      throw new Error('no network here');
    };
    const { tigerconnect } = testClient({ url: 'https://api.example' }, { fetch, maxRetries: 0 });
    await collect(tigerconnect.messages.sendMany(messages(40), { concurrency: 5 }));
    expect(most).toBe(5);
  });

  test('reads no further than its own reader does', async () => {
    const server = await startServer([accepted()]);
    const state = counted(1_000);
    const run = testClient(server).tigerconnect.messages.sendMany(state.source, { concurrency: 4 });
    for (let taken = 1; taken <= 20; taken++) {
      await run.next();
      // Give it every chance to run ahead.
      await new Promise((resolve) => setTimeout(resolve, 1));
      expect(state.read).toBeLessThanOrEqual(taken + 4);
    }
    await run.return();
    expect(state.ended).toBe(true);
  });

  test('tells of what has settled while the source is slow', async () => {
    const server = await startServer([accepted()]);
    let release: () => void = () => undefined;
    async function* source(): AsyncGenerator<SendMessage> {
      yield message(0);
      await new Promise<void>((resolve) => (release = resolve));
    }
    const run = testClient(server).tigerconnect.messages.sendMany(source());
    await expect(run.next()).resolves.toMatchObject({ value: { index: 0 }, done: false });
    release();
    await expect(run.next()).resolves.toMatchObject({ done: true });
  });

  test('left early, ends the source and waits for what is in flight', async () => {
    const server = await startServer([accepted()]);
    const state = counted(1_000);
    const { tigerconnect, attempts } = testClient(server);
    for await (const { status } of tigerconnect.messages.sendMany(state.source, {
      concurrency: 4,
    })) {
      expect(status).toBe('fulfilled');
      break;
    }
    expect(state.ended).toBe(true);
    expect(attempts).toHaveLength(server.requests.length);
    expect(server.requests.length).toBeLessThanOrEqual(8);
  });

  test('aborted, settles what is in flight, reads no more, and does not end as if all were sent', async () => {
    const controller = new AbortController();
    const server = await startServer((_, index) => (index < 2 ? accepted() : 'stall'));
    const state = counted(1_000);
    let stalled = 0;
    server.onStall = () => {
      if (++stalled === 3) controller.abort();
    };
    const run = testClient(server).tigerconnect.messages.sendMany(state.source, {
      concurrency: 3,
      signal: controller.signal,
    });
    const outcomes: Outcome[] = [];
    await expect(
      (async () => {
        for await (const outcome of run) outcomes.push(outcome);
      })(),
    ).rejects.toMatchObject({ code: 'aborted' });
    expect(outcomes.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    for (const outcome of outcomes.slice(2)) {
      expect(outcome).toMatchObject({ reason: { code: 'aborted', delivery: 'unknown' } });
    }
    expect(state).toMatchObject({ read: 5, ended: true });
  });

  test('burdens the signal of its caller with one listener, however many are in flight', async () => {
    const { signal } = new AbortController();
    const counts: number[] = [];
    const fetch = (): Promise<never> => {
      counts.push(getEventListeners(signal, 'abort').length);
      return Promise.reject(new Error('no network here'));
    };
    const { tigerconnect } = testClient({ url: 'https://api.example' }, { fetch, maxRetries: 0 });
    await collect(tigerconnect.messages.sendMany(messages(40), { concurrency: 20, signal }));
    expect(Math.max(...counts)).toBe(1);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  test('aborted before it began, reads nothing', async () => {
    const state = counted(10);
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    const run = api.sendMany(state.source, { signal: AbortSignal.abort('off shift') });
    await expect(run.next()).rejects.toMatchObject({
      code: 'aborted',
      cause: 'off shift',
      message:
        'the run was aborted; it has the outcomes of all 0 messages read, and no more was read',
    });
    expect(state.read).toBe(0);
  });

  test('aborted while the source hangs, does not hang with it', async () => {
    const controller = new AbortController();
    const source: AsyncIterable<SendMessage> = {
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    };
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    const next = api.sendMany(source, { signal: controller.signal }).next();
    controller.abort();
    await expect(next).rejects.toMatchObject({ code: 'aborted' });
  });

  test('passes on what the source throws, after what was in flight', async () => {
    const server = await startServer([accepted()]);
    function* source(): Generator<SendMessage> {
      yield message(0);
      yield message(1);
      throw new RangeError('the file ended in the middle');
    }
    const outcomes: Outcome[] = [];
    const run = testClient(server).tigerconnect.messages.sendMany(source());
    await expect(
      (async () => {
        for await (const outcome of run) outcomes.push(outcome);
      })(),
    ).rejects.toThrow(new RangeError('the file ended in the middle'));
    expect(outcomes).toHaveLength(2);
  });

  test.each([0, -1, 1.5, NaN, Infinity, '8'])('refuses a concurrency of %p', (concurrency) => {
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    expect(() => api.sendMany([], { concurrency: concurrency as number })).toThrow(
      expect.objectContaining({
        field: 'concurrency',
        message: 'concurrency: must be a whole number, 1 or more',
      }),
    );
  });

  test.each([
    ['concurency', 2],
    ['timeout', 0],
    ['signal', {}],
  ])('refuses a wrong option %s at once', (field, value) => {
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    expect(() => api.sendMany([], { [field]: value })).toThrow(expect.objectContaining({ field }));
  });

  test.each([undefined, null, 5, 'text', {}])('refuses %p for a source', (source) => {
    const { messages: api } = testClient({ url: 'https://api.example' }).tigerconnect;
    expect(() => api.sendMany(source as never)).toThrow(
      expect.objectContaining({
        field: 'messages',
        message: 'messages: must be an iterable or async iterable of messages',
      }),
    );
  });
});
