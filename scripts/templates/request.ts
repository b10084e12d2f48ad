/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/request.ts */
/* istanbul ignore file */

// One HTTP attempt: encode, send, limit the time, read, and say exactly what happened. It replaces
// the generator's stock request, which sends every form as multipart, follows redirects with the
// credentials, hides response headers, swallows unreadable JSON and never times out. What to make of
// an outcome, and whether to try again, is the caller's business.
import { ApiError } from './ApiError.js';
import type { ApiRequestOptions } from './ApiRequestOptions.js';
import { CancelablePromise } from './CancelablePromise.js';
import type { OpenAPIConfig } from './OpenAPI.js';
import type { ParameterStyle } from './parameterStyles.js';
import { parameterStyles } from './parameterStyles.js';

/** How a fetch function made for this client and an attempt tell each other what a signal cannot. */
export interface FetchHooks {
  /** To be called before the first byte of the request leaves. */
  onSending: () => void;
  /** To be given a function that ends the request at once; a signal would cost a good part of a call. */
  onStop: (stop: () => void) => void;
}

/** What an attempt asks of a fetch function. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string | Blob | FormData;
  redirect: 'manual';
  /** Aborts when the attempt must end; for a fetch function that does not use hooks. */
  signal?: AbortSignal;
  /** For a fetch function that says it uses them. */
  hooks?: FetchHooks;
}

/** What an attempt needs of a response; those of node-fetch, undici and the platform fit. */
export interface FetchResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: {
    get(name: string): string | null;
    forEach(visit: (value: string, name: string) => void): void;
  };
  /** An async iterable of bytes, or null. */
  readonly body: unknown;
}

/** A fetch function, as far as an attempt uses one. */
export interface FetchFunction {
  (url: string, init: FetchInit): Promise<FetchResponse>;
  /** Set by a function that uses `init.hooks`. Of any other a begun request counts as sent. */
  readonly usesHooks?: boolean;
}

// Loaded when it is first used: it takes half the time of loading this client, which may have another.
const nodeFetch: FetchFunction = async (url, init) =>
  (await import('node-fetch')).default(url, init);

/** Time-outs come from here, so that a test can hold the time. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** What holds for this attempt alone. */
export interface AttemptSettings {
  fetch?: FetchFunction | undefined;
  /** Sent beside those of the operation, and before them where both name one. */
  headers?: Readonly<Record<string, string>> | undefined;
  signal?: AbortSignal | undefined;
  /** Milliseconds from the first step to the last byte of the answer; none by default. */
  timeout?: number | undefined;
  /** Default 10 MiB; a longer answer is cut off and called unreadable. */
  maxResponseBytes?: number | undefined;
  timers?: Timers | undefined;
}

/** The server answered. */
export interface AttemptResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly statusText: string;
  /** One header, in whatever case it is named; null when there is none. */
  readonly header: (name: string) => string | null;
  /** All of them by lower-case name; put together when first read. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, else text; undefined when empty or not readable. */
  readonly body: unknown;
  /** Why there is no body to show: it broke off, is not the JSON it claims to be, or is too long. */
  readonly bodyFault?: 'broken' | 'invalid-json' | 'too-large';
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
type Styles = (typeof parameterStyles)[string];

const NO_STYLES: Styles = {};
const SEPARATORS = { csv: ',', ssv: ' ', tsv: '\t', pipes: '|' } as const;

const isGiven = (value: unknown): value is string | number | boolean | object =>
  value !== undefined && value !== null;

/** What stands under a name, and not what every object has, such as `toString`. */
const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;

