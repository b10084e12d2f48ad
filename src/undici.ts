/**
 * `tigerconnect-messages/undici`: a faster transport for those who send much. A small fetch function
 * over undici's connection pool, with only what the client asks of one.
 */
import { Pool } from 'undici';

import type {
  FetchFunction,
  FetchHooks,
  FetchInit,
  FetchResponse,
} from '../generated/core/request.js';

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

type Handler = Parameters<Pool['dispatch']>[1];
type Controller = Parameters<NonNullable<Handler['onRequestStart']>>[0];
type IncomingHeaders = Parameters<NonNullable<Handler['onResponseStart']>>[2];

/** The body of a response, piece by piece as it arrives. */
class Body implements AsyncIterable<Uint8Array> {
  readonly #chunks: Uint8Array[] = [];
  #end: { error?: Error } | undefined;
  #wake: () => void = () => undefined;

  constructor(private readonly stop: () => void) {}

  push(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#wake();
  }

  end(error?: Error): void {
    this.#end ??= error === undefined ? {} : { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (this.#end === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else if (this.#end.error !== undefined) throw this.#end.error;
        else return;
      }
    } finally {
      // A reader that leaves early, say at a body too long, wants no more of it.
      if (this.#end === undefined) this.stop();
    }
  }
}

class Headers {
  constructor(private readonly incoming: IncomingHeaders) {}

  get(name: string): string | null {
    const value = this.incoming[name.toLowerCase()];
    return value === undefined ? null : String(value);
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of Object.entries(this.incoming)) visit(String(value), name);
  }
}

/** One request; undici calls its methods as the request goes its way. */
class Exchange implements Handler {
  #controller: Controller | undefined;
  #stopped = false;
  readonly #body = new Body(() => {
    this.stop();
  });

  constructor(
    private readonly init: FetchInit,
    private readonly resolve: (response: FetchResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {
    init.hooks?.onStop(() => {
      this.stop();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#controller?.abort(new Error('the attempt was ended'));
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // Ended while it waited for a connection: nothing of it goes out.
    if (this.#stopped) this.stop();
    else this.init.hooks?.onSending();
  }

  onResponseStart(_: Controller, status: number, headers: IncomingHeaders, text = ''): void {
    this.resolve({ status, statusText: text, headers: new Headers(headers), body: this.#body });
  }

  onResponseData(_: Controller, chunk: Uint8Array): void {
    this.#body.push(chunk);
  }

  onResponseEnd(): void {
    this.#body.end();
  }

  onResponseError(_: Controller, error: Error): void {
    this.reject(error);
    this.#body.end(error);
  }
}

/**
 * A fetch function for the `fetch` option, over a pool of undici's for each host. Reads no proxy from the
 * environment.
 *
 * @example
 * const tigerconnect = new TigerConnect({ apiKey, apiSecret, fetch: undiciFetch() });
 */
export function undiciFetch({ connections = 64 }: UndiciFetchOptions = {}): UndiciFetch {
  const pools = new Map<string, Pool>();
  const poolOf = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known) return known;
    // The client limits the time of an attempt; a limit of the pool's own would only blur the reason.
    const pool = new Pool(origin, { connections, headersTimeout: 0, bodyTimeout: 0 });
    pools.set(origin, pool);
    return pool;
  };
  const fetch: FetchFunction = (url, init) =>
    new Promise<FetchResponse>((resolve, reject) => {
      const { origin } = new URL(url);
      const { method, headers, body = null } = init;
      if (body !== null && typeof body !== 'string') {
        throw new TypeError('undiciFetch sends text bodies only, which is all that this API takes');
      }
      const path = url.slice(origin.length);
      poolOf(origin).dispatch({ path, method, headers, body }, new Exchange(init, resolve, reject));
    });
  return Object.assign(fetch, {
    usesHooks: true,
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
      pools.clear();
    },
  });
}
