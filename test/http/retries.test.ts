/** Retries over real HTTP with the time in the test's hand: never lost in silence, never sent twice. */
import { getEventListeners } from 'node:events';

import { describe, expect, jest, test } from '@jest/globals';

import {
  AbortedError,
  ConnectionError,
  InvalidResponseError,
  RateLimitError,
  ServerError,
  type SendMessage,
  TimeoutError,
} from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, type Answer, goneServer, startServer } from '../support/server.js';

const message: SendMessage = { to: 'nurse@ward.example', body: 'Bed 12' };

describe('a send that fails at first', () => {
  test.each<[string, Answer]>([
    ['a reset', 'reset'],
    ['a truncated answer', 'truncate'],
    ['408', { status: 408 }],
    ['425', { status: 425 }],
    ['429', { status: 429 }],
    ['500', { status: 500, body: 'oops' }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
  ])('is repeated after %s with the same key and the same bytes', async (_, first) => {
    const server = await startServer([first, first, accepted()]);
    const { tigerconnect, waits } = testClient(server);
    const sent = await tigerconnect.messages.send(message);
    expect(sent.attempts).toBe(3);
    expect(server.requests).toHaveLength(3);
    expect(new Set(server.requests.map(({ headers }) => headers['request-id'])).size).toBe(1);
    expect(new Set(server.requests.map(({ url, body }) => url + body)).size).toBe(1);
    expect(waits()).toEqual([250, 500]);
  });

  test('counts 304 with a token as delivered, and says it is a duplicate', async () => {
    const server = await startServer([
      'reset',
      { status: 304, headers: { 'TT-X-Message-Id': 'first' } },
    ]);
    const sent = await testClient(server).tigerconnect.messages.send(message);
    expect(sent).toMatchObject({ messageId: 'first', attempts: 2, duplicate: true });
  });

  test('is repeated after a time-out', async () => {
    const server = await startServer(['stall', accepted()]);
    const { tigerconnect, clock } = testClient(server, { timeout: 3_000 });
    server.onStall = () => {
      clock.advance(3_000);
    };
    await expect(tigerconnect.messages.send(message)).resolves.toMatchObject({ attempts: 2 });
  });

  test('is repeated after a body that stalls', async () => {
    const server = await startServer(['stall-in-body', accepted()]);
    const { tigerconnect, clock } = testClient(server);
    server.onStall = () => {
      clock.advance(10_000);
    };
    await expect(tigerconnect.messages.send(message)).resolves.toMatchObject({ attempts: 2 });
  });
});

describe('the waits', () => {
  test('double from 500 ms up to 8 s, times the jitter', async () => {
    const server = await startServer([{ status: 503 }]);
    const { tigerconnect, waits } = testClient(server, { maxRetries: 7, random: () => 0.999 });
    const error = await failure(tigerconnect.messages.send(message));
    expect(error).toBeInstanceOf(ServerError);
    expect(error.attempts).toBe(8);
    expect(waits()).toEqual([499, 999, 1998, 3996, 7992, 7992, 7992]);
  });

  test('are at least what Retry-After asks, in seconds', async () => {
    const server = await startServer([
      { status: 429, headers: { 'Retry-After': '7' } },
      accepted(),
    ]);
    const { tigerconnect, waits } = testClient(server);
    await tigerconnect.messages.send(message);
    expect(waits()).toEqual([7_000]);
  });

  test('are at least what Retry-After asks, as a date of the server', async () => {
    const headers = {
      Date: new Date(Date.UTC(2031, 0, 1)).toUTCString(),
      'Retry-After': new Date(Date.UTC(2031, 0, 1, 0, 0, 20)).toUTCString(),
    };
    const server = await startServer([{ status: 503, headers }, accepted()]);
    const { tigerconnect, waits } = testClient(server);
    await tigerconnect.messages.send(message);
    expect(waits()).toEqual([20_000]);
  });

  test('end the call at once when Retry-After does not fit in totalTimeout', async () => {
    const server = await startServer([{ status: 429, headers: { 'Retry-After': '61' } }]);
    const { tigerconnect } = testClient(server);
    const error = await failure(tigerconnect.messages.send(message));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ retryAfter: 61_000, attempts: 1, delivery: 'not-sent' });
    expect(server.requests).toHaveLength(1);
  });

  test('and attempts together never exceed totalTimeout', async () => {
    const server = await startServer(['stall']);
    const { tigerconnect, clock } = testClient(server, { totalTimeout: 25_000, maxRetries: 99 });
    const started = clock.now();
    server.onStall = () => {
      clock.next();
    };
    const error = await failure(tigerconnect.messages.send(message));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(clock.now() - started).toBe(25_000);
    expect(error).toMatchObject({ attempts: 3, delivery: 'unknown' });
    expect(clock.pending).toBe(0);
  });

  test("end with the message's own ttl", async () => {
    const server = await startServer([{ status: 503, headers: { 'Retry-After': '59' } }]);
    const { tigerconnect } = testClient(server, { totalTimeout: 600_000 });
    const error = await failure(tigerconnect.messages.send({ ...message, ttl: 1 }));
    // 59 s fit into the minute once; a second wait would outlive the message.
    expect(error.attempts).toBe(2);
    expect(server.requests).toHaveLength(2);
  });
});

