/** What a client can be told, its defaults, and the checks that come before any I/O. */
import type { Agent } from 'node:http';

import { OpenAPI } from '../generated/core/OpenAPI.js';
import type { FetchFunction } from '../generated/core/request.js';
import { type CountryCode, isCountryCode } from './address/country.js';
import { type Clock, systemClock } from './clock.js';
import { ConfigurationError, InvalidArgumentError } from './errors.js';

/** An API key and its secret, as the vendor issues them. */
export interface Credentials {
  apiKey: string;
  apiSecret: string;
}

/** Told of every attempt after it ended; holds no recipient, no text and no secret. */
export interface AttemptEvent {
  method: string;
  /** The path of the operation, for example `/message/`; never with values. */
  path: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** The status of the answer; absent when there was none. */
  status?: number;
  /** Why there was no whole answer: `connection`, `timeout` or `aborted`. */
  failure?: string;
  /** Milliseconds the attempt took. */
  duration: number;
  /** Milliseconds until the next attempt; absent when there will be none. */
  delay?: number;
  requestId?: string;
}

/** Where the client writes; pino and console fit. */
export interface Logger {
  debug(message: string, ...details: unknown[]): void;
  info(message: string, ...details: unknown[]): void;
  warn(message: string, ...details: unknown[]): void;
  error(message: string, ...details: unknown[]): void;
}

/** What the client and each of its calls can be told; the call's word goes first. */
export interface CallLimits {
  /**
   * The longest one attempt may take, in milliseconds.
   * @default 10000
   */
  timeout?: number | undefined;
  /**
   * Attempts after the first; 0 makes exactly one.
   * @default 4
   */
  maxRetries?: number | undefined;
  /** Headers to send beside our own, for example `TT-X-Organization-Key`. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** What a single call can be told. */
export interface CallOptions extends CallLimits {
  /** Ends the call at once, in flight or waiting, with an `AbortedError`. */
  signal?: AbortSignal | undefined;
}

/** What a client can be told. */
export interface TigerConnectOptions extends CallLimits {
  /** @default the environment's `TIGERCONNECT_API_KEY` */
  apiKey?: string | undefined;
  /** @default the environment's `TIGERCONNECT_API_SECRET` */
  apiSecret?: string | undefined;
  /** Asked before every attempt, so that keys can rotate; instead of `apiKey` and `apiSecret`. */
  credentials?: (() => Promise<Credentials>) | undefined;
  /**
   * Where the API is. Plain `http` is refused, since it would show credentials and clinical text to
   * the network, unless the host is this machine or `allowInsecure` is set.
   * @default the environment's `TIGERCONNECT_BASE_URL`, else the server of the vendor's document, over https
   */
  baseUrl?: string | undefined;
  /** @default false */
  allowInsecure?: boolean | undefined;
  /**
   * The longest one call may take with all its attempts and waits, in milliseconds.
   * @default 60000
   */
  totalTimeout?: number | undefined;
  /** @default node-fetch over a keep-alive agent */
  fetch?: FetchFunction | undefined;
  /** For the default `fetch`: a proxy, a custom CA. @default a keep-alive agent of the client's own */
  agent?: Agent | undefined;
  /**
   * The country of phone numbers that are written without one, as ISO 3166-1 alpha-2.
   * @default none: such numbers are refused
   */
  defaultCountry?: CountryCode | undefined;
  /** @default none: the client writes nothing */
  logger?: Logger | undefined;
  onAttempt?: ((event: AttemptEvent) => void) | undefined;
  /** The source of time; for tests. */
  clock?: Clock | undefined;
  /** The source of jitter, from 0 up to 1; for tests. */
  random?: (() => number) | undefined;
}

/** Options with every default in its place. */
export interface ResolvedOptions {
  readonly credentials: Credentials | (() => Promise<Credentials>);
  readonly baseUrl: string;
  readonly timeout: number;
  readonly totalTimeout: number;
  readonly maxRetries: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: FetchFunction | undefined;
  readonly agent: Agent | undefined;
  readonly defaultCountry: CountryCode | undefined;
  readonly logger: Logger | undefined;
  readonly onAttempt: ((event: AttemptEvent) => void) | undefined;
  readonly clock: Clock;
  readonly random: () => number;
}

/** The longest delay a timer takes: 2^31 - 1 ms, some 24 days. A longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** What we set ourselves; a header of the caller's in its place would break the call or its safety. */
const OWN_HEADERS = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-type',
  'host',
  'request-id',
  'transfer-encoding',
]);

const isCredential = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** @throws ConfigurationError when the key or the secret is missing or cannot be sent. */
export function checkCredentials({ apiKey, apiSecret }: Partial<Credentials>): Credentials {
  if (!isCredential(apiKey)) {
    throw new ConfigurationError('apiKey', 'missing; give it, or set TIGERCONNECT_API_KEY');
  }
  if (!isCredential(apiSecret)) {
    throw new ConfigurationError('apiSecret', 'missing; give it, or set TIGERCONNECT_API_SECRET');
  }
  // RFC 7617: the first colon ends the user name, so a key with one would be cut short.
  if (apiKey.includes(':')) throw new ConfigurationError('apiKey', 'must not contain ":"');
  return { apiKey, apiSecret };
}

