/** What the outcome of an attempt means for the caller: the error, and whether the request may have been acted on. */
import type { AttemptOutcome, AttemptResponse } from '../generated/core/request.js';
import {
  AbortedError,
  ApiError,
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
} from './errors.js';

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
  if (outcome.bodyFault !== undefined) return `with a body that is ${outcome.bodyFault}`;
  const status = (outcome.body as { status?: unknown } | null | undefined)?.status;
  // The envelope of the API can report a failure under a 2xx.
  const failed = typeof status === 'string' && /^(?:fail|failed|error)$/i.test(status);
  return failed ? 'and its envelope reports a failure' : undefined;
}

function apiError(outcome: AttemptResponse, tries: string, details: ErrorDetails): ApiError {
  const { status, headers, body } = outcome;
  const given = { ...details, status, headers, body };
  const message = (hint: string): string => `the server answered ${status}${tries}; ${hint}`;
  if (isSuccess(outcome)) {
    const fault = faultOfSuccess(outcome);
    return outcome.bodyFault === undefined && fault !== undefined
      ? new ApiError(`the server answered ${status}${tries}, ${fault}`, given)
      : new InvalidResponseError(
          `the server answered ${status}${tries}, ${fault ?? 'without a message token'}`,
          given,
        );
  }
  if (isRedirect(outcome)) {
    return new InvalidResponseError(message('redirects are not followed, check baseUrl'), given);
  }
  switch (status) {
    case 401:
      return new AuthenticationError(message('check the API key and secret'), given);
    case 403:
      return new PermissionError(message('the credentials do not allow this'), given);
    case 404:
      return new NotFoundError(message('check baseUrl and the recipient'), given);
    case 429:
      return new RateLimitError(message('send less often, or later'), given);
  }
  return status >= 500
    ? new ServerError(message('repeat later with the same requestId'), given)
    : new ApiError(message('the request was refused'), given);
}

/** The error of a call whose last attempt ended like this. `details` speak for all attempts. */
export function errorFromAttempt(
  outcome: AttemptOutcome,
  details: ErrorDetails & { attempts: number; retryAfter?: number | undefined },
): TigerConnectError {
  const { attempts } = details;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (outcome.kind === 'response') return apiError(outcome, tries, details);
  const cause = redacted(outcome.error);
  switch (outcome.reason) {
    case 'aborted':
      return new AbortedError(`the call was aborted${tries}`, { ...details, cause: outcome.error });
    case 'timeout':
      return new TimeoutError(`no complete answer in time${tries}`, { ...details, cause });
    case 'connection': {
      const what = outcome.sent ? 'the connection broke' : 'the connection could not be made';
      return new ConnectionError(`${what}${tries}: ${cause.code}`, { ...details, cause });
    }
  }
}
