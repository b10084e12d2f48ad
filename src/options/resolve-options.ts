/** Options with environment and defaults filled in, checked before any I/O. */
import { OpenAPI } from '../../generated/core/OpenAPI.js';
import { isCountryCode } from '../address/phone.js';
import { check, type Fault, isWholeFrom, type Rule } from '../check.js';
import { systemClock } from '../clock.js';
import { ConfigurationError, InvalidArgumentError } from '../errors.js';
import type { CallLimits, Credentials, TigerConnectOptions } from './options.js';

/** Options with every default in its place. */
export type ResolvedOptions = Readonly<ReturnType<typeof resolveOptions>>;

/** The longest delay a timer takes: 2^31 - 1 ms, some 24 days. A longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** What we set ourselves; a header of the caller's in its place would break the call or its safety. */
const OWN_HEADER =
  /^(?:authorization|connection|content-length|content-type|host|request-id|transfer-encoding)$/;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isMs = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value <= MAX_TIMER_MS;
const MS = `must be a positive number of milliseconds, at most ${MAX_TIMER_MS}`;

const LIMITS: readonly Rule<CallLimits>[] = [
  ['timeout', isMs, MS],
  ['maxRetries', isWholeFrom(0), 'must be a whole number, 0 or more'],
];

const OPTIONS: readonly Rule<TigerConnectOptions>[] = [
  ...LIMITS,
  ['totalTimeout', isMs, MS],
  ['fetch', isFunction, 'must be a function'],
  ['onAttempt', isFunction, 'must be a function'],
  ['random', isFunction, 'must be a function'],
  ['credentials', isFunction, 'must be a function that returns a promise'],
  ['defaultCountry', isCountryCode, 'must be two capital letters, for example US'],
];

const CREDENTIALS: readonly Rule<Credentials>[] = [
  ['apiKey', isText, 'missing; give it, or set TIGERCONNECT_API_KEY'],
  ['apiSecret', isText, 'missing; give it, or set TIGERCONNECT_API_SECRET'],
  // RFC 7617: the first colon ends the user name, so a key with one would be cut short.
  ['apiKey', (value) => !String(value).includes(':'), 'must not contain ":"'],
];

/** @throws ConfigurationError when the key or the secret is missing or cannot be sent. */
export function checkCredentials(
  given: Pick<TigerConnectOptions, 'apiKey' | 'apiSecret'>,
): Credentials {
  const { apiKey = '', apiSecret = '' } = given;
  check({ apiKey, apiSecret }, CREDENTIALS, ConfigurationError);
  return { apiKey, apiSecret };
}

function resolveCredentials(
  options: TigerConnectOptions,
): Credentials | (() => Promise<Credentials>) {
  const { apiKey, apiSecret, credentials } = options;
  if (credentials === undefined) {
    return checkCredentials({
      apiKey: apiKey ?? process.env['TIGERCONNECT_API_KEY'],
      apiSecret: apiSecret ?? process.env['TIGERCONNECT_API_SECRET'],
    });
  }
  if (apiKey !== undefined || apiSecret !== undefined) {
    throw new ConfigurationError('credentials', 'give either this or apiKey and apiSecret');
  }
  return credentials;
}

const LOOPBACK = /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;

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
  if (url.protocol === 'http:' && allowInsecure !== true && !LOOPBACK.test(url.hostname)) {
    return fault('must use https, since http shows clinical text to the network (allowInsecure)');
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Headers by lower-case name, so that a call's replaces the client's whatever its case. */
function checkedHeaders(given: CallLimits['headers'], Fault: Fault): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [cased, value] of Object.entries(given ?? {})) {
    const name = cased.toLowerCase();
    if (OWN_HEADER.test(name)) {
      throw new Fault('headers', `${name} is set by the client and cannot be replaced`);
    }
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new Fault('headers', 'a name must be a token of letters, digits and hyphens');
    }
    if (typeof value !== 'string' || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      throw new Fault('headers', `${cased}: must be a string of printable Latin-1 characters`);
    }
    headers[name] = value;
  }
  return headers;
}

/**
 * Fills in environment and defaults.
 * @throws ConfigurationError naming the option, what was wrong and what would be right
 */
export function resolveOptions(options: TigerConnectOptions) {
  check(options, OPTIONS, ConfigurationError);
  if (options.fetch !== undefined && options.agent !== undefined) {
    throw new ConfigurationError('agent', 'is for the default fetch; give it to yours instead');
  }
  return {
    ...options,
    credentials: resolveCredentials(options),
    baseUrl: resolveBaseUrl(options),
    timeout: options.timeout ?? 10_000,
    totalTimeout: options.totalTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 4,
    headers: checkedHeaders(options.headers, ConfigurationError),
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
  check(call, LIMITS, InvalidArgumentError);
  return {
    ...client,
    timeout: timeout ?? client.timeout,
    maxRetries: maxRetries ?? client.maxRetries,
    headers: { ...client.headers, ...checkedHeaders(headers, InvalidArgumentError) },
  };
}
