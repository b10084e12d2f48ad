/** The default transport: node-fetch over a keep-alive agent, which also reports when a request leaves. */
import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type * as NodeFetch from 'node-fetch';
import { getProxyForUrl } from 'proxy-from-env';

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
    if (this.current === undefined) return;
    const { onSending, onStop } = this.current;
    request.once('socket', (socket) => {
      onConnected(socket, onSending);
    });
    onStop(() => request.destroy());
  }

  /** Closes idle connections now, and busy ones when their answer is read. */
  retire(): void {
    this.observed.maxFreeSockets = 0;
    for (const idle of Object.values(this.observed.freeSockets)) {
      idle?.forEach((socket) => socket.destroy());
    }
  }
}

/** An agent for the proxy that `HTTPS_PROXY` and `NO_PROXY` name; undefined where they name none. */
async function proxyAgent(baseUrl: string, options: AgentOptions): Promise<HttpAgent | undefined> {
  const proxy = getProxyForUrl(baseUrl);
  if (proxy === '') return undefined;
  // Loaded only where there is a proxy: it takes longer to load than this package.
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  return new HttpsProxyAgent(proxy, options);
}

/**
 * @param baseUrl tells http from https; only https goes through a proxy
 * @param agent the caller's own, which stays the caller's to close
 */
export function nodeFetchTransport(baseUrl: string, agent?: HttpAgent): Transport {
  const options: AgentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };
  const https = baseUrl.startsWith('https:');
  let observer = new Observer(agent ?? (https ? new HttpsAgent(options) : new HttpAgent(options)));
  // Before the first request, since neither import nor construction is to wait for these: node-fetch
  // takes half the time of loading this package, and who gives a fetch function does without it.
  let nodeFetch: typeof NodeFetch.default | undefined;
  let preparation: Promise<typeof NodeFetch.default> | undefined;
  const prepare = async (): Promise<typeof NodeFetch.default> => {
    const proxied = https && agent === undefined ? await proxyAgent(baseUrl, options) : undefined;
    if (proxied !== undefined) observer = new Observer(proxied);
    return (await import('node-fetch')).default;
  };
  const fetch: FetchFunction = async (url, init) => {
    nodeFetch ??= await (preparation ??= prepare());
    const { method, headers, body = null, redirect } = init;
    observer.current = init.hooks;
    const response = nodeFetch(url, { method, headers, body, redirect, agent: observer.agent });
    observer.current = undefined;
    return response;
  };
  return {
    fetch: Object.assign(fetch, { usesHooks: true }),
    close: () => {
      if (agent === undefined) observer.retire();
    },
  };
}