describe('what is not repeated', () => {
  test.each([400, 401, 403, 404, 409, 413, 422])('%i', async (status) => {
    const server = await startServer([{ status }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ status, attempts: 1 });
    expect(server.requests).toHaveLength(1);
  });

  test('anything, with maxRetries 0', async () => {
    const server = await startServer(['reset']);
    const { messages } = testClient(server).tigerconnect;
    const error = await failure(messages.send(message, { maxRetries: 0 }));
    expect(error.attempts).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('a redirect: it is not followed, and no credentials reach its target', async () => {
    const target = await startServer([accepted()]);
    const server = await startServer([
      { status: 307, headers: { Location: `${target.url}/v2/message/` } },
    ]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error).toBeInstanceOf(InvalidResponseError);
    expect(error).toMatchObject({ status: 307, delivery: 'not-sent', attempts: 1 });
    expect(target.requests).toHaveLength(0);
  });
});

describe('the delivery of a failed send', () => {
  const unknown: [string, Answer][] = [
    ['a reset', 'reset'],
    ['408', { status: 408 }],
    ['409', { status: 409 }],
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['301', { status: 301 }],
    ['302', { status: 302 }],
    ['303', { status: 303 }],
    ['304 without a token', { status: 304 }],
    ['a success without a token', { status: 200 }],
    [
      'a success with a failure in its envelope',
      {
        ...(accepted() as object),
        headers: { 'TT-X-Message-Id': 'x', 'Content-Type': 'application/json' },
        body: '{"status":"fail"}',
      },
    ],
    [
      'a success with an unreadable body',
      { headers: { 'TT-X-Message-Id': 'x', 'Content-Type': 'application/json' }, body: '{"status' },
    ],
  ];
  test.each(unknown)('is unknown after %s', async (_, answer) => {
    const server = await startServer([answer]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error.delivery).toBe('unknown');
    expect(error.requestId).toBe(server.requests[0]?.headers['request-id']);
  });

  test.each([400, 401, 403, 404, 422, 429, 307, 308])('is not-sent after %i', async (status) => {
    const server = await startServer([{ status }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error.delivery).toBe('not-sent');
  });

  test('is unknown when one attempt was, whatever followed it', async () => {
    const server = await startServer(['reset', { status: 401 }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ status: 401, attempts: 2, delivery: 'unknown' });
  });

  test('is not-sent when the connection is refused', async () => {
    const { tigerconnect } = testClient(await goneServer());
    const error = await failure(tigerconnect.messages.send(message));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({ attempts: 5, delivery: 'not-sent' });
  });

  test('is not-sent when a time-out comes before the connection stands', async () => {
    const server = await startServer(['stall']);
    const { tigerconnect, clock } = testClient(server, { maxRetries: 0 });
    const call = failure(tigerconnect.messages.send(message));
    clock.advance(10_000);
    await expect(call).resolves.toMatchObject({ code: 'timeout', delivery: 'not-sent' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a signal', () => {
  test('that is already aborted lets nothing out', async () => {
    const server = await startServer([accepted()]);
    const signal = AbortSignal.abort(new Error('off shift'));
    const error = await failure(testClient(server).tigerconnect.messages.send(message, { signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({
      attempts: 0,
      delivery: 'not-sent',
      cause: signal.reason as unknown,
    });
    expect(server.requests).toHaveLength(0);
    expect(server.connections).toBe(0);
  });

  test('ends an attempt in flight', async () => {
    const server = await startServer(['stall']);
    const controller = new AbortController();
    server.onStall = () => {
      controller.abort();
    };
    const { tigerconnect, clock, attempts } = testClient(server);
    const error = await failure(tigerconnect.messages.send(message, { signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ attempts: 1, delivery: 'unknown' });
    expect(attempts).toHaveLength(1);
    expect(attempts[0]).not.toHaveProperty('delay');
    expect(clock.pending).toBe(0);
  });

  test('ends a wait', async () => {
    const server = await startServer([{ status: 503, headers: { 'Retry-After': '30' } }]);
    const controller = new AbortController();
    const { tigerconnect, clock } = testClient(server, {
      onAttempt: () => {
        setImmediate(() => {
          controller.abort();
        });
      },
    });
    const error = await failure(tigerconnect.messages.send(message, { signal: controller.signal }));
    expect(error).toBeInstanceOf(AbortedError);
    expect(error).toMatchObject({ attempts: 1, delivery: 'unknown' });
    expect(server.requests).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

test('a signal that outlives its calls keeps no listeners of theirs', async () => {
  const server = await startServer(['reset', accepted()]);
  const { signal } = new AbortController();
  await testClient(server).tigerconnect.messages.send(message, { signal });
  expect(getEventListeners(signal, 'abort')).toHaveLength(0);
});

test('an abort by an observer of the attempt ends the call before it waits', async () => {
  const server = await startServer([{ status: 503 }]);
  const controller = new AbortController();
  const { tigerconnect, clock } = testClient(server, {
    onAttempt: () => {
      controller.abort();
    },
  });
  const error = await failure(tigerconnect.messages.send(message, { signal: controller.signal }));
  expect(error).toMatchObject({ code: 'aborted', attempts: 1, delivery: 'unknown' });
  expect(clock.pending).toBe(0);
});

test.each<[string, unknown, string]>([
  ['an error', new RangeError('disk full of nurse@ward.example'), 'RangeError'],
  ['nothing', undefined, 'something'],
])(
  'an observer that throws %s does not cost the message, and is warned of',
  async (_, thrown, name) => {
    const server = await startServer([accepted()]);
    const warn = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    try {
      const { tigerconnect } = testClient(server, {
        onAttempt: () => {
          throw thrown;
        },
      });
      await expect(tigerconnect.messages.send(message)).resolves.toMatchObject({ attempts: 1 });
      const warning = `tigerconnect-messages: onAttempt threw ${name}`;
      expect(warn.mock.calls).toEqual([[warning]]);
    } finally {
      warn.mockRestore();
    }
  },
);

test('an abort during a wait that also outlasts the ttl is told as the abort', async () => {
  const server = await startServer([{ status: 503 }, accepted()]);
  const controller = new AbortController();
  const { tigerconnect, clock } = testClient(server, {
    totalTimeout: 600_000,
    onAttempt: () => {
      setImmediate(() => {
        controller.abort();
        clock.advance(61_000);
      });
    },
  });
  const { signal } = controller;
  const error = await failure(tigerconnect.messages.send({ ...message, ttl: 1 }, { signal }));
  expect(error).toMatchObject({ code: 'aborted', attempts: 1, delivery: 'unknown' });
  expect(server.requests).toHaveLength(1);
});

test('a machine that slept through a wait sends no message whose ttl has passed', async () => {
  const server = await startServer([{ status: 503 }, accepted()]);
  const { tigerconnect, clock } = testClient(server, {
    totalTimeout: 600_000,
    onAttempt: ({ delay }) => {
      if (delay !== undefined)
        setImmediate(() => {
          clock.advance(61_000);
        });
    },
  });
  const error = await failure(tigerconnect.messages.send({ ...message, ttl: 1 }));
  expect(error).toMatchObject({ status: 503, attempts: 1, delivery: 'unknown' });
  expect(server.requests).toHaveLength(1);
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'unknown'],
  ['an object without a name', {}, 'unknown'],
  [
    'an error whose cause has a code',
    new TypeError('x', { cause: { code: 'EHOSTDOWN' } }),
    'EHOSTDOWN',
  ],
])('a fetch that throws %s is a connection error all the same', async (_, thrown, code) => {
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a fetch may do it
  const fetch = (): Promise<never> => Promise.reject(thrown);
  const { tigerconnect } = testClient({ url: 'https://api.example' }, { fetch });
  const error = await failure(tigerconnect.messages.send(message));
  expect(error).toBeInstanceOf(ConnectionError);
  expect(error).toMatchObject({ delivery: 'unknown', cause: { code } });
});

test('a service that is down is not stormed: the calls of a client share a budget of retries', async () => {
  const server = await startServer([{ status: 503 }]);
  const { tigerconnect } = testClient(server);
  const errors = [];
  for (let call = 0; call < 40; call++) {
    errors.push(await failure(tigerconnect.messages.send(message)));
  }
  expect(errors[0]?.attempts).toBe(5);
  expect(errors.at(-1)?.attempts).toBe(1);
  // 40 first attempts and the 100 retries that the full bucket holds.
  expect(server.requests).toHaveLength(140);
});
