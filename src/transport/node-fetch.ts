/** The default transport: node-fetch over a keep-alive agent, which also reports when a request leaves. */
import type { Agent as HttpAgent, ClientRequest } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import type * as NodeFetch from 'node-fetch';

import type { FetchFunction, FetchInit } from '../../generated/core/request.js';

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
 * node-fetch's own way to end one, a signal, costs a good part of a call. It writes a body of text, too,
 * in one piece: node-fetch would make a stream of it, and a call would take a third longer.
 */
function observed(agent: HttpAgent, initOf: () => FetchInit | undefined): HttpAgent {
  const observer = Object.create(agent) as Requesting;
  observer.addRequest = (request, ...rest) => {
    // eslint-disable-next-line @typescript-eslint/no-non-null-assertion -- without it the request must fail
    const { body, hooks } = initOf()!;
    request.once('socket', (socket) => {
      onConnected(socket, () => hooks?.onSending());
    });
    hooks?.onStop(() => request.destroy());
    (agent as Requesting).addRequest(request, ...rest);
    if (typeof body === 'string') {
      request.setHeader('Content-Length', Buffer.byteLength(body)).end(body);
    }
  };
  return observer;
}

/** Closes idle connections now, and busy ones when their answer is read. */
function retire(agent: HttpAgent): void {
  agent.maxFreeSockets = 0;
  for (const idle of Object.values(agent.freeSockets)) idle?.forEach((socket) => socket.destroy());
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
  let own: HttpAgent | undefined;
  // With the first request, since neither import nor construction is to wait for these: they take
  // longer to load than this package, and who gives a fetch function does without them.
  const prepare = async (): Promise<FetchFunction> => {
    const used = agent ?? (own = await defaultAgent(baseUrl));
    if (own && closed) retire(own);
    let current: FetchInit | undefined;
    const observer = observed(used, () => current);
    const nodeFetch: typeof NodeFetch.default = (await import('node-fetch')).default;
    return (url, init) => {
      const { method, headers, redirect } = init;
      const body = typeof init.body === 'string' ? null : (init.body ?? null);
      current = init;
      try {
        return nodeFetch(url, { method, headers, body, redirect, agent: observer });
      } finally {
        // node-fetch has made its request by now. One made later would fail, not carry another's message.
        current = undefined;
      }
    };
  };
  let prepared: Promise<FetchFunction> | undefined;
  const fetch: FetchFunction = async (url, init) => (await (prepared ??= prepare()))(url, init);
  return {
    fetch: Object.assign(fetch, { usesHooks: true }),
    close: () => {
      closed = true;
      if (own) retire(own);
    },
  };
}
