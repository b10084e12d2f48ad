/** The error that the outcome of an attempt is for the caller. */
import type { AttemptResponse } from '../../generated/core/answer.js';
import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import type { AttemptOutcome } from '../../generated/core/request.js';
import {
  AbortedError,
  ApiError,
  type ApiErrorDetails,
  AuthenticationError,
  ConnectionError,
  type ErrorDetails,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TimeoutError,
  type TigerConnectError,
} from '../errors.js';
import { redact, toCause } from './cause.js';

const isSuccess = ({ status }: AttemptResponse): boolean => status >= 200 && status < 300;
const isRedirect = ({ status }: AttemptResponse): boolean => status >= 300 && status < 400;

/** What is wrong with an answer whose status is a success; undefined when nothing is. */
export function successProblem(outcome: AttemptResponse): string | undefined {
  if (outcome.unreadable !== undefined)
    return `with a body that is ${outcome.unreadable.replace('-', ' ')}`;
  const status = (outcome.body as { status?: unknown } | null | undefined)?.status;
  // The envelope of the API can report a failure under a 2xx.
  const failed = typeof status === 'string' && /^(?:fail|failed|error)$/i.test(status);
  return failed ? 'and its envelope reports a failure' : undefined;
}

type Kind = readonly [new (message: string, details: ApiErrorDetails) => ApiError, hint: string];

const KINDS: Readonly<Record<number, Kind>> = {
  401: [AuthenticationError, '; check the API key and secret'],
  403: [PermissionError, '; the credentials do not allow this'],
  404: [NotFoundError, '; check baseUrl and the recipient or token that was addressed'],
  429: [RateLimitError, '; send less often, or later'],
};

const REPEAT = '; repeat later with the same requestId';
/** Without a key, a repeat may do it a second time. */
const LOOK = '; whether it was done is not known';

function errorKind(outcome: AttemptResponse, missing: string, hasKey: boolean): Kind {
  if (isSuccess(outcome)) {
    const problem = successProblem(outcome);
    const reported = outcome.unreadable === undefined && problem !== undefined;
    return [reported ? ApiError : InvalidResponseError, `, ${problem ?? missing}`];
  }
  if (outcome.status === 304 && hasKey) {
    return [InvalidResponseError, `; it was accepted before, ${missing}`];
  }
  if (isRedirect(outcome)) {
    return [InvalidResponseError, '; redirects are not followed, check baseUrl'];
  }
  if (outcome.status >= 500) return [ServerError, hasKey ? REPEAT : LOOK];
  const why = outcome.body === undefined ? '' : '; `body` may say why';
  return KINDS[outcome.status] ?? [ApiError, `; the request was refused${why}`];
}

/** What is known of a call beside its last attempt. */
interface CallDetails extends ErrorDetails {
  attempts: number;
  /** What the server asks to wait, in milliseconds. */
  retryAfter?: number | undefined;
  readonly operation: ApiRequestOptions;
  /** What went out beside the operation; undefined when that is not known. */
  readonly secrets?: (() => readonly string[] | undefined) | undefined;
}

/** The error of a call whose last attempt ended like this. `details` speak for all attempts. */
export function errorFromAttempt(outcome: AttemptOutcome, details: CallDetails): TigerConnectError {
  const { attempts, operation, requestId, secrets } = details;
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  if (outcome.kind === 'response') {
    const [Kind, hint] = errorKind(
      outcome,
      `without a usable ${operation.responseHeader ?? 'result'}`,
      requestId !== undefined,
    );
    const { status, headers, body } = outcome;
    const message = `the server answered ${status}${tries}${hint}`;
    return new Kind(message, { ...details, status, headers, body });
  }
  if (outcome.reason === 'aborted') {
    return new AbortedError(`the call was aborted${tries}`, { ...details, cause: outcome.error });
  }
  const cause = toCause(outcome.error, operation, secrets);
  if (outcome.reason === 'timeout') {
    return new TimeoutError(`no complete answer in time${tries}`, { ...details, cause });
  }
  const what = outcome.sent ? 'the connection failed' : 'the connection could not be made';
  return new ConnectionError(`${what}${tries}: ${redact(outcome.error).code}`, {
    ...details,
    cause,
  });
}
