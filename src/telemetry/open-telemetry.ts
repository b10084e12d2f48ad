/**
 * OpenTelemetry spans and a duration metric for each attempt, by the HTTP client semantic conventions
 * (1.27 and later). Names no recipient. An attempt runs with further tracing suppressed: the caller's own
 * HTTP instrumentation would make a second span, with the recipient in its URL.
 */
import type {
  Attributes,
  Context,
  ContextManager,
  Histogram,
  MeterProvider,
  Span,
  SpanKind,
  SpanStatusCode,
  TextMapPropagator,
  TracerProvider,
} from '@opentelemetry/api';

import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import type { AttemptOutcome } from '../../generated/core/request.js';
import { guard } from './observe.js';

type Headers = Readonly<Record<string, string>>;

/**
 * What an application has registered. All copies of the API, of whatever version and in whatever bundle,
 * meet at this symbol of the global object; so there is nothing to import, and nothing to be missing.
 */
interface Registry {
  readonly trace?: TracerProvider;
  readonly metrics?: MeterProvider;
  readonly context?: ContextManager;
  readonly propagation?: TextMapPropagator;
}
const REGISTRY = Symbol.for('opentelemetry.js.api.1');
const registry = (): Registry => (globalThis as { [REGISTRY]?: Registry })[REGISTRY] ?? {};

// The keys that `createContextKey` of the API makes of these words.
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN');
const SUPPRESSED = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

// The API's constants; the API itself is not there at run time.
/* eslint-disable @typescript-eslint/no-unsafe-enum-assignment */
const CLIENT_SPAN = 2 as SpanKind.CLIENT;
const STATUS_ERROR = 2 as SpanStatusCode.ERROR;
/* eslint-enable @typescript-eslint/no-unsafe-enum-assignment */

const SCOPE = 'tigerconnect-messages';
// The boundaries that the conventions advise, in seconds.
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** Runs one attempt, in a span of its own where there is telemetry; `run` gets the headers that carry the trace on. */
export type Trace = (
  operation: ApiRequestOptions,
  retries: number,
  run: (headers: Headers) => Promise<AttemptOutcome>,
) => Promise<AttemptOutcome>;

function resultAttributes(outcome: AttemptOutcome | undefined): Attributes {
  if (outcome?.kind !== 'response') return { 'error.type': outcome?.reason ?? 'configuration' };
  const { status } = outcome;
  const result = { 'http.response.status_code': status };
  return status < 400 ? result : { ...result, 'error.type': String(status) };
}

const histograms = new WeakMap<MeterProvider, Histogram>();

function histogramFrom(provider: MeterProvider): Histogram {
  const known = histograms.get(provider);
  if (known) return known;
  const histogram = provider.getMeter(SCOPE).createHistogram('http.client.request.duration', {
    unit: 's',
    description: 'Duration of HTTP client requests.',
    advice: { explicitBucketBoundaries: BUCKETS },
  });
  histograms.set(provider, histogram);
  return histogram;
}

/** An attempt as telemetry sees it. */
interface Observed {
  readonly headers: Record<string, string>;
  /** Where the attempt is to run; undefined where no context manager is registered. */
  readonly context: Context | undefined;
  readonly end: (outcome: AttemptOutcome | undefined) => void;
}

function observedAttempt(
  { trace, context, propagation, metrics }: Registry,
  name: string,
  common: Attributes,
  details: Attributes,
): Observed {
  const headers: Record<string, string> = {};
  const started = performance.now();
  const active = context?.active();
  const span: Span | undefined = trace
    ?.getTracer(SCOPE)
    .startSpan(name, { kind: CLIENT_SPAN, attributes: { ...common, ...details } }, active);
  const carrying = span && active?.setValue(SPAN, span);
  if (carrying) {
    const set = (carrier: Record<string, string>, key: string, value: string): void => {
      carrier[key] = value;
    };
    guard('telemetry', () => propagation?.inject(carrying, headers, { set }));
  }
  return {
    headers,
    context: (carrying ?? active)?.setValue(SUPPRESSED, true),
    end: (outcome) => {
      const result = resultAttributes(outcome);
      guard('telemetry', () => {
        span?.setAttributes(result);
        if (result['error.type'] !== undefined) span?.setStatus({ code: STATUS_ERROR });
        span?.end();
      });
      const seconds = (performance.now() - started) / 1_000;
      guard('telemetry', () => {
        if (metrics) histogramFrom(metrics).record(seconds, { ...common, ...result });
      });
    },
  };
}

/** The telemetry of a client. */
export function telemetry(baseUrl: string): Trace {
  const { hostname, port, protocol } = new URL(baseUrl);
  const server = {
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  };
  return async ({ method, url, query = {} }, retries, run) => {
    const registered = registry();
    const { trace, metrics, context } = registered;
    if (!(trace ?? metrics ?? context)) return run({});
    const names = Object.keys(query).map((name) => `${name}=REDACTED`);
    const common = { ...server, 'http.request.method': method };
    const details = {
      'url.template': url,
      'url.full': `${baseUrl}${url}${names.length > 0 ? '?' : ''}${names.join('&')}`,
      ...(retries > 0 ? { 'http.request.resend_count': retries } : undefined),
    };
    const observed = guard('telemetry', () =>
      observedAttempt(registered, `${method} ${url}`, common, details),
    );
    if (!observed) return run({});
    const { headers, end } = observed;
    let running: Promise<AttemptOutcome> | undefined;
    // Once, also when a context manager calls back twice, late or never.
    const begin = (): Promise<AttemptOutcome> => (running ??= run(headers));
    if (observed.context) {
      const within = observed.context;
      guard('telemetry', () => {
        context?.with(within, () => void begin());
      });
    }
    let outcome: AttemptOutcome | undefined;
    try {
      outcome = await begin();
      return outcome;
    } finally {
      end(outcome);
    }
  };
}
