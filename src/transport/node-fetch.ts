/** The default transport: node-fetch over a keep-alive agent whose connections are ours to make. */
import { Agent as HttpAgent, type AgentOptions } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';

import nodeFetch from 'node-fetch';

import type { FetchFunction, FetchInit } from '../../generated/core/fetch.js';
import { ConfigurationError } from '../errors.js';
import { Connector, IDLE_MS, proxyTo } from './connection.js';
import { proxyFor } from './proxy.js';

/** A fetch function with the connections behind it. */
export interface Transport {
  readonly fetch: FetchFunction;
  /** Closes idle connections, and busy ones when their answer is read. */
  readonly close: () => void;
}

/** Over an agent of the caller's own, which makes its connections itself and proves nothing of them. */
function overAgent(agent: HttpAgent): Transport {
  const fetch: FetchFunction = (url, { method, headers, body = null, redirect, signal }) =>
    nodeFetch(url, { method, headers, body, redirect, signal, agent });
  return { fetch, close: () => undefined };
}

/**
 * @param baseUrl tells http from https
 * @param agent the caller's own, which stays the caller's to close
 * @param tls what connections over TLS are made with
 * @throws ConfigurationError when the environment names a proxy in a way that cannot be right, or this runtime
 * lacks what node-fetch needs
 */
export function nodeFetchTransport(
  baseUrl: string,
  agent?: HttpAgent,
  tls?: ConnectionOptions,
): Transport {
  // Cloudflare's runtime gives no raw headers of an answer, so node-fetch would lose the message's token.
  const { navigator } = globalThis as { navigator?: { userAgent?: string } };
  if (navigator?.userAgent === 'Cloudflare-Workers') {
    throw new ConfigurationError('fetch', 'node-fetch does not work here; give globalThis.fetch');
  }
  if (agent) return overAgent(agent);
  const secure = baseUrl.startsWith('https:');
  if (secure) proxyFor(baseUrl);
  const connector = new Connector({ tls });
  const options: AgentOptions = { keepAlive: true, timeout: IDLE_MS };
  const own = secure ? new HttpsAgent(options) : new HttpAgent(options);
  let current: FetchInit | undefined;
  // Node asks for a connection while the request is made, so `current` is the attempt that waits for it.
  own.createConnection = ({ host, port }, created): Duplex | undefined => {
    const waiting = current;
    const to = { hostname: host ?? 'localhost', port: Number(port), secure };
    // Somebody stands in between, say a mock that lets a request through: that wants a socket at once,
    // and nothing is known of the request.
    if (!waiting && !proxyTo(to)) return connector.direct(to);
    const done = created as ((error: Error | null, socket?: Duplex) => void) | undefined;
    waiting?.hooks.onConnecting();
    connector.connect(to, waiting?.signal).then(
      (socket) => {
        waiting?.hooks.onSending();
        done?.(null, socket);
      },
      (error: unknown) => done?.(error as Error),
    );
    return undefined;
  };
  const fetch: FetchFunction = (url, init) => {
    const { method, headers, body = null, redirect, signal } = init;
    current = init;
    try {
      return nodeFetch(url, { method, headers, body, redirect, signal, agent: own });
    } finally {
      current = undefined;
    }
  };
  const close = (): void => {
    connector.close();
    own.maxFreeSockets = 0;
    for (const idle of Object.values(own.freeSockets)) idle?.forEach((socket) => socket.destroy());
  };
  return { fetch, close };
}
