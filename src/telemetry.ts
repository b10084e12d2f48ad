/**
 * OpenTelemetry spans and a duration metric for each attempt, by the HTTP client semantic conventions
 * (1.27 and later). Does nothing where `@opentelemetry/api` is not installed. Names no recipient.
 */
import { createRequire } from 'node:module';

import type * as OpenTelemetry from '@opentelemetry/api';

import type { ApiRequestOptions } from '../generated/core/ApiRequestOptions.js';
import type { AttemptOutcome } from '../generated/core/request.js';

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

const errorType = (outcome: AttemptOutcome): string | undefined => {
  if (outcome.kind === 'failure') return outcome.reason;
  return outcome.status >= 400 ? String(outcome.status) : undefined;
};

/** Traces attempts; made once for a client. */
export class Telemetry {
  readonly #api: Api;
  readonly #tracer: OpenTelemetry.Tracer;
  readonly #duration: OpenTelemetry.Histogram;
  readonly #server: Attributes;

  constructor(
    api: Api,
    private readonly baseUrl: string,
  ) {
    const { hostname, port, protocol } = new URL(baseUrl);
    this.#api = api;
    this.#tracer = api.trace.getTracer(SCOPE);
    this.#duration = api.metrics.getMeter(SCOPE).createHistogram('http.client.request.duration', {
      unit: 's',
      description: 'Duration of HTTP client requests.',
      advice: { explicitBucketBoundaries: BUCKETS },
    });
    this.#server = {
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    };
  }

  /** Runs one attempt in a span of its own; `run` gets the headers that carry the trace on. */
  async attempt(
    { method, url, query }: ApiRequestOptions,
    retries: number,
    run: (headers: Headers) => Promise<AttemptOutcome>,
  ): Promise<AttemptOutcome> {
    const { context, propagation, SpanKind, SpanStatusCode, trace } = this.#api;
    const common: Attributes = { ...this.#server, 'http.request.method': method };
    const names = Object.keys(query ?? {}).map((name) => `${name}=REDACTED`);
    const span = this.#tracer.startSpan(`${method} ${url}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        ...common,
        'url.template': url,
        'url.full': `${this.baseUrl}${url}${names.length > 0 ? '?' : ''}${names.join('&')}`,
        ...(retries > 0 ? { 'http.request.resend_count': retries } : undefined),
      },
    });
    const active = trace.setSpan(context.active(), span);
    const headers: Record<string, string> = {};
    propagation.inject(active, headers);
    const started = performance.now();
    try {
      const outcome = await context.with(active, run, undefined, headers);
      const type = errorType(outcome);
      const result: Attributes = {
        ...(outcome.kind === 'response'
          ? { 'http.response.status_code': outcome.status }
          : undefined),
        ...(type === undefined ? undefined : { 'error.type': type }),
      };
      span.setAttributes(result);
      if (type !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
      this.#duration.record((performance.now() - started) / 1_000, { ...common, ...result });
      return outcome;
    } finally {
      span.end();
    }
  }
}

/** The telemetry of a client, or undefined where OpenTelemetry is not installed. */
export function telemetry(baseUrl: string): Telemetry | undefined {
  const api = loadApi();
  return api && new Telemetry(api, baseUrl);
}
