/**
 * OpenTelemetry spans and a duration metric for each attempt, by the HTTP client semantic conventions
 * (1.27 and later). Does nothing where `@opentelemetry/api` is not installed. Names no recipient.
 */
import { createRequire } from 'node:module';

import type * as OpenTelemetry from '@opentelemetry/api';

import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import type { AttemptOutcome } from '../../generated/core/request.js';

type Api = typeof OpenTelemetry;
type Headers = Readonly<Record<string, string>>;
type Attributes = OpenTelemetry.Attributes;

const SCOPE = 'tigerconnect-messages';
// The boundaries that the conventions advise, in seconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

function loadApi(): Api | undefined {
  try {
    return createRequire(import.meta.url)('@opentelemetry/api') as Api;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** Runs one attempt, in a span of its own where there is telemetry; `run` gets the headers that carry the trace on. */
export type Trace = (
  operation: ApiRequestOptions,
  retries: number,
  run: (headers: Headers) => Promise<AttemptOutcome>,
) => Promise<AttemptOutcome>;

function resultOf(outcome: AttemptOutcome): Attributes {
  if (outcome.kind === 'failure') return { 'error.type': outcome.reason };
  const { status } = outcome;
  const result = { 'http.response.status_code': status };
  return status < 400 ? result : { ...result, 'error.type': String(status) };
}

/** The telemetry of a client. */
export function telemetry(baseUrl: string): Trace {
  const api = loadApi();
  if (api === undefined) return (_, __, run) => run({});
  const { context, propagation, SpanKind, SpanStatusCode, trace } = api;
  const tracer = trace.getTracer(SCOPE);
  const durations = api.metrics.getMeter(SCOPE).createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  const { hostname, port, protocol } = new URL(baseUrl);
  const server = {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  return async ({ method, url, query = {} }, retries, run) => {
    const common = { ...server, 'http.request.method': method };
    const names = Object.keys(query).map((name) => `${name}=REDACTED`);
    const span = tracer.startSpan(`${method} ${url}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...common,
        'url.template': url,
        'url.full': `${baseUrl}${url}${names.length > 0 ? '?' : ''}${names.join('&')}`,
        ...(retries > 0 ? { 'http.request.resend_count': retries } : undefined),
      },
    });
    const active = trace.setSpan(context.active(), span);
    const headers: Record<string, string> = {};
    propagation.inject(active, headers);
    const started = performance.now();
    try {
      const outcome = await context.with(active, run, undefined, headers);
      const result = resultOf(outcome);
      span.setAttributes(result);
      if (result['error.type'] !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
      durations.record((performance.now() - started) / 1_000, { ...common, ...result });
      return outcome;
    } finally {
      span.end();
    }
  };
}
