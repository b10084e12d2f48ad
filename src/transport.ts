/** The default transport: node-fetch over a keep-alive agent, which also reports when a request leaves. */
import { Agent as HttpAgent, type ClientRequest } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';

import nodeFetch from 'node-fetch';

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
  /** Whose request the next one is; node-fetch makes it before it first waits. */
  current: FetchHooks | undefined;
  readonly agent: HttpAgent;

  constructor(agent: HttpAgent) {
    const observed = Object.create(agent) as Requesting;
    observed.addRequest = (request, ...rest) => {
      const { onSending, onStop } = this.current ?? {};
      if (onSending)
        request.once('socket', (socket) => {
          onConnected(socket, onSending);
        });
      onStop?.(() => request.destroy());
      (agent as Requesting).addRequest(request, ...rest);
    };
    this.agent = observed;
  }
}

/**
 * @param baseUrl tells http from https
 * @param agent the caller's own, which stays the caller's to close
 */
export function nodeFetchTransport(baseUrl: string, agent?: HttpAgent): Transport {
  const AgentOfScheme = baseUrl.startsWith('https:') ? HttpsAgent : HttpAgent;
  const used =
    agent ?? new AgentOfScheme({ keepAlive: true, maxSockets: MAX_SOCKETS, timeout: IDLE_MS });
  const observer = new Observer(used);
  const fetch: FetchFunction = (url, init) => {
    const { method, headers, body = null, redirect } = init;
    observer.current = init.hooks;
    const response = nodeFetch(url, { method, headers, body, redirect, agent: observer.agent });
    observer.current = undefined;
    return response;
  };
  return {
    fetch: Object.assign(fetch, { usesHooks: true }),
    close: () => {
      if (agent === undefined) used.destroy();
    },
  };
}
