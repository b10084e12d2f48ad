/**
 * Makes the connections of our transports, direct or through a proxy's tunnel. While a request waits for
 * one, nothing of it can have left.
 */
import { once } from 'node:events';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

import { type Proxy, proxyFor } from './proxy.js';

/** How long making a connection may take, in milliseconds, also when no attempt waits for it any more. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Most servers close an idle connection after 5 s or more; closing first avoids the race. */
export const IDLE_MS = 4_000;

/** Where a request goes. */
export interface Destination {
  readonly hostname: string;
  readonly port: number;
  /** Whether over TLS. */
  readonly secure: boolean;
}

/** A connection in the making. */
interface Pending {
  readonly socket: Socket;
  /** The event by which the socket tells that it stands. */
  readonly event: 'connect' | 'secureConnect';
}

/** What a connection is made with. */
export interface ConnectorOptions {
  /** What `tls.connect` takes, for example `ca`. */
  readonly tls?: ConnectionOptions | undefined;
  /** Milliseconds. @default 10000 */
  readonly timeout?: number | undefined;
}

/** A failure to connect, by a code as those of Node. */
const failure = (code: string, message: string): Error =>
  Object.assign(new Error(message), { code });

/** The name to be asked for and checked in TLS; an IP address has none. */
const servername = (hostname: string): string => (isIP(hostname) === 0 ? hostname : '');

/** Asks the proxy for a tunnel (RFC 9110, 9.3.6); only a 2xx opens one. */
async function tunnel(target: string, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, secure, authorization } = proxy;
  const options: RequestOptions = {
    ...{ hostname, port, method: 'CONNECT', path: target, agent: false, signal },
    headers: {
      Host: target,
      ...(authorization === undefined ? undefined : { 'Proxy-Authorization': authorization }),
    },
  };
  // Else the proxy would have to show the certificate of the host that it leads to.
  const request = secure
    ? httpsRequest({ ...options, servername: servername(hostname) })
    : httpRequest(options);
  const connected = once(request, 'connect', { signal });
  request.on('error', () => undefined).end();
  const [{ statusCode = 0 }, socket, head] = (await connected) as [
    { statusCode?: number },
    Socket,
    Buffer,
  ];
  if (statusCode < 200 || statusCode > 299) {
    socket.destroy();
    throw failure(`PROXY_${statusCode}`, `the proxy refused the connection with ${statusCode}`);
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}

const authority = ({ hostname, port }: Destination): string =>
  `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`;

/** The proxy on the way; only what goes over TLS can pass one unseen. */
export const proxyTo = (to: Destination): Proxy | undefined =>
  to.secure ? proxyFor(`https://${authority(to)}`) : undefined;

/** Makes connections; those of one origin resume each other's TLS session. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #sessions = new Map<string, Buffer>();
  #closing = new AbortController();

  constructor(options: ConnectorOptions = {}) {
    this.#options = options;
  }

  /** Begins a connection without a proxy; the socket fails with `ETIMEDOUT` at the time limit. */
  direct(to: Destination): Socket {
    const { limit, ended } = this.#limits();
    const { socket, event } = this.#open(to);
    const end = (): void => {
      socket.destroy(limit.aborted ? this.#tooLong() : failure('ECONNABORTED', 'ended'));
    };
    const settle = (): void => {
      ended.removeEventListener('abort', end);
    };
    ended.addEventListener('abort', end);
    return socket.once('close', settle).once(event, settle);
  }

  /**
   * Makes a connection, through a proxy where the environment names one.
   * @param signal ends the making of the connection
   * @throws what Node says of the failure; `ETIMEDOUT` at the time limit, `PROXY_407` and the like for a proxy's answer
   */
  async connect(to: Destination, signal?: AbortSignal): Promise<Socket> {
    const { limit, ended } = this.#limits(signal);
    let under: Socket | undefined;
    let socket: Socket | undefined;
    try {
      const proxy = proxyTo(to);
      under = proxy && (await tunnel(authority(to), proxy, ended));
      // A tunnel that breaks must not end the process, nor leave the handshake waiting.
      under?.on('error', () => undefined);
      const pending = this.#open(to, under);
      socket = pending.socket;
      under?.once('close', () => pending.socket.destroy());
      await once(socket, pending.event, { signal: ended });
      return socket;
    } catch (error) {
      // Whatever it still has to say is of no interest.
      socket?.on('error', () => undefined).destroy();
      under?.destroy();
      throw limit.aborted ? this.#tooLong() : error;
    }
  }

  /** Ends the connections that are in the making. */
  close(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
  }

  #limits(signal?: AbortSignal): { limit: AbortSignal; ended: AbortSignal } {
    const limit = AbortSignal.timeout(this.#options.timeout ?? CONNECT_TIMEOUT_MS);
    const signals = [this.#closing.signal, limit, ...(signal ? [signal] : [])];
    return { limit, ended: AbortSignal.any(signals) };
  }

  #tooLong(): Error {
    const { timeout = CONNECT_TIMEOUT_MS } = this.#options;
    return failure('ETIMEDOUT', `no connection within ${timeout} ms`);
  }

  #open(to: Destination, under?: Socket): Pending {
    const { hostname: host, port, secure } = to;
    const noDelay = true;
    if (!secure) return { socket: connectTcp({ host, port, noDelay }), event: 'connect' };
    const key = authority(to);
    const session = this.#sessions.get(key);
    const socket = connectTls({
      ...{ ALPNProtocols: ['http/1.1'], servername: servername(host) },
      ...(session && { session }),
      ...this.#options.tls,
      ...(under && { socket: under }),
      // Beside a socket, too: the certificate must be this host's.
      ...{ host, port },
    });
    socket.setNoDelay(noDelay);
    socket.on('session', (fresh: Buffer) => this.#sessions.set(key, fresh));
    return { socket, event: 'secureConnect' };
  }
}
