/** What the outcome of an attempt means for the caller: the error, and whether the request may have been acted on. */
import type { AttemptOutcome, AttemptResponse } from '../../generated/core/request.js';
import {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  ConnectionError,
  type Delivery,
  type ErrorDetails,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  type TigerConnectError,
} from '../errors.js';

/** Refusals that come before the request is acted on. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404, 422, 429]);

const isSuccess = ({ status }: AttemptResponse): boolean => status >= 200 && status < 300;
const isRedirect = ({ status }: AttemptResponse): boolean => status >= 300 && status < 400;

/** What one failed attempt proves of the request; `'unknown'` unless it proves that nothing was done. */
export function deliveryOf(outcome: AttemptOutcome): Delivery {
  if (outcome.kind === 'failure') return outcome.sent ? 'unknown' : 'not-sent';
  const { status } = outcome;
  // 303 says "done, see there"; 304 without a token says that some request was accepted.
  const sentElsewhere = isRedirect(outcome) && status !== 303 && status !== 304;
  return REFUSED.has(status) || sentElsewhere ? 'not-sent' : 'unknown';
}

/** The failure as a cause that shows no URL: the messages of transports hold it, with the recipient. */
function redacted(error: unknown): Error & { code: string } {
  // Not `instanceof`: the platform's fetch may throw from another realm.
  const { code, name, cause } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  const shown = code ?? (cause as NodeJS.ErrnoException | undefined)?.code ?? name ?? 'unknown';
  return Object.assign(new Error(shown), { name: name ?? 'Error', code: shown });
}

/** Why a success cannot be taken for one; undefined when it can. */
export function faultOfSuccess(outcome: AttemptResponse): string | undefined {
  if (outcome.bodyFault !== undefined)
    return `with a body that is ${outcome.bodyFault.replace('-', ' ')}`;
  const status = (outcome.body as { status?: unknown } | null | undefined)?.status;
  // The envelope of the API can report a failure under a 2xx.
  const failed = typeof status === 'string' && /^(?:fail|failed|error)$/i.test(status);
  return failed ? 'and its envelope reports a failure' : undefined;
}

type Kind = readonly [new (message: string, details: ApiErrorDetails) => ApiError, hint: string];

const KINDS: Readonly<Record<number, Kind>> = {
  401: [AuthenticationError, '; check the API key and secret'],
  403: [PermissionError, '; the credentials do not allow this'],
  404: [NotFoundError, '; check baseUrl and the recipient'],
  429: [RateLimitError, '; send less often, or later'],
};

function kindOf(outcome: AttemptResponse): Kind {
  if (isSuccess(outcome)) {
    const fault = faultOfSuccess(outcome);
    const reported = outcome.bodyFault === undefined && fault !== undefined;
    return [reported ? ApiError : InvalidResponseError, `, ${fault ?? 'without a message token'}`];
  }
  if (isRedirect(outcome)) {
    return [InvalidResponseError, '; redirects are not followed, check baseUrl'];
  }
  if (outcome.status >= 500) return [ServerError, '; repeat later with the same requestId'];
  return KINDS[outcome.status] ?? [ApiError, '; the request was refused'];
}

/** The error of a call whose last attempt ended like this. `details` speak for all attempts. */
export function errorFromAttempt(
  outcome: AttemptOutcome,
  details: ErrorDetails & { attempts: number; retryAfter?: number | undefined },
): TigerConnectError {
  const { attempts } = details;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (outcome.kind === 'response') {
    const [Kind, hint] = kindOf(outcome);
    const { status, headers, body } = outcome;
    const message = `the server answered ${status}${tries}${hint}`;
    return new Kind(message, { ...details, status, headers, body });
  }
  const cause = redacted(outcome.error);
  if (outcome.reason === 'aborted') {
    return new AbortedError(`the call was aborted${tries}`, { ...details, cause: outcome.error });
  }
  if (outcome.reason === 'timeout') {
    return new TimeoutError(`no complete answer in time${tries}`, { ...details, cause });
  }
  const what = outcome.sent ? 'the connection broke' : 'the connection could not be made';
  return new ConnectionError(`${what}${tries}: ${cause.code}`, { ...details, cause });
}
