/** Spans and the duration metric, as an application with the OpenTelemetry SDK sees them. */
import { inspect } from 'node:util';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { context, metrics, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';

import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

const spans = new InMemorySpanExporter();
const metricsOut = new InMemoryMetricExporter(AggregationTemporality.DELTA);
const reader = new PeriodicExportingMetricReader({
  exporter: metricsOut,
  exportIntervalMillis: 3_600_000,
});
const message = { to: 'secret.nurse@ward.example', body: 'potassium 6.8' };

beforeAll(() => {
  const processor = new SimpleSpanProcessor(spans);
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [processor] }));
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator({
    fields: () => ['traceparent'],
    extract: (active) => active,
    inject: (active, carrier, setter) => {
      const { traceId = '', spanId = '' } = trace.getSpanContext(active) ?? {};
      setter.set(carrier, 'traceparent', `00-${traceId}-${spanId}-01`);
    },
  });
});

beforeEach(() => {
  spans.reset();
});

afterAll(async () => {
  await reader.shutdown();
  for (const api of [trace, metrics, context, propagation]) api.disable();
});

describe('with OpenTelemetry set up', () => {
  test('each attempt is a client span that carries its trace to the server', async () => {
    const server = await startServer([{ status: 503 }, accepted()]);
    await testClient(server).tigerconnect.messages.send(message);

    const [first, second] = spans.getFinishedSpans();
    expect(spans.getFinishedSpans()).toHaveLength(2);
    expect(first).toMatchObject({
      name: 'POST /message/',
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.ERROR },
    });
    expect(first?.attributes).toEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 503,
      'error.type': '503',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.url).port),
      'url.template': '/message/',
      'url.full': `${server.url}/v2/message/?recipient=REDACTED`,
    });
    expect(second?.attributes).toMatchObject({
      'http.request.resend_count': 1,
      'http.response.status_code': 200,
    });
    expect(second?.status.code).toBe(SpanStatusCode.UNSET);
    const sentSpans = server.requests.map(
      ({ headers }) => String(headers['traceparent']).split('-')[2],
    );
    expect(sentSpans).toEqual([first?.spanContext().spanId, second?.spanContext().spanId]);
  });

  test('an attempt without an answer says why', async () => {
    const server = await startServer(['reset']);
    const { messages } = testClient(server, { maxRetries: 0 }).tigerconnect;
    await messages.send(message).catch(() => undefined);
    expect(spans.getFinishedSpans()[0]?.attributes).toMatchObject({ 'error.type': 'connection' });
  });

  test('an attempt that got no credentials says so, and not why', async () => {
    const server = await startServer([accepted()]);
    const given = {
      apiKey: undefined,
      apiSecret: undefined,
      credentials: () => Promise.reject(new Error('vault of nurse@ward.example')),
    };
    await testClient(server, given)
      .tigerconnect.messages.send(message)
      .catch(() => undefined);
    const [span] = spans.getFinishedSpans();
    expect(span?.attributes).toMatchObject({ 'error.type': 'configuration' });
    expect(inspect(span, { depth: 6 })).not.toContain('vault');
  });

  test('an operation without a query has none in its URL', async () => {
    const server = await startServer([{}]);
    await testClient(server).tigerconnect.messages.markRead(['token-1']);
    expect(spans.getFinishedSpans()[0]?.attributes).toMatchObject({
      'http.request.method': 'PUT',
      'url.full': `${server.url}/v2/message/status/`,
    });
  });

  test('durations are measured in seconds, and nothing names a recipient or a text', async () => {
    metricsOut.reset();
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send(message);
    await reader.forceFlush();
    const [exported] = metricsOut.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
    const metric = exported?.metrics[0];
    expect(metric?.descriptor).toMatchObject({ name: 'http.client.request.duration', unit: 's' });
    expect(metric?.dataPoints.map(({ attributes }) => attributes)).toContainEqual({
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.url).port),
    });
    const shown = inspect([metricsOut.getMetrics(), spans.getFinishedSpans()], { depth: 12 });
    expect(shown).not.toMatch(/secret\.nurse|potassium/);
  });
});
