/**
 * Every error this package throws, flat, in the order a call meets them. Told apart by `instanceof`
 * or by `code`. None of them shows a secret, a message body or a recipient: what a server or a
 * transport said is kept where printing and `JSON.stringify` do not reach.
 */

/**
 * What is known of the request when a call failed: `'not-sent'` – no attempt can have been acted on;
 * `'unknown'` – at least one attempt may have been. Repeat an unknown send with the same `requestId`.
 */
export type Delivery = 'not-sent' | 'unknown';

/** What an error knows of the call that failed. */
export interface ErrorDetails {
  /** The idempotency key of the send; repeat the send with it and it cannot be delivered twice. */
  requestId?: string | undefined;
  /** Attempts made, 0 when nothing was tried. */
  attempts?: number | undefined;
  /** What is known of the request. @default 'not-sent' */
  delivery?: Delivery | undefined;
  /** The original failure, without its message when that could hold a URL. */
  cause?: unknown;
}

/** The base of every error this package throws. */
export abstract class TigerConnectError extends Error {
  /** Tells the kinds of error apart where `instanceof` cannot, say across two copies of the package. */
  abstract readonly code: string;
  /** The idempotency key of the send that failed; absent for calls that carry none. */
  declare readonly requestId?: string;
  /** Attempts made over the network; 0 when nothing was sent. */
  readonly attempts: number;
  /** Whether the request may have been acted on, judged over all attempts. */
  readonly delivery: Delivery;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    if (details.requestId !== undefined) this.requestId = details.requestId;
    this.attempts = details.attempts ?? 0;
    this.delivery = details.delivery ?? 'not-sent';
  }
}

/** An option of the client, or a variable of the environment, is missing or wrong. */
export class ConfigurationError extends TigerConnectError {
  override readonly name: string = 'ConfigurationError';
  readonly code = 'configuration';

  constructor(
    /** The option at fault, for example `baseUrl`. */
    readonly field: string,
    /** What is wrong with it, and what would be right. */
    readonly problem: string,
    details?: ErrorDetails,
  ) {
    super(`${field}: ${problem}`, details);
  }
}

/** An argument of a call is wrong; nothing was sent. */
export class InvalidArgumentError extends TigerConnectError {
  override readonly name: string = 'InvalidArgumentError';
  readonly code: string = 'invalid_argument';

  constructor(
    /** The argument at fault, for example `ttl`. */
    readonly field: string,
    /** What is wrong with it, and what would be right. */
    readonly problem: string,
    details?: ErrorDetails,
  ) {
    super(`${field}: ${problem}`, details);
  }
}

/** A recipient is not an address this API can deliver to; nothing was sent. */
export class InvalidAddressError extends InvalidArgumentError {
  override readonly name: string = 'InvalidAddressError';
  override readonly code = 'invalid_address';
}

/** The connection could not be made, or broke. `delivery` tells which. */
export class ConnectionError extends TigerConnectError {
  override readonly name: string = 'ConnectionError';
  readonly code = 'connection';
}

/** An attempt took longer than `timeout`, or the call longer than `totalTimeout`. */
export class TimeoutError extends TigerConnectError {
  override readonly name: string = 'TimeoutError';
  readonly code = 'timeout';
}

/** The caller's `signal` ended the call; `cause` is the signal's reason. */
export class AbortedError extends TigerConnectError {
  override readonly name: string = 'AbortedError';
  readonly code = 'aborted';
}

/** What the server answered. */
export interface ApiErrorDetails extends ErrorDetails {
  status: number;
  /** By lower-case name. @default none */
  headers?: Readonly<Record<string, string>> | undefined;
  body?: unknown;
}

/** The server answered, and the answer is not a success. */
export class ApiError extends TigerConnectError {
  override readonly name: string = 'ApiError';
  readonly code: string = 'api';
  /** The HTTP status of the last answer. */
  readonly status: number;
  /** Headers of the last answer by lower-case name; not enumerable, a `Location` may hold a recipient. */
  declare readonly headers: Readonly<Record<string, string>>;
  /** Body of the last answer, parsed when it was JSON; not enumerable, a server may echo a message. */
  declare readonly body: unknown;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details);
    this.status = details.status;
    Object.defineProperty(this, 'headers', { value: details.headers ?? {} });
    Object.defineProperty(this, 'body', { value: details.body });
  }
}

/** 401: the API key or secret is wrong. */
export class AuthenticationError extends ApiError {
  override readonly name: string = 'AuthenticationError';
  override readonly code = 'authentication';
}

/** 403: the credentials are right and do not allow this. */
export class PermissionError extends ApiError {
  override readonly name: string = 'PermissionError';
  override readonly code = 'permission';
}

/** 404: the API does not know what was addressed. */
export class NotFoundError extends ApiError {
  override readonly name: string = 'NotFoundError';
  override readonly code = 'not_found';
}

/** 429: too many requests, also after the retries. */
export class RateLimitError extends ApiError {
  override readonly name: string = 'RateLimitError';
  override readonly code = 'rate_limit';
  /** How long the server asks to wait, in milliseconds; absent when it did not say. */
  declare readonly retryAfter?: number;

  constructor(message: string, details: ApiErrorDetails & { retryAfter?: number | undefined }) {
    super(message, details);
    if (details.retryAfter !== undefined) this.retryAfter = details.retryAfter;
  }
}

/** 5xx: the service failed, also after the retries. */
export class ServerError extends ApiError {
  override readonly name: string = 'ServerError';
  override readonly code = 'server';
}

/**
 * The answer is not one this API gives: a redirect (never followed, it would carry the credentials
 * along), a success without its message token, a body that cannot be read.
 */
export class InvalidResponseError extends ApiError {
  override readonly name: string = 'InvalidResponseError';
  override readonly code = 'invalid_response';
}
