/** What `sendMany` asks of its source, and how it leaves it: as `for await` would, but without waiting for ever. */
import { describe, expect, test } from '@jest/globals';

import { type SendMessage, type SendOutcome, type SentMessage } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

type Outcome = SendOutcome<SendMessage, SentMessage>;
type Next = IteratorResult<SendMessage>;

const MESSAGE: SendMessage = { to: 'nurse@ward.example', body: 'Bed 12' };
const NEVER = new Promise<never>(() => undefined);

/** A source that counts how often it is asked for a message, and closed. */
function watched(
  next: (place: number) => Next | Promise<Next>,
  close: () => Promise<void> = () => Promise.resolve(),
): { source: AsyncIterable<SendMessage>; asked: number; closed: number } {
  const state = { asked: 0, closed: 0 };
  const iterator: AsyncIterator<SendMessage> = {
    next: async () => next(state.asked++),
    return: async () => {
      state.closed += 1;
      await close();
      return { done: true, value: undefined };
    },
  };
  return Object.assign(state, { source: { [Symbol.asyncIterator]: () => iterator } });
}

const give = (count: number) => (place: number) =>
  place < count ? { value: MESSAGE } : { done: true as const, value: undefined };

async function collect(run: AsyncIterable<Outcome>): Promise<Outcome[]> {
  const outcomes = [];
  for await (const outcome of run) outcomes.push(outcome);
  return outcomes;
}

describe('sendMany', () => {
  test('does not close a source that has ended', async () => {
    const server = await startServer([accepted()]);
    const state = watched(give(2));
    await collect(testClient(server).tigerconnect.messages.sendMany(state.source));
    expect(state).toMatchObject({ asked: 3, closed: 0 });
  });

  test('neither closes a source that threw, nor asks it for more', async () => {
    const server = await startServer([accepted()]);
    const state = watched((place) => {
      if (place === 1) throw new RangeError('the file ended in the middle');
      return give(3)(place);
    });
    const run = testClient(server).tigerconnect.messages.sendMany(state.source);
    await expect(collect(run)).rejects.toThrow('the file ended in the middle');
    expect(state).toMatchObject({ asked: 2, closed: 0 });
    expect(server.requests).toHaveLength(1);
  });

  test('left early, waits until the source has closed', async () => {
    const server = await startServer([accepted()]);
    let isClosed = false;
    const state = watched(give(100), async () => {
      await new Promise(setImmediate);
      isClosed = true;
    });
    const run = testClient(server).tigerconnect.messages.sendMany(state.source);
    await run.next();
    await run.return();
    expect(isClosed).toBe(true);
    expect(state.closed).toBe(1);
  });

  test('left early, passes on what the source throws as it closes', async () => {
    const server = await startServer([accepted()]);
    const { source } = watched(give(100), () => Promise.reject(new Error('cannot be closed')));
    const run = testClient(server).tigerconnect.messages.sendMany(source);
    await run.next();
    await expect(run.return()).rejects.toThrow('cannot be closed');
  });

  test('aborted while a generator hangs, asks it to close and does not wait for it', async () => {
    const controller = new AbortController();
    const state = watched(
      () => NEVER,
      () => NEVER,
    );
    const { messages } = testClient({ url: 'https://api.example' }).tigerconnect;
    const next = messages.sendMany(state.source, { signal: controller.signal }).next();
    controller.abort();
    await expect(next).rejects.toMatchObject({ code: 'aborted' });
    expect(state.closed).toBe(1);
  });

  const closings: [string, () => Promise<void>][] = [
    ['hangs', () => NEVER],
    ['throws', () => Promise.reject(new Error('cannot be closed'))],
  ];

  test.each(closings)(
    'aborted, ends as aborted where the source %s as it closes',
    async (_, close) => {
      const server = await startServer([accepted()]);
      const controller = new AbortController();
      const state = watched(give(100), close);
      const { signal } = controller;
      const run = testClient(server).tigerconnect.messages.sendMany(state.source, { signal });
      await run.next();
      controller.abort();
      await expect(collect(run)).rejects.toMatchObject({ code: 'aborted' });
      expect(state.closed).toBe(1);
    },
  );

  test('left early, waits no longer for a source that hangs when the signal aborts', async () => {
    const server = await startServer([accepted()]);
    const controller = new AbortController();
    const { source } = watched(give(100), () => {
      setImmediate(() => {
        controller.abort();
      });
      return NEVER;
    });
    const { signal } = controller;
    const run = testClient(server).tigerconnect.messages.sendMany(source, { signal });
    await run.next();
    await expect(run.return()).resolves.toMatchObject({ done: true });
  });

  test('aborted, ends as aborted where the same signal makes the source throw', async () => {
    const server = await startServer(['stall']);
    const controller = new AbortController();
    const { signal } = controller;
    const closed = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => {
        reject(new Error('the file was closed'));
      });
    });
    const { source } = watched((place) => (place === 0 ? { value: MESSAGE } : closed));
    server.onStall = () => {
      controller.abort();
    };
    const { messages } = testClient(server).tigerconnect;
    await expect(collect(messages.sendMany(source, { signal }))).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  test('left while the source is busy, tells of what it gives afterwards, and does not send it', async () => {
    const server = await startServer([accepted()]);
    const outcomes: Outcome[] = [];
    let release: (next: Next) => void = () => undefined;
    const state = watched((place) =>
      place === 0 ? { value: MESSAGE } : new Promise((resolve) => (release = resolve)),
    );
    const run = testClient(server).tigerconnect.messages.sendMany(state.source, {
      onOutcome: (outcome) => outcomes.push(outcome),
    });
    await run.next();
    await run.return();
    expect(state).toMatchObject({ asked: 2, closed: 1 });
    release({ value: MESSAGE });
    await new Promise(setImmediate);
    expect(outcomes).toMatchObject([
      { index: 0, status: 'fulfilled' },
      { index: 1, status: 'rejected', reason: { code: 'aborted', delivery: 'not-sent' } },
    ]);
    expect(server.requests).toHaveLength(1);
  });
});
