/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/request.ts */
/* istanbul ignore file */

// One HTTP attempt: encode, send, limit the time, read, and say exactly what happened. It replaces
// the generator's stock request, which sends every form as multipart, follows redirects with the
// credentials, hides response headers, swallows unreadable JSON and never times out. What to make of
// an outcome, and whether to try again, is the caller's business.
import { Answer, type AttemptResponse, parseBody, readBytes, TooLarge } from './answer.js';
import { ApiError } from './ApiError.js';
import type { ApiRequestOptions } from './ApiRequestOptions.js';
import { getBody, getHeaders, getUrl, operationStyles } from './encode.js';
import { type FetchFunction, type FetchHooks, type FetchResponse, nodeFetch } from './fetch.js';
import { Limit, type LimitSettings } from './limit.js';
import type { OpenAPIConfig } from './OpenAPI.js';

/** What holds for this attempt alone. */
export interface AttemptSettings extends LimitSettings {
  fetch?: FetchFunction | undefined;
  /** Sent beside those of the operation, and before them where both name one. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Default 10 MiB; a longer answer is cut off and called unreadable. */
  maxResponseBytes?: number | undefined;
}

/** There is no answer, or not the whole of a successful one. */
export interface AttemptFailure {
  readonly kind: 'failure';
  readonly reason: 'connection' | 'timeout' | 'aborted';
  /** False when it is certain that no byte of the request went out. */
  readonly sent: boolean;
  readonly error: unknown;
}

export type AttemptOutcome = AttemptResponse | AttemptFailure;

const DEFAULT_MAX_RESPONSE_BYTES = 10 * 1024 * 1024;

/** How far an attempt has come. */
interface Progress {
  stage: 'preparing' | 'begun' | 'connecting' | 'sending';
  response: FetchResponse | undefined;
}

/** What is known of an answer whose body cannot be shown; undefined when it is worth nothing without. */
const withoutBody = (
  response: FetchResponse,
  error: unknown,
  { reason }: Limit,
): AttemptResponse | undefined => {
  if (error instanceof TooLarge) return new Answer(response, { unreadable: 'too-large' });
  // A refusal is known from its status.
  const refused = response.status < 200 || response.status >= 300;
  return refused && reason !== 'aborted'
    ? new Answer(response, { unreadable: 'broken' })
    : undefined;
};

/** A fetch function that somebody made may give anything. */
const checkResponse = (response: Partial<FetchResponse> | undefined): void => {
  const { status, headers } = response ?? {};
  if (typeof status === 'number' && typeof headers?.get === 'function') return;
  throw new TypeError('the fetch function gave no response');
};

/**
 * Makes one attempt. Resolves to what happened, whatever it was.
 * @throws TypeError when a parameter cannot be encoded, and whatever a function in `config` throws:
 * nothing was sent then.
 */
export const attempt = async (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
  settings: AttemptSettings = {},
): Promise<AttemptOutcome> => {
  const styles = operationStyles(options);
  const url = getUrl(config, options, styles);
  const { body, type } = getBody(options, styles);
  const fetch: FetchFunction = settings.fetch ?? nodeFetch;
  const limit = new Limit(settings);
  // Once fetch is called the request counts as sent, unless fetch says that it is still connecting.
  const progress: Progress = { stage: 'preparing', response: undefined };
  const hooks: FetchHooks = {
    onConnecting: () => {
      if (progress.stage === 'begun') progress.stage = 'connecting';
    },
    onSending: () => {
      progress.stage = 'sending';
    },
  };
  const exchange = async (): Promise<AttemptResponse> => {
    const headers = await getHeaders(config, options, settings.headers, type, styles.headers);
    // Reached while the headers were asked for: nothing may go out any more.
    if (limit.reason !== undefined) throw limit.error;
    progress.stage = 'begun';
    const response = await fetch(url, {
      method: options.method,
      headers,
      ...(body === undefined ? undefined : { body }),
      redirect: 'manual',
      signal: limit.signal,
      hooks,
    });
    checkResponse(response);
    progress.response = response;
    const maxBytes = settings.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
    const bytes = await readBytes(response.body, maxBytes);
    return new Answer(response, parseBody(bytes, response));
  };
  try {
    return await limit.race(exchange());
  } catch (error) {
    const { stage, response } = progress;
    if (stage === 'preparing' && limit.reason === undefined) throw error;
    const answer = response && withoutBody(response, error, limit);
    if (answer) return answer;
    const sent = response !== undefined || stage === 'begun' || stage === 'sending';
    // What ended the attempt, and not what the transport said of it, perhaps just before.
    const why = limit.reason === undefined ? error : limit.error;
    return { kind: 'failure', reason: limit.reason ?? 'connection', sent, error: why };
  } finally {
    limit.release();
  }
};

/**
 * One attempt for users of the generated client alone: the value of the operation, or an error.
 * @throws ApiError when the server answered with anything but a readable success.
 */
export const request = async <T>(config: OpenAPIConfig, options: ApiRequestOptions): Promise<T> => {
  const outcome = await attempt(config, options);
  if (outcome.kind === 'failure') throw outcome.error;
  const { status, statusText, body, unreadable } = outcome;
  const ok = status >= 200 && status < 300;
  if (ok && unreadable === undefined) {
    const header = options.responseHeader;
    return (header === undefined ? body : (outcome.header(header) ?? undefined)) as T;
  }
  const message = ok ? `the body is ${unreadable}` : options.errors?.[status];
  // Without the values: an error gets printed, and these hold the recipient and the message.
  const { method, url } = options;
  const result = { url, ok, status, statusText, body };
  throw new ApiError({ method, url }, result, message ?? `the server answered ${status}`);
};
