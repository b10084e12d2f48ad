/** The options of a sandbox, their defaults, and their checks. */
import type { Clock } from '../clock.js';
import { SANDBOX_CLOCK } from './state/deadlines.js';

/** The options of a sandbox. */
export interface SandboxOptions {
  /** The port on 127.0.0.1; 0 takes a free one. @default 0 */
  readonly port?: number | undefined;
  /** The API key that clients must show. @default 'sandbox-key' */
  readonly apiKey?: string | undefined;
  /** The API secret that clients must show. @default 'sandbox-secret' */
  readonly apiSecret?: string | undefined;
  /**
   * The time and the timers of the sandbox, for TTLs, typing and latency.
   * @default this machine's; its timers do not keep the process alive
   */
  readonly clock?: Clock | undefined;
  /**
   * How many messages, accounts and requests it remembers, of each kind; it forgets the oldest. Each
   * kind also holds at most 32 Mi characters of text.
   * @default 10000
   */
  readonly capacity?: number | undefined;
  /**
   * Whether it refuses what the document does not say. Otherwise it takes what known clients of the service
   * send, and remarks on it in the warnings of the request.
   * @default false
   */
  readonly strict?: boolean | undefined;
}

export type ResolvedSandboxOptions = {
  readonly [Name in keyof SandboxOptions]-?: Exclude<SandboxOptions[Name], undefined>;
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** @throws RangeError naming the option that is wrong or not known */
export function resolveSandboxOptions(options: SandboxOptions): ResolvedSandboxOptions {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new RangeError('options: must be an object');
  }
  const {
    port = 0,
    apiKey = 'sandbox-key',
    apiSecret = 'sandbox-secret',
    clock = SANDBOX_CLOCK,
    capacity = 10_000,
    strict = false,
  } = options;
  const resolved = { port, apiKey, apiSecret, clock, capacity, strict };
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(resolved, name));
  if (unknown !== undefined) {
    const known = Object.keys(resolved).join(', ');
    throw new RangeError(`${unknown}: not an option of a sandbox, which has ${known}`);
  }
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError('port: must be a whole number from 0 to 65535');
  }
  // RFC 7617: the user name of Basic credentials ends at the first colon.
  if (!isText(apiKey) || apiKey.includes(':')) {
    throw new RangeError('apiKey: must be text, not empty and without a colon');
  }
  if (!isText(apiSecret)) throw new RangeError('apiSecret: must be text, not empty');
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    throw new RangeError('capacity: must be a whole number from 1');
  }
  if (typeof strict !== 'boolean') throw new RangeError('strict: must be true or false');
  return resolved;
}