function resolveCredentials(options: TigerConnectOptions): ResolvedOptions['credentials'] {
  const { apiKey, apiSecret, credentials } = options;
  if (credentials === undefined) {
    return checkCredentials({
      apiKey: apiKey ?? process.env['TIGERCONNECT_API_KEY'] ?? '',
      apiSecret: apiSecret ?? process.env['TIGERCONNECT_API_SECRET'] ?? '',
    });
  }
  if (typeof credentials !== 'function') {
    throw new ConfigurationError('credentials', 'must be a function that returns a promise');
  }
  if (apiKey !== undefined || apiSecret !== undefined) {
    throw new ConfigurationError('credentials', 'give either this or apiKey and apiSecret');
  }
  return credentials;
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(host);

function resolveBaseUrl({ baseUrl, allowInsecure }: TigerConnectOptions): string {
  const given = baseUrl ?? process.env['TIGERCONNECT_BASE_URL'] ?? OpenAPI.BASE;
  const fault = (message: string): never => {
    throw new ConfigurationError('baseUrl', `${message}, for example ${OpenAPI.BASE}`);
  };
  if (typeof given !== 'string' || !URL.canParse(given)) return fault('must be an absolute URL');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fault('must be an https URL');
  if (url.username !== '' || url.password !== '') return fault('must not hold credentials');
  if (url.search !== '' || url.hash !== '') return fault('must have no query and no fragment');
  if (url.protocol === 'http:' && allowInsecure !== true && !isLoopback(url.hostname)) {
    return fault('must use https, since http shows clinical text to the network (allowInsecure)');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

type Fault = new (field: string, message: string) => Error;

function checkMs(field: string, value: number | undefined, Fault: Fault): void {
  if (value === undefined) return;
  if (typeof value !== 'number' || !(value > 0 && value <= MAX_TIMER_MS)) {
    throw new Fault(field, `must be a positive number of milliseconds, at most ${MAX_TIMER_MS}`);
  }
}

/** So that a call's header replaces the client's whatever its case. */
function lowerCased(headers: CallLimits['headers']): Readonly<Record<string, string>> {
  const pairs = Object.entries(headers ?? {});
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}

/** @throws `Fault` naming the field when one of the limits is wrong. */
function checkLimits({ timeout, maxRetries, headers }: CallLimits, Fault: Fault): void {
  checkMs('timeout', timeout, Fault);
  if (maxRetries !== undefined && !(Number.isSafeInteger(maxRetries) && maxRetries >= 0)) {
    throw new Fault('maxRetries', 'must be a whole number, 0 or more');
  }
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (OWN_HEADERS.has(name.toLowerCase())) {
      throw new Fault(
        'headers',
        `${name.toLowerCase()} is set by the client and cannot be replaced`,
      );
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new Fault('headers', 'a name must be a token of letters, digits and hyphens');
    }
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new Fault('headers', `${name}: must be a string of printable Latin-1 characters`);
    }
  }
}

function checkFunctions(options: TigerConnectOptions): void {
  for (const field of ['fetch', 'onAttempt', 'random'] as const) {
    if (options[field] !== undefined && typeof options[field] !== 'function') {
      throw new ConfigurationError(field, 'must be a function');
    }
  }
}

/**
 * Fills in environment and defaults.
 * @throws ConfigurationError naming the option, what was wrong and what would be right
 */
export function resolveOptions(options: TigerConnectOptions): ResolvedOptions {
  checkLimits(options, ConfigurationError);
  checkMs('totalTimeout', options.totalTimeout, ConfigurationError);
  checkFunctions(options);
  if (options.defaultCountry !== undefined && !isCountryCode(options.defaultCountry)) {
    throw new ConfigurationError('defaultCountry', 'must be two capital letters, for example US');
  }
  if (options.fetch !== undefined && options.agent !== undefined) {
    throw new ConfigurationError('agent', 'is for the default fetch; give it to yours instead');
  }
  return {
    credentials: resolveCredentials(options),
    baseUrl: resolveBaseUrl(options),
    timeout: options.timeout ?? 10_000,
    totalTimeout: options.totalTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 4,
    headers: lowerCased(options.headers),
    fetch: options.fetch,
    agent: options.agent,
    defaultCountry: options.defaultCountry,
    logger: options.logger,
    onAttempt: options.onAttempt,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

/**
 * The client's options as one call changes them.
 * @throws InvalidArgumentError naming the option
 */
export function withCallOptions(client: ResolvedOptions, call: CallLimits): ResolvedOptions {
  const { timeout, maxRetries, headers } = call;
  if ((timeout ?? maxRetries ?? headers) === undefined) return client;
  checkLimits(call, InvalidArgumentError);
  return {
    ...client,
    timeout: timeout ?? client.timeout,
    maxRetries: maxRetries ?? client.maxRetries,
    headers: { ...client.headers, ...lowerCased(headers) },
  };
}
