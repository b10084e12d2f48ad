/** Options with environment and defaults filled in, checked before any I/O. */
import { OpenAPI } from '../generated/core/OpenAPI.js';
import { isCountryCode } from './address/phone.js';
import { systemClock } from './clock.js';
import { ConfigurationError, InvalidArgumentError } from './errors.js';
import type { CallLimits, Credentials, TigerConnectOptions } from './options.js';

type Kept = 'fetch' | 'agent' | 'defaultCountry' | 'logger' | 'onAttempt';
type Filled =
  'baseUrl' | 'timeout' | 'totalTimeout' | 'maxRetries' | 'headers' | 'clock' | 'random';

/** Options with every default in its place. */
export type ResolvedOptions = Readonly<
  Pick<TigerConnectOptions, Kept> & {
    [Option in Filled]: NonNullable<TigerConnectOptions[Option]>;
  } & { credentials: Credentials | (() => Promise<Credentials>) }
>;

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