const stylesOf = (options: ApiRequestOptions): Styles =>
  parameterStyles[`${options.method} ${options.url}`] ?? NO_STYLES;

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number | boolean}`;
};

/** One string for a list or object whose style says so; undefined when the key repeats instead. */
const inStyle = (value: unknown, style: ParameterStyle | undefined): string | undefined => {
  if (style === undefined || typeof value !== 'object' || value === null) return undefined;
  if (style === 'json') return JSON.stringify(value);
  if (value instanceof Date) return undefined;
  const parts: unknown[] = Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.map(text).join(SEPARATORS[style]);
};

const pathSegment = (name: string, value: unknown, style: ParameterStyle | undefined): string => {
  const segment = inStyle(value, style) ?? (isGiven(value) ? text(value) : '');
  // A URL parser would collapse these, escaped or not, and ask for another resource.
  if (segment === '' || segment === '.' || segment === '..') {
    throw new TypeError(`path parameter ${name}: must not be empty, "." or ".."`);
  }
  return encodeURIComponent(segment);
};

const queryPairs = (name: string, value: unknown): [string, string][] => {
  if (!isGiven(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => queryPairs(name, item));
  if (typeof value === 'object' && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, item]) => queryPairs(`${name}[${key}]`, item));
  }
  return [[name, text(value)]];
};

const getUrl = (config: OpenAPIConfig, options: ApiRequestOptions, styles: Styles): string => {
  const path = options.url.replace(/{(.*?)}/g, (_, name: string) => {
    const value = own(options.path, name);
    if (value === undefined && name === 'api-version') return config.VERSION;
    return pathSegment(name, value, own(styles.path, name));
  });
  const query: string[] = [];
  for (const [name, value] of Object.entries(options.query ?? {})) {
    const styled = inStyle(value, own(styles.query, name));
    const pairs = styled === undefined ? queryPairs(name, value) : [[name, styled] as const];
    for (const [key, item] of pairs) {
      query.push(`${encodeURIComponent(key)}=${encodeURIComponent(item)}`);
    }
  }
  if (query.length === 0) return `${config.BASE}${path}`;
  return `${config.BASE}${path}${path.includes('?') ? '&' : '?'}${query.join('&')}`;
};

const formPairs = (formData: object, styles: Styles['formData']): [string, unknown][] => {
  const pairs: [string, unknown][] = [];
  for (const [name, value] of Object.entries(formData) as [string, unknown][]) {
    const styled = value instanceof Blob ? undefined : inStyle(value, own(styles, name));
    const values: unknown[] =
      styled === undefined && Array.isArray(value) ? value : [styled ?? value];
    for (const item of values) if (isGiven(item)) pairs.push([name, item]);
  }
  return pairs;
};

/** The body as fetch takes it, with its media type; the type of a multipart body is fetch's to say. */
const getBody = (
  options: ApiRequestOptions,
  styles: Styles,
): { body?: FetchInit['body']; type?: string } => {
  if (options.formData !== undefined) {
    const pairs = formPairs(options.formData, styles.formData);
    if (options.mediaType === 'multipart/form-data') {
      const form = new FormData();
      for (const [name, value] of pairs) {
        if (value instanceof Blob) form.append(name, value);
        else form.append(name, text(value));
      }
      return { body: form };
    }
    const form = new URLSearchParams();
    for (const [name, value] of pairs) form.append(name, text(value));
    return { body: form.toString(), type: 'application/x-www-form-urlencoded' };
  }
  const { body, mediaType } = options;
  if (body === undefined) return {};
  if (body instanceof Blob || body instanceof Uint8Array) {
    const blob = body instanceof Blob ? body : new Blob([body]);
    return { body: blob, type: mediaType ?? 'application/octet-stream' };
  }
  if (typeof body === 'string' && !mediaType?.includes('json')) {
    return { body, type: mediaType ?? 'text/plain' };
  }
  return { body: JSON.stringify(body), type: mediaType ?? 'application/json' };
};

type Resolvable<T> = T | ((options: ApiRequestOptions) => Promise<T>) | undefined;

const resolve = async <T>(
  options: ApiRequestOptions,
  value: Resolvable<T>,
): Promise<T | undefined> =>
  typeof value === 'function'
    ? (value as (options: ApiRequestOptions) => Promise<T>)(options)
    : value;

const getAuthorization = async (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
): Promise<Record<string, string>> => {
  const [token, username, password] = await Promise.all([
    resolve(options, config.TOKEN),
    resolve(options, config.USERNAME),
    resolve(options, config.PASSWORD),
  ]);
  if (username !== undefined && password !== undefined) {
    const credentials = Buffer.from(`${username}:${password}`).toString('base64');
    return { Authorization: `Basic ${credentials}` };
  }
  return token === undefined ? {} : { Authorization: `Bearer ${token}` };
};

const getHeaders = async (
  config: OpenAPIConfig,
  options: ApiRequestOptions,
  settings: AttemptSettings,
  type: string | undefined,
  styles: Styles['headers'],
): Promise<Record<string, string>> => {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    ...(config.HEADERS === undefined ? undefined : await resolve(options, config.HEADERS)),
    ...(config.TOKEN === undefined && config.USERNAME === undefined
      ? undefined
      : await getAuthorization(config, options)),
    ...settings.headers,
  };
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (isGiven(value)) headers[name] = inStyle(value, own(styles, name)) ?? text(value);
  }
  const cookies = Object.entries(options.cookies ?? {}).filter(([, value]) => isGiven(value));
  if (cookies.length > 0) {
    headers['Cookie'] = cookies
      .map(([name, value]) => `${name}=${encodeURIComponent(text(value))}`)
      .join('; ');
  }
  if (type !== undefined) headers['Content-Type'] = type;
  return headers;
};

/** The caller's signal and the time limit as one signal, and which of them it was. */
class Limit {
  #controller: AbortController | undefined;
  readonly #timers: Timers;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #timer: unknown;
  #reject: ((error: unknown) => void) | undefined;
  #stop: (() => void) | undefined;
  reason: 'timeout' | 'aborted' | undefined;
  error: unknown;

  constructor(settings: AttemptSettings) {
    this.#timers = settings.timers ?? globalThis;
    this.#callerSignal = settings.signal;
    if (this.#callerSignal?.aborted) this.#onAbort();
    this.#callerSignal?.addEventListener('abort', this.#onAbort);
    if (settings.timeout !== undefined) {
      this.#timer = this.#timers.setTimeout(() => {
        this.#end('timeout', new Error(`no complete answer within ${settings.timeout} ms`));
      }, settings.timeout);
    }
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Settles as the work does, or when the limit is reached: nothing waits for a fetch that ignores its signal. */
  race<T>(work: Promise<T>): Promise<T> {
    // Promise.race would do, but costs three promises more a call.
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.reason !== undefined) this.#reject(this.error);
      work.then(resolve, reject);
    });
  }

  onStop(stop: () => void): void {
    if (this.reason === undefined) this.#stop = stop;
    else stop();
  }

  readonly #onAbort = (): void => {
    this.#end('aborted', this.#callerSignal?.reason);
  };

  #end(reason: 'timeout' | 'aborted', error: unknown): void {
    if (this.reason === undefined) {
      this.reason = reason;
      this.error = error;
    }
    this.#reject?.(error);
    this.#controller?.abort();
    this.#stop?.();
  }

  release(): void {
    this.#callerSignal?.removeEventListener('abort', this.#onAbort);
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
  }
}

// Failures of making the connection: nothing can have been sent.
const NOT_SENT_CODES: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const provesNothingSent = (error: unknown): boolean => {
  let at = error as { code?: unknown; cause?: unknown } | null | undefined;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 4; depth++) {
    if (NOT_SENT_CODES.has(at.code)) return true;
    at = at.cause as typeof at;
  }
  return false;
};

class TooLarge extends Error {}

const readBytes = async (body: unknown, maxBytes: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (isGiven(body)) {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      length += chunk.byteLength;
      if (length > maxBytes) throw new TooLarge();
      chunks.push(chunk);
    }
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
};

type Content = Partial<Pick<AttemptResponse, 'body' | 'bodyFault'>>;

const decoder = new TextDecoder();

const parseBody = (bytes: Uint8Array, { headers }: FetchResponse): Content => {
  if (bytes.byteLength === 0) return {};
  const type = headers.get('content-type') ?? '';
  const content = decoder.decode(bytes);
  if (!/^application\/(?:[^;\s]+\+)?json\b/i.test(type)) return { body: content };
  try {
    return { body: JSON.parse(content) as unknown };
  } catch {
    return { bodyFault: 'invalid-json' };
  }
};

class Answer implements AttemptResponse {
  readonly kind = 'response';
  readonly status: number;
  readonly statusText: string;
  readonly body: unknown;
  declare readonly bodyFault?: NonNullable<AttemptResponse['bodyFault']>;
  readonly #headers: FetchResponse['headers'];

  constructor({ status, statusText, headers }: FetchResponse, content: Content) {
    this.status = status;
    this.statusText = statusText;
    this.#headers = headers;
    this.body = content.body;
    if (content.bodyFault !== undefined) this.bodyFault = content.bodyFault;
  }

  header(name: string): string | null {
    return this.#headers.get(name);
  }

  get headers(): Record<string, string> {
    const headers: Record<string, string> = {};
    this.#headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    return headers;
  }
}

/** How far an attempt has come. */
interface Progress {
  begun: boolean;
  sent: boolean;
  response: FetchResponse | undefined;
}

/** What is known of an answer whose body cannot be shown; undefined when it is worth nothing without. */
const withoutBody = (
  response: FetchResponse,
  error: unknown,
  { reason }: Limit,
): AttemptResponse | undefined => {
  if (error instanceof TooLarge) return new Answer(response, { bodyFault: 'too-large' });
  // A refusal is known from its status.
  const refused = response.status < 200 || response.status >= 300;
  return refused && reason !== 'aborted'
    ? new Answer(response, { bodyFault: 'broken' })
    : undefined;
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
  const styles = stylesOf(options);
  const url = getUrl(config, options, styles);
  const { body, type } = getBody(options, styles);
  const fetch: FetchFunction = settings.fetch ?? nodeFetch;
  const limit = new Limit(settings);
  const progress: Progress = { begun: false, sent: false, response: undefined };
  const hooks: FetchHooks = {
    onSending: () => {
      progress.sent = true;
    },
    onStop: (stop) => {
      limit.onStop(stop);
    },
  };
  const exchange = async (): Promise<AttemptResponse> => {
    const headers = await getHeaders(config, options, settings, type, styles.headers);
    // Reached while the headers were asked for: nothing may go out any more.
    if (limit.reason !== undefined) throw limit.error;
    progress.begun = true;
    progress.sent = fetch.usesHooks !== true;
    const response = await fetch(url, {
      method: options.method,
      headers,
      ...(body === undefined ? undefined : { body }),
      redirect: 'manual',
      ...(fetch.usesHooks === true ? { hooks } : { signal: limit.signal }),
    });
    progress.response = response;
    const maxBytes = settings.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
    const bytes = await readBytes(response.body, maxBytes);
    return new Answer(response, parseBody(bytes, response));
  };
  try {
    return await limit.race(exchange());
  } catch (error) {
    const { begun, response } = progress;
    if (!begun && limit.reason === undefined) throw error;
    const answer = response && withoutBody(response, error, limit);
    if (answer) return answer;
    const sent = response !== undefined || (progress.sent && !provesNothingSent(error));
    return { kind: 'failure', reason: limit.reason ?? 'connection', sent, error };
  } finally {
    limit.release();
  }
};

/**
 * One attempt for users of the generated client alone: the value of the operation, or an error.
 * @throws ApiError when the server answered with anything but a readable success.
 */
export const request = <T>(
  config: OpenAPIConfig,
  options: ApiRequestOptions,
): CancelablePromise<T> =>
  new CancelablePromise((resolve, reject, onCancel) => {
    const controller = new AbortController();
    onCancel(() => {
      controller.abort();
    });
    attempt(config, options, { signal: controller.signal })
      .then((outcome) => {
        if (outcome.kind === 'failure') {
          reject(outcome.error);
          return;
        }
        const { status, statusText, body, bodyFault } = outcome;
        const ok = status >= 200 && status < 300;
        if (ok && bodyFault === undefined) {
          const header = options.responseHeader;
          resolve((header === undefined ? body : (outcome.header(header) ?? undefined)) as T);
          return;
        }
        const message = ok ? `the body is ${bodyFault}` : options.errors?.[status];
        // Without the values: an error gets printed, and these hold the recipient and the message.
        const { method, url } = options;
        const result = { url, ok, status, statusText, body };
        reject(new ApiError({ method, url }, result, message ?? `the server answered ${status}`));
      })
      .catch(reject);
  });
