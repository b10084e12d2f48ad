/**
 * `tigerconnect-messages/undici`: a faster transport for those who send much. A small fetch function
 * over undici's connection pools, with only what the client asks of one.
 */
import { pipeline, Readable, type Transform } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

import { Agent, type buildConnector, type Dispatcher } from 'undici';

import type {
  FetchFunction,
  FetchHooks,
  FetchInit,
  FetchResponse,
} from '../../generated/core/fetch.js';
import { OpenAPI } from '../../generated/core/OpenAPI.js';
import { isPlainObject } from '../check.js';
import { ConfigurationError } from '../errors.js';
import { Connector, IDLE_MS } from './connection.js';
import { proxyFor } from './proxy.js';

export type { FetchFunction, FetchHooks, FetchInit, FetchResponse };

/** How the connections are made. */
export interface UndiciFetchOptions {
  /** Connections to one host at most. @default 64 */
  connections?: number | undefined;
  /** What connections over TLS are made with, as `tls.connect` takes it, for example `{ ca }`. */
  tls?: ConnectionOptions | undefined;
}

/** A fetch function with the connections behind it. */
export interface UndiciFetch extends FetchFunction {
  /** Waits for what is under way, then closes the connections. */
  close(): Promise<void>;
}

type Headers = Parameters<NonNullable<Dispatcher.DispatchHandler['onResponseStart']>>[2];

const readableHeaders = (incoming: Headers): FetchResponse['headers'] => ({
  get: (name) => incoming[name.toLowerCase()]?.toString() ?? null,
  forEach: (visit) => {
    for (const [name, value] of Object.entries(incoming)) visit(String(value), name);
  },
});

/** As node-fetch: an end without the last bytes of a coding, or no content at all, is no failure. */
const LENIENT = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };

/** Content codings (RFC 9110, 8.4.1): some proxies compress though nobody asked them to. */
const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: () => createGunzip(LENIENT),
  'x-gzip': () => createGunzip(LENIENT),
  deflate: () => createInflate(LENIENT),
  br: () => createBrotliDecompress(),
};

/** The body as the server meant it. */
function decode(body: Readable, coding: string | null): Readable {
  const decoder = DECODERS[String(coding).trim().toLowerCase()]?.();
  // The reader of the last stream learns of an error in the first.
  return decoder === undefined ? body : pipeline(body, decoder, () => undefined);
}

/** The attempts that wait for a connection. undici does not say which waits for which. */
class Waiting {
  readonly #signals = new Set<AbortSignal>();

  constructor(private readonly connector: Connector) {}

  add(signal: AbortSignal): void {
    this.#signals.add(signal);
  }

  /** With the last of them end the connections in the making, which else would hold the next ones up. */
  remove(signal: AbortSignal): void {
    if (!this.#signals.delete(signal) || !signal.aborted) return;
    // A moment later: what is begun in the same turn may wait for one of them.
    setImmediate(() => {
      if (this.#signals.size === 0) this.connector.close();
    });
  }
}

/** One request; undici calls the methods as it goes its way. */
function exchange(
  { hooks, signal }: FetchInit,
  waiting: Waiting,
  resolve: (response: FetchResponse) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let controller: Dispatcher.DispatchController | undefined;
  const stop = (): void => {
    waiting.remove(signal);
    controller?.abort(new Error('the attempt was ended'));
  };
  signal.addEventListener('abort', stop, { once: true });
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
  // Until undici starts the request, it waits for a connection.
  hooks.onConnecting();
  waiting.add(signal);
  return {
    onRequestStart: (started) => {
      controller = started;
      waiting.remove(signal);
      // Ended while it waited for a connection: nothing of it goes out.
      if (signal.aborted) stop();
      else hooks.onSending();
    },
    onResponseStart: (_, status, incoming, statusText = '') => {
      // Before the answer may come hints (1xx).
      if (status < 200) return;
      const headers = readableHeaders(incoming);
      resolve({
        status,
        statusText,
        headers,
        body: decode(body, headers.get('content-encoding')),
      });
    },
    onResponseData: (_, chunk) => void body.push(chunk),
    onResponseEnd: () => void body.push(null),
    onResponseError: (_, error) => {
      waiting.remove(signal);
      reject(error);
      body.destroy(error);
    },
  };
}

/**
 * A fetch function for the `fetch` option, over a pool of undici's for each host. Goes through the proxy that
 * `HTTPS_PROXY` and `NO_PROXY` name, as the default transport does.
 *
 * @throws ConfigurationError when `tls` is no plain object, the environment names a proxy in a way that cannot be
 * right, and on Bun
 * @example
 * const tigerconnect = new TigerConnect({ apiKey, apiSecret, fetch: undiciFetch() });
 */
export function undiciFetch({ connections = 64, tls }: UndiciFetchOptions = {}): UndiciFetch {
  // What Bun gives for `undici` is no undici.
  if (process.versions['bun'] !== undefined) {
    throw new ConfigurationError('fetch', 'undiciFetch does not work on Bun; leave `fetch` out');
  }
  // Of another object, what a class or a prototype gives would be lost.
  if (tls !== undefined && !isPlainObject(tls)) {
    throw new ConfigurationError('tls', 'must be a plain object of options for tls.connect');
  }
  proxyFor(OpenAPI.BASE);
  const connector = new Connector({ tls });
  const waiting = new Waiting(connector);
  const connect: buildConnector.connector = ({ hostname, port, protocol }, done) => {
    const secure = protocol === 'https:';
    connector.connect({ hostname, port: Number(port) || (secure ? 443 : 80), secure }).then(
      (socket) => {
        done(null, socket);
      },
      (error: unknown) => {
        done(error as Error, null);
      },
    );
  };
  // The client limits the time of an attempt; a limit of the pool's own would only blur the reason.
  const limits = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: IDLE_MS };
  const open = (): Agent => new Agent({ connections, connect, ...limits });
  let agent = open();
  const fetch: FetchFunction = (url, init) =>
    new Promise((resolve, reject) => {
      const { method, headers, body = null } = init;
      if (body !== null && typeof body !== 'string') {
        throw new TypeError('undiciFetch sends text bodies only, which is all that this API takes');
      }
      const { origin, pathname, search } = new URL(url);
      const request = { origin, path: pathname + search, method, headers, body };
      agent.dispatch(request, exchange(init, waiting, resolve, reject));
    });
  return Object.assign(fetch, {
    close: async () => {
      const closing = agent;
      agent = open();
      await closing.close();
    },
  });
}
