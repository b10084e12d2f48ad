/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/fetch.ts */
/* istanbul ignore file */

// What an attempt asks of a fetch function, and the one it uses by default.

/**
 * How a fetch function proves that nothing of a request has left. Without these calls, as from a fetch
 * function that does not know them, a request that was begun counts as sent.
 */
export interface FetchHooks {
  /** The connection for this request is being made; nothing of it leaves before `onSending`. */
  onConnecting: () => void;
  /** The request may leave from now on. */
  onSending: () => void;
}

/** What an attempt asks of a fetch function. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string | Blob | FormData;
  redirect: 'manual';
  /** Aborts when the attempt must end; nothing may leave after that. */
  signal: AbortSignal;
  hooks: FetchHooks;
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
export type FetchFunction = (url: string, init: FetchInit) => Promise<FetchResponse>;

// Loaded when it is first used: it takes half the time of loading this client, which may have another.
export const nodeFetch: FetchFunction = async (url, init) =>
  (await import('node-fetch')).default(url, init);
