/** `withTyping` keeps a notice alive while work runs, and never gets in its way. */
import { describe, expect, test } from '@jest/globals';

import { testClient } from '../support/client.js';
import { startServer } from '../support/server.js';

const TO = 'nurse@ward.example';
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** Waits for what is on its way over the network, however slow the machine. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await soon();
}

describe('withTyping', () => {
  test('notifies at once and every 6 s until the work ends', async () => {
    const server = await startServer([{ status: 200 }]);
    const { tigerconnect, clock } = testClient(server);
    const result = await tigerconnect.messages.withTyping(TO, async () => {
      await until(() => server.requests.length === 1);
      clock.advance(5_999);
      await soon();
      expect(server.requests).toHaveLength(1);
      clock.advance(1);
      await until(() => server.requests.length === 2);
      return 'typed';
    });
    expect(result).toBe('typed');
    const urls = server.requests.map(({ url }) => url);
    expect(new Set(urls)).toEqual(new Set(['/v2/message/typing/?recipient=nurse%40ward.example']));
    expect(clock.pending).toBe(0);
    clock.advance(60_000);
    await soon();
    expect(server.requests).toHaveLength(2);
  });

  test('stops with work that fails, and passes its error on', async () => {
    const server = await startServer([{ status: 200 }]);
    const { tigerconnect, clock } = testClient(server);
    const failure = new RangeError('no such bed');
    const call = tigerconnect.messages.withTyping(TO, () => {
      throw failure;
    });
    await expect(call).rejects.toBe(failure);
    expect(clock.pending).toBe(0);
  });

  test('lets the work go on when the notice fails, and tells the observers', async () => {
    const server = await startServer([{ status: 503 }]);
    const { tigerconnect, attempts } = testClient(server);
    const work = tigerconnect.messages.withTyping(TO, async () => {
      await until(() => attempts.length > 0);
      return 'done';
    });
    await expect(work).resolves.toBe('done');
    expect(attempts).toMatchObject([{ status: 503, path: '/message/typing/' }]);
  });

  test('ends a notice that is still in flight', async () => {
    const server = await startServer(['stall']);
    const { tigerconnect, clock, attempts } = testClient(server);
    const stalled = new Promise<void>((resolve) => {
      server.onStall = resolve;
    });
    await tigerconnect.messages.withTyping(TO, () => stalled);
    await until(() => attempts.length > 0);
    expect(attempts).toMatchObject([{ failure: 'aborted' }]);
    expect(clock.pending).toBe(0);
  });

  test('refuses a wrong recipient before the work begins', async () => {
    const server = await startServer([{ status: 200 }]);
    let began = false;
    const call = testClient(server).tigerconnect.messages.withTyping('nobody', () => {
      began = true;
    });
    await expect(call).rejects.toMatchObject({ code: 'invalid_address' });
    expect(began).toBe(false);
  });
});
