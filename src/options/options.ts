/** What a client and each of its calls can be told. Types alone; defaults and checks are in `resolve-options.ts`. */
import type { Agent } from 'node:http';
import type { ConnectionOptions } from 'node:tls';

import type { FetchFunction } from '../../generated/core/fetch.js';
import type { CountryCode } from '../address/phone.js';
import type { Clock } from '../clock.js';
import type { AppInfo } from '../version.js';

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
  /** The idempotency key of a send; absent for calls that carry none. */
  requestId?: string;
}

/** Where the client writes; pino and console fit. What its functions throw or return, a promise too, costs no message. */
export interface Logger {
  debug(message: string, ...details: unknown[]): unknown;
  info(message: string, ...details: unknown[]): unknown;
  warn(message: string, ...details: unknown[]): unknown;
  error(message: string, ...details: unknown[]): unknown;
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
  /** The API key, as the vendor issues it. @default the environment's `TIGERCONNECT_API_KEY` */
  apiKey?: string | undefined;
  /** The secret of the API key. @default the environment's `TIGERCONNECT_API_SECRET` */
  apiSecret?: string | undefined;
  /** Asked before every attempt, so that keys can rotate; instead of `apiKey` and `apiSecret`. */
  credentials?: (() => Promise<Credentials>) | undefined;
  /**
   * Where the API is. Plain `http` is refused, since it would show credentials and clinical text to
   * the network, unless the host is this machine or `allowInsecure` is set.
   * @default the environment's `TIGERCONNECT_BASE_URL`, else the server of the vendor's document, over https
   */
  baseUrl?: string | undefined;
  /** Whether `baseUrl` may be plain `http` to another machine, say to a gateway in a closed network. @default false */
  allowInsecure?: boolean | undefined;
  /**
   * The longest one call may take with all its attempts and waits, in milliseconds.
   * @default 60000
   */
  totalTimeout?: number | undefined;
  /** Makes one attempt, in place of the client's own connections. @default node-fetch over a keep-alive agent */
  fetch?: FetchFunction | undefined;
  /** For the default `fetch`: what connections over TLS are made with, as `tls.connect` takes it, for example `{ ca }`. */
  tls?: ConnectionOptions | undefined;
  /**
   * For the default `fetch`: an agent of your own. It makes its connections itself, so that a failure to connect
   * proves nothing to the client, and is `'unknown'`.
   * @default a keep-alive agent of the client's own, through the proxy that the environment names
   */
  agent?: Agent | undefined;
  /**
   * The country of phone numbers that are written without one, as ISO 3166-1 alpha-2.
   * @default none: such numbers are refused
   */
  defaultCountry?: CountryCode | undefined;
  /**
   * Where `send` puts the recipient: in the query, as the vendor's document says, or in the body, as
   * the vendor's own clients do, which keeps it out of the access logs of servers and proxies.
   * @default 'query'
   */
  recipientIn?: 'query' | 'body' | undefined;
  /** Where the client writes its attempts. @default none: the client writes nothing, unless `TIGERCONNECT_LOG=debug` asks for lines on stderr */
  logger?: Logger | undefined;
  /** Called after each attempt; what it throws or rejects with costs no message. @default none */
  onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /** Your program, added to our `User-Agent`. @default none */
  appInfo?: AppInfo | undefined;
  /** The source of time; for tests. */
  clock?: Clock | undefined;
  /** The source of jitter, from 0 up to 1; for tests. */
  random?: (() => number) | undefined;
}

/**
 * What `withOptions` can change: all that the connections, the credentials and the time do not depend on.
 * The `signal` is for calls that bring none of their own, and so are the limits.
 */
export interface OverrideOptions
  extends
    CallOptions,
    Pick<
      TigerConnectOptions,
      'totalTimeout' | 'defaultCountry' | 'recipientIn' | 'logger' | 'onAttempt'
    > {}
