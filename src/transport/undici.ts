/**
 * `tigerconnect-messages/undici`: a faster transport for those who send much. A small fetch function
 * over undici's connection pools, with only what the client asks of one.
 */
import { Readable } from 'node:stream';

import { Agent, type Dispatcher } from 'undici';

import type {
  FetchFunction,
  FetchHooks,
  FetchInit,
  FetchResponse,
} from '../../generated/core/request.js';

export type { FetchFunction, FetchHooks, FetchInit, FetchResponse };

/** How many connections a pool may hold. */
export interface UndiciFetchOptions {
  /** Connections to one host at most. @default 64 */
  connections?: number | undefined;
}

/** A fetch function with the connections behind it. */
export interface UndiciFetch extends FetchFunction {
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>;
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

const headersOf = (incoming: Headers): FetchResponse['headers'] => ({
  get: (name) => incoming[name.toLowerCase()]?.toString() ?? null,
  forEach: (visit) => {
    for (const [name, value] of Object.entries(incoming)) visit(String(value), name);
  },
});

/** One request; undici calls the methods as it goes its way. */
function exchange(
  hooks: FetchHooks | undefined,
  resolve: (response: FetchResponse) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    controller?.abort(new Error('the attempt was ended'));
  };
  hooks?.onStop(stop);
  const body = new Readable({
    read: () => undefined,
    // A reader that leaves early, say at a body too long, wants no more of it.
    destroy: (error, done) => {
      if (!body.readableEnded) stop();
      done(error);
    },
  });
  // The reader learns of an error as it reads; without a listener, one before that ends the process.
  body.on('error', () => undefined);
  return {
    onRequestStart: (started) => {
      controller = started;
      // Ended while it waited for a connection: nothing of it goes out.
      if (stopped) stop();
      else hooks?.onSending();
    },
    onResponseStart: (_, status, headers, statusText = '') => {
      // Before the answer may come hints (1xx).
      if (status >= 200) resolve({ status, statusText, headers: headersOf(headers), body });
    },
    onResponseData: (_, chunk) => void body.push(chunk),
    onResponseEnd: () => void body.push(null),
    onResponseError: (_, error) => {
      reject(error);
      body.destroy(error);
    },
  };
}

/**
 * A fetch function for the `fetch` option, over a pool of undici's for each host. Reads no proxy from the
 * environment.
 *
 * @example
 * const tigerconnect = new TigerConnect({ apiKey, apiSecret, fetch: undiciFetch() });
 */
export function undiciFetch({ connections = 64 }: UndiciFetchOptions = {}): UndiciFetch {
  // The client limits the time of an attempt; a limit of the pool's own would only blur the reason.
  const open = (): Agent => new Agent({ connections, headersTimeout: 0, bodyTimeout: 0 });
  let agent = open();
  const fetch: FetchFunction = (url, { method, headers, body = null, hooks }) =>
    new Promise((resolve, reject) => {
      if (body !== null && typeof body !== 'string') {
        throw new TypeError('undiciFetch sends text bodies only, which is all that this API takes');
      }
      const { origin, pathname, search } = new URL(url);
      const request = { origin, path: pathname + search, method, headers, body };
      agent.dispatch(request, exchange(hooks, resolve, reject));
    });
  return Object.assign(fetch, {
    usesHooks: true,
    close: async () => {
      const closing = agent;
      agent = open();
      await closing.close();
    },
  });
}
