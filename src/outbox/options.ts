/** What an outbox can be told: the types, the defaults and the checks. */
import { check, checkKnown, isWholeFrom, pick, type Rule } from '../check.js';
import { ConfigurationError } from '../errors.js';
import type { OutboxEvent } from './outbox-event.js';
import type { Sender } from './worker/outbox-worker.js';

/** How an outbox works. */
export interface OutboxOptions {
  /** The database, for example `postgres://outbox@db.ward.example/ward`. Either this or `folder` is given. */
  connectionString?: string | undefined;
  /**
   * The folder of an embedded database, of this process alone: for trying, for tests, and for one process on one machine
   * with a disk of its own. It is made where it is not there, and needs the package `@electric-sql/pglite`.
   */
  folder?: string | undefined;
  /**
   * What sends: a `TigerConnect` client. Only `work` needs it.
   * @default none
   */
  client?: { readonly messages: Sender } | undefined;
  /** How many messages a second all workers send together, on every machine; 0.5 is one in two seconds. @default none */
  rate?: { readonly perSecond: number } | undefined;
  /**
   * Minutes after the first attempt whose outcome is not known in which a repeat is taken for safe. How long the
   * service remembers a `Request-ID` is not known: after that, the message is `uncertain`, and a person decides.
   * @default 60
   */
  resendWithin?: number | undefined;
  /** Days for which a message without a `ttl` is tried, and with one at most. @default 14 */
  retention?: number | undefined;
  /** Days for which it is known of a message that it was sent or cancelled, without recipient and text. @default 30 */
  keepDone?: number | undefined;
  /**
   * The secret by which recipients become keys of the queue, for `ordered: 'recipient'`; the same in all processes.
   * @default none: `ordered` is refused
   */
  orderingSecret?: string | undefined;
  /** Guards recipient and text in the database, until they are erased. @default none */
  encrypt?: ((text: string) => string | Promise<string>) | undefined;
  /** The inverse of `encrypt`; only `work` needs it. @default none */
  decrypt?: ((text: string) => string | Promise<string>) | undefined;
  /** Told of what happens, for logs and metrics. What it throws changes nothing. @default none */
  onEvent?: ((event: OutboxEvent) => unknown) | undefined;
  /** The schema of the tables, in lower case. @default 'tigerconnect_outbox' */
  schema?: string | undefined;
  /**
   * Whether `start` makes and migrates the tables, which takes the right to create a schema, and the `folder`.
   * @default true
   */
  migrate?: boolean | undefined;
  /** Connections to the database at most; an embedded one has one. @default 10 */
  connections?: number | undefined;
  /** Seconds without a sign of life after which a worker is taken for dead, from 10 to 40. @default 20 */
  heartbeat?: number | undefined;
  /** Seconds between two attempts at most, from 1. @default 60 */
  maxRetryDelay?: number | undefined;
}

/** Where the database is. */
export type Place =
  { readonly connectionString: string; readonly connections: number } | { readonly folder: string };

export interface ResolvedOptions {
  readonly place: Place;
  readonly sender: Sender | undefined;
  /** Milliseconds between two messages of all workers. */
  readonly interval: number | undefined;
  /** Milliseconds. */
  readonly resendWithin: number;
  /** Milliseconds. */
  readonly retention: number;
  /** Milliseconds. */
  readonly keepDone: number;
  readonly orderingSecret: string | undefined;
  readonly encrypt: OutboxOptions['encrypt'];
  readonly decrypt: OutboxOptions['decrypt'];
  readonly onEvent: OutboxOptions['onEvent'];
  readonly schema: string;
  readonly migrate: boolean;
  readonly heartbeat: number;
  readonly maxRetryDelay: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isFunction = (value: unknown): boolean => typeof value === 'function';
const isNumber =
  (least: number, most = Infinity) =>
  (value: unknown): boolean =>
    Number.isFinite(value) && (value as number) >= least && (value as number) <= most;

const isRate = (value: unknown): boolean => {
  const { perSecond } = (value ?? {}) as { perSecond?: unknown };
  return isNumber(0.001, 10_000)(perSecond);
};

const isClient = (value: unknown): boolean => {
  const { messages } = (value ?? {}) as { messages?: { send?: unknown } };
  return isFunction(messages?.send);
};

const RULES: readonly Rule<OutboxOptions>[] = [
  ['connectionString', isText, 'must be the address of a database, postgres://…'],
  ['folder', isText, 'must be the path of a folder'],
  ['client', isClient, 'must be a TigerConnect client'],
  ['rate', isRate, 'must be { perSecond }, a number from 0.001 to 10,000'],
  ['resendWithin', isNumber(0), 'must be a number of minutes, 0 or more'],
  ['retention', isNumber(1 / 1440, 365), 'must be a number of days, 365 at most'],
  ['keepDone', isNumber(0), 'must be a number of days, 0 or more'],
  ['orderingSecret', isText, 'must be text'],
  ['encrypt', isFunction, 'must be a function'],
  ['decrypt', isFunction, 'must be a function'],
  ['onEvent', isFunction, 'must be a function'],
  [
    'schema',
    (value) => typeof value === 'string' && /^[a-z_][a-z0-9_]{0,49}$/.test(value),
    'must be a name in lower case, of letters, digits and _, 50 characters at most',
  ],
  ['migrate', (value) => typeof value === 'boolean', 'must be true or false'],
  ['connections', isWholeFrom(2), 'must be a whole number, 2 or more'],
  [
    'heartbeat',
    (value) => isWholeFrom(10)(value) && (value as number) <= 40,
    'must be a whole number of seconds, from 10 to 40',
  ],
  ['maxRetryDelay', isWholeFrom(1), 'must be a whole number of seconds, 1 or more'],
];

function placeOf({ connectionString, folder, connections = 10 }: OutboxOptions): Place {
  if (folder !== undefined && connectionString !== undefined) {
    throw new ConfigurationError('folder', 'either this or connectionString, not both');
  }
  if (folder !== undefined) return { folder };
  if (connectionString !== undefined) return { connectionString, connections };
  // Not a folder by default: a variable that was not set would put messages where nobody looks.
  throw new ConfigurationError(
    'connectionString',
    'is missing; give it, or the folder of an embedded database',
  );
}

/** @throws ConfigurationError naming the option that is missing, wrong or not known */
export function resolveOptions(given: OutboxOptions): ResolvedOptions {
  const names = RULES.map(([field]) => field);
  checkKnown('options', given, names, ConfigurationError);
  const options = pick(given, names);
  check(options, RULES, ConfigurationError);
  const { rate, resendWithin = 60, retention = 14, keepDone = 30 } = options;
  return {
    place: placeOf(options),
    sender: options.client?.messages,
    interval: rate && 1_000 / rate.perSecond,
    resendWithin: resendWithin * MINUTE_MS,
    retention: retention * DAY_MS,
    keepDone: keepDone * DAY_MS,
    orderingSecret: options.orderingSecret,
    encrypt: options.encrypt,
    decrypt: options.decrypt,
    onEvent: options.onEvent,
    schema: options.schema ?? 'tigerconnect_outbox',
    migrate: options.migrate ?? true,
    heartbeat: options.heartbeat ?? 20,
    maxRetryDelay: options.maxRetryDelay ?? 60,
  };
}
