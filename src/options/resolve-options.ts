/** Options with environment and defaults filled in, checked before any I/O. */
import { OpenAPI } from '../../generated/core/OpenAPI.js';
import { isCountryCode } from '../address/phone.js';
import { check, checkKnown, isPlainObject, isWholeFrom, pick, type Rule } from '../check.js';
import { MAX_TIMER_MS, systemClock } from '../clock.js';
import { ConfigurationError, InvalidArgumentError } from '../errors.js';
import type { AppInfo } from '../version.js';
import { checkHeaders } from './headers.js';
import type {
  CallLimits,
  CallOptions,
  Credentials,
  Logger,
  OverrideOptions,
  TigerConnectOptions,
} from './options.js';

/** Options with every default in its place. */
export type ResolvedOptions = Readonly<
  ReturnType<typeof resolveOptions> & Pick<OverrideOptions, 'signal'>
>;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isMs = (value: unknown): boolean =>
  typeof value === 'number' && value > 0 && value <= MAX_TIMER_MS;
const MS = `must be a positive number of milliseconds, at most ${MAX_TIMER_MS}`;

/** The methods of an object, such as those of a logger. */
const hasMethods =
  (...names: string[]) =>
  (value: unknown): boolean =>
    isObject(value) && names.every((name) => isFunction((value as Record<string, unknown>)[name]));

const PRODUCT = /^[\w!#$%&'*+.^`|~-]+$/;
const isAppInfo = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const { name, version = '0' } = value as Partial<AppInfo>;
  return [name, version].every((part) => typeof part === 'string' && PRODUCT.test(part));
};

const isSignal = (value: unknown): boolean =>
  hasMethods('addEventListener', 'removeEventListener')(value) &&
  typeof (value as AbortSignal).aborted === 'boolean';

const LIMITS: readonly Rule<CallLimits>[] = [
  ['timeout', isMs, MS],
  ['maxRetries', isWholeFrom(0), 'must be a whole number, 0 or more'],
];

const CALL: readonly Rule<CallOptions>[] = [
  ...LIMITS,
  ['signal', isSignal, 'must be an AbortSignal, as an AbortController has'],
];

const OPTIONS: readonly Rule<TigerConnectOptions>[] = [
  ...LIMITS,
  ['totalTimeout', isMs, MS],
  ['fetch', isFunction, 'must be a function'],
  ['agent', isObject, 'must be an agent, as node:https has'],
  // What connects copies it, without what a class or a prototype gives.
  ['tls', isPlainObject, 'must be a plain object of options for tls.connect, for example { ca }'],
  ['onAttempt', isFunction, 'must be a function'],
  [
    'logger',
    hasMethods('debug', 'info', 'warn', 'error'),
    'must have the functions debug, info, warn and error',
  ],
  ['appInfo', isAppInfo, "must be { name, version? } of letters, digits, '.' and '-'"],
  ['random', isFunction, 'must be a function'],
  [
    'clock',
    hasMethods('now', 'monotonic', 'setTimeout', 'clearTimeout'),
    'must have the functions now, monotonic, setTimeout and clearTimeout',
  ],
  ['credentials', isFunction, 'must be a function that returns a promise'],
  ['allowInsecure', (value) => typeof value === 'boolean', 'must be true or false'],
  ['recipientIn', (value) => value === 'query' || value === 'body', "must be 'query' or 'body'"],
  ['defaultCountry', isCountryCode, 'must be two capital letters, for example US'],
];

const OPTION_NAMES: readonly (keyof TigerConnectOptions)[] = [
  ...OPTIONS.map(([name]) => name),
  ...(['apiKey', 'apiSecret', 'baseUrl', 'headers'] as const),
];
/** The options of every call. */
export const CALL_OPTION_NAMES: readonly (keyof CallOptions)[] = [
  ...CALL.map(([name]) => name),
  'headers',
];

const OVERRIDE_NAMES: readonly (keyof OverrideOptions)[] = [
  ...CALL_OPTION_NAMES,
  ...(['totalTimeout', 'defaultCountry', 'recipientIn', 'logger', 'onAttempt'] as const),
];
/** What belongs to the connections. */
const SHARED_NAMES = OPTION_NAMES.filter(
  (name) => !(OVERRIDE_NAMES as readonly string[]).includes(name),
);

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
    throw new ConfigurationError('credentials', 'give either this, or apiKey and apiSecret');
  }
  return credentials;
}

