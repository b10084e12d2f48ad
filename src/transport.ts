/** The default transport: node-fetch over a keep-alive agent, which also reports when a request leaves. */
import type { Agent as HttpAgent, ClientRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type * as NodeFetch from 'node-fetch';

import type { FetchFunction, FetchHooks } from '../generated/core/request.js';

/** Sockets a client opens at most; further calls wait for one. */
const MAX_SOCKETS = 64;
/** Most servers close an idle connection after 5 s or more; closing first avoids the race. */
const IDLE_MS = 4_000;

/** A fetch function with the connections behind it. */
export interface Transport {
  readonly fetch: FetchFunction;
  /** Closes idle connections, and busy ones when their answer is read. */
  readonly close: () => void;
}

/** What an agent does with a request; Node calls it, its types leave it out. */
type Requesting = HttpAgent & { addRequest(request: ClientRequest, ...rest: unknown[]): void };

function onConnected(socket: Socket, done: () => void): void {
  if (!socket.connecting) done();
  else socket.once((socket as Partial<TLSSocket>).encrypted ? 'secureConnect' : 'connect', done);
}

/**
 * The same agent, which also tells of each request when its connection stands, and lets it be ended:
 * node-fetch's own way to end one, a signal, costs a good part of a call.
 */
class Observer {
  /** Of the request that is being made; node-fetch makes it before it first waits. */
  current: FetchHooks | undefined;
  /** To be given to node-fetch in place of the agent. */
  readonly agent: HttpAgent;

  constructor(private readonly observed: HttpAgent) {
    const agent = Object.create(observed) as Requesting;
    agent.addRequest = (request, ...rest) => {
      this.#watch(request);
      (observed as Requesting).addRequest(request, ...rest);
    };
    this.agent = agent;
  }

  #watch(request: ClientRequest): void {
    const hooks = this.current;
    request.once('socket', (socket) => {
      onConnected(socket, () => hooks?.onSending());
    });
    hooks?.onStop(() => request.destroy());
  }

  /** Closes idle connections now, and busy ones when their answer is read. */
  retire(): void {
    this.observed.maxFreeSockets = 0;
    for (const idle of Object.values(this.observed.freeSockets)) {
      idle?.forEach((socket) => socket.destroy());
    }
  }
}

/** An agent of our own: for the proxy, where `HTTPS_PROXY` and `NO_PROXY` name one. */
async function defaultAgent(baseUrl: string): Promise<HttpAgent> {
  const options: AgentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  if (!baseUrl.startsWith('https:')) return new (await import('node:http')).Agent(options);
  const proxy = (await import('proxy-from-env')).getProxyForUrl(baseUrl);
  if (proxy === '') return new (await import('node:https')).Agent(options);
  return new (await import('https-proxy-agent')).HttpsProxyAgent(proxy, options);
}

/**
 * @param baseUrl tells http from https; only https goes through a proxy
 * @param agent the caller's own, which stays the caller's to close
 */
export function nodeFetchTransport(baseUrl: string, agent?: HttpAgent): Transport {
  let closed = false;
  let observer: Observer | undefined;
  const retire = (): void => {
    if (closed && agent === undefined) observer?.retire();
  };
  // With the first request, since neither import nor construction is to wait for these: they take
  // longer to load than this package, and who gives a fetch function does without them.
  const prepare = async (): Promise<FetchFunction> => {
    const observed = (observer = new Observer(agent ?? (await defaultAgent(baseUrl))));
    retire();
    const nodeFetch: typeof NodeFetch.default = (await import('node-fetch')).default;
    return (url, init) => {
      const { method, headers, body = null, redirect } = init;
      observed.current = init.hooks;
      return nodeFetch(url, { method, headers, body, redirect, agent: observed.agent });
    };
  };
  let preparation: Promise<FetchFunction> | undefined;
  const fetch: FetchFunction = async (url, init) => {
    const prepared = await (preparation ??= prepare());
    return prepared(url, init);
  };
  return {
    fetch: Object.assign(fetch, { usesHooks: true }),
    close: () => {
      closed = true;
      retire();
    },
  };
}
