/** Those who watch a call, telemetry, `onAttempt` and loggers, change nothing of what became of it. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { context, propagation, type Span, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';

import type { FetchFunction, TigerConnectOptions } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const broken = new RangeError('nurse@ward.example is in it');

let warnings: string[];

beforeEach(() => {
  warnings = [];
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => {
    warnings.push(String(warning));
  });
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const api of [trace, context, propagation]) api.disable();
});

const throwing = (): never => {
  throw broken;
};
const rejecting = (): Promise<never> => Promise.reject(broken);

const watching = (observe: () => unknown): [string, TigerConnectOptions][] => [
  ['onAttempt', { onAttempt: observe }],
  ['logger', { logger: { debug: observe, info: observe, warn: observe, error: observe } }],
];

describe.each([
  ['throws', throwing],
  ['rejects', rejecting],
])('an observer that %s', (_, observe) => {
  test.each(watching(observe))(
    'as %s costs no message, and is warned of',
    async (name, options) => {
      const server = await startServer([{ status: 503 }, accepted()]);
      const real = { clock: undefined, random: () => 0 };
      const { messages } = testClient(server, { ...options, ...real }).tigerconnect;
      const sent = await messages.send(message);
      expect(sent).toMatchObject({ attempts: 2 });
      await new Promise((resolve) => setImmediate(resolve));
      const warning = `tigerconnect-messages: ${name} threw RangeError`;
      expect(warnings).toEqual([warning, warning]);
    },
  );

  test.each(watching(observe))('as %s leaves the label as it is', async (_, options) => {
    const server = await startServer(['reset']);
    const { messages } = testClient(server, { ...options, maxRetries: 0 }).tigerconnect;
    const error = await failure(messages.send(message));
    expect(error).toMatchObject({ code: 'connection', delivery: 'unknown', attempts: 1 });
  });
});

test.each([
  ['a symbol', { value: Symbol('x') }],
  ['a getter that throws', { get: throwing }],
])('an observer that throws an error whose name is %s costs no message', async (_, name) => {
  const server = await startServer([accepted()]);
  const onAttempt = (): never => {
    throw Object.defineProperty(new Error('x'), 'name', name);
  };
  const sent = await testClient(server, { onAttempt }).tigerconnect.messages.send(message);
  expect(sent).toMatchObject({ attempts: 1 });
  expect(warnings).toEqual(['tigerconnect-messages: onAttempt threw something']);
});

describe('telemetry', () => {
  const nothing = (): void => undefined;
  const still = (): Promise<void> => Promise.resolve();

  function register(processor: Partial<SpanProcessor>): void {
    const spanProcessors = [
      { onStart: nothing, onEnd: nothing, shutdown: still, forceFlush: still, ...processor },
    ];
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors }));
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  }

  /** @param set puts a header on the request */
  function propagate(inject: (set: (name: string, value: string) => void) => void): void {
    propagation.setGlobalPropagator({
      fields: () => [],
      extract: (active) => active,
      inject: (_, carrier, setter) => {
        inject((name, value) => {
          setter.set(carrier, name, value);
        });
      },
    });
  }

  test.each<[string, Partial<SpanProcessor>]>([
    ['starts', { onStart: throwing }],
    ['ends', { onEnd: throwing }],
  ])('whose processor throws when a span %s costs no message', async (_, processor) => {
    register(processor);
    const server = await startServer([accepted()]);
    const sent = await testClient(server).tigerconnect.messages.send(message);
    expect(sent).toMatchObject({ attempts: 1, messageId: 'token-1' });
    expect(server.requests).toHaveLength(1);
    expect(warnings).toEqual(['tigerconnect-messages: telemetry threw RangeError']);
  });

  test('whose propagator throws costs no message', async () => {
    register({});
    propagate(throwing);
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    await expect(messages.send(message)).resolves.toMatchObject({ attempts: 1 });
  });

  test.each([
    ['throws', throwing],
    ['never calls back', nothing],
    [
      'calls back twice',
      (_: unknown, run: () => unknown): unknown => {
        run();
        return run();
      },
    ],
  ])('whose context manager %s lets one request out', async (_, within) => {
    register({});
    jest
      .spyOn(AsyncLocalStorageContextManager.prototype, 'with')
      .mockImplementation(within as never);
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send(message);
    expect(server.requests).toHaveLength(1);
  });

  test('sets no header that is ours, in whatever case', async () => {
    register({});
    propagate((set) => {
      for (const name of ['Request-Id', 'AUTHORIZATION', 'content-Type', 'Expect', 'X Y']) {
        set(name, 'forged');
      }
      set('x-fine', 'line\nbreak');
      set('TraceState', 'ward=7');
    });
    const server = await startServer(['reset', accepted()]);
    const { requestId } = await testClient(server).tigerconnect.messages.send(message);
    expect(server.requests.map(({ headers }) => headers['request-id'])).toEqual([
      requestId,
      requestId,
    ]);
    for (const { headers, rawHeaders } of server.requests) {
      expect(rawHeaders.join()).not.toMatch(/forged|x-fine/);
      expect(headers).toMatchObject({ tracestate: 'ward=7' });
    }
  });

  test('of others is suppressed during an attempt, also where no tracer is registered', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    const suppressed = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');
    const seen: unknown[] = [];
    const fetch: FetchFunction = (url, init) => {
      seen.push(context.active().getValue(suppressed));
      return globalThis.fetch(url, init);
    };
    const server = await startServer([accepted()]);
    await testClient(server, { fetch }).tigerconnect.messages.send(message);
    expect(seen[0]).toBe(true);
    expect(context.active().getValue(suppressed)).toBeUndefined();
  });

  test("lets a caller's own header stand", async () => {
    register({});
    propagate((set) => {
      set('traceparent', 'theirs');
    });
    const server = await startServer([accepted()]);
    const headers = { TraceParent: 'ours' };
    await testClient(server, { headers }).tigerconnect.messages.send(message);
    expect(server.requests[0]?.headers['traceparent']).toBe('ours');
  });

  test('that a span handler poisons leaves the answer of the call', async () => {
    register({
      onEnd: (span) => {
        Object.assign(span as unknown as Span, { status: throwing });
      },
    });
    const server = await startServer([{ status: 401 }]);
    const error = await failure(testClient(server).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ status: 401, delivery: 'not-sent' });
  });
});