const LOOPBACK = /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;

function resolveBaseUrl({ baseUrl, allowInsecure }: TigerConnectOptions): string {
  const given = baseUrl ?? process.env['TIGERCONNECT_BASE_URL'] ?? OpenAPI.BASE;
  const invalid = (message: string): ConfigurationError =>
    new ConfigurationError('baseUrl', `${message}, for example ${OpenAPI.BASE}`);
  if (typeof given !== 'string' || !URL.canParse(given)) throw invalid('must be an absolute URL');
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('must be an https URL');
  if (url.username !== '' || url.password !== '') throw invalid('must not hold credentials');
  if (url.search !== '' || url.hash !== '') throw invalid('must have no query and no fragment');
  if (url.protocol === 'http:' && allowInsecure !== true && !LOOPBACK.test(url.hostname)) {
    throw invalid(
      'must use https, because http shows clinical text to the network (allowInsecure permits it)',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** `TIGERCONNECT_LOG=debug` shows the attempts of a program that gives no logger. */
function environmentLogger(): Logger | undefined {
  if (process.env['TIGERCONNECT_LOG'] !== 'debug') return undefined;
  const { error: write } = console;
  return { debug: write, info: write, warn: write, error: write };
}

/**
 * Fills in environment and defaults.
 * @throws ConfigurationError naming the option, what was wrong and what would be right
 */
export function resolveOptions(given: TigerConnectOptions) {
  checkKnown('options', given, OPTION_NAMES, ConfigurationError);
  const options = pick(given, OPTION_NAMES);
  check(options, OPTIONS, ConfigurationError);
  for (const name of ['agent', 'tls'] as const) {
    if (options[name] !== undefined && options.fetch !== undefined) {
      throw new ConfigurationError(
        name,
        'is only for the default fetch; set it on your own instead',
      );
    }
  }
  if (options.agent !== undefined && options.tls !== undefined) {
    throw new ConfigurationError(
      'tls',
      "is only for the client's own agent; set it on yours instead",
    );
  }
  return {
    ...options,
    credentials: resolveCredentials(options),
    baseUrl: resolveBaseUrl(options),
    timeout: options.timeout ?? 10_000,
    totalTimeout: options.totalTimeout ?? 60_000,
    maxRetries: options.maxRetries ?? 4,
    headers: checkHeaders(options.headers, ConfigurationError),
    logger: options.logger ?? environmentLogger(),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

/**
 * The options of a call, which do not change any more.
 * @param names of all options that the call takes
 * @throws InvalidArgumentError naming the option
 */
export function readCallOptions<Options extends CallOptions>(
  given: Options,
  names: readonly (keyof Options & string)[],
): Options {
  checkKnown('options', given, names, InvalidArgumentError);
  const call = pick(given, names);
  check<CallOptions>(call, CALL, InvalidArgumentError);
  return { ...call, headers: checkHeaders(call.headers, InvalidArgumentError) };
}

/**
 * The client's options as one call changes them.
 * @throws InvalidArgumentError naming the option
 */
export function withCallOptions(client: ResolvedOptions, call: CallOptions): ResolvedOptions {
  const changes = readCallOptions(call, CALL_OPTION_NAMES);
  const headers = { ...client.headers, ...changes.headers };
  return { ...client, ...changes, headers } as ResolvedOptions;
}

/**
 * The client's options as `withOptions` changes them.
 * @throws ConfigurationError naming the option, also where it is one that needs a client of its own
 */
export function overrideOptions(client: ResolvedOptions, given: OverrideOptions): ResolvedOptions {
  checkKnown('options', given, OVERRIDE_NAMES, ConfigurationError, SHARED_NAMES);
  const [shared] = Object.keys(pick<TigerConnectOptions>(given, SHARED_NAMES));
  if (shared !== undefined) {
    const problem = 'is shared by all clients that withOptions gives; make another client for it';
    throw new ConfigurationError(shared, problem);
  }
  const changes = pick(given, OVERRIDE_NAMES);
  check<TigerConnectOptions & CallOptions>(changes, [...OPTIONS, ...CALL], ConfigurationError);
  const headers = { ...client.headers, ...checkHeaders(changes.headers, ConfigurationError) };
  return { ...client, ...changes, headers } as ResolvedOptions;
}
