/**
 * Makes the connections of our transports, direct or through a proxy's tunnel, and hands out none that
 * does not stand. While a request waits for one, nothing of it can have left.
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

/** Resolves when the socket tells of the event; a socket that fails, or is not waited for, is destroyed. */
async function ready(socket: Socket, event: string, signal: AbortSignal): Promise<Socket> {
  try {
    await once(socket, event, { signal });
    return socket;
  } catch (error) {
    // Whatever it still has to say is of no interest.
    socket.on('error', () => undefined).destroy();
    throw error;
  }
}

/** Asks the proxy for a tunnel (RFC 9110, 9.3.6); only a 2xx opens one. */
async function tunnel(authority: string, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const { hostname, port, secure, authorization } = proxy;
  const options: RequestOptions = {
    ...{ hostname, port, method: 'CONNECT', path: authority, agent: false, signal },
    headers: {
      Host: authority,
      ...(authorization === undefined ? undefined : { 'Proxy-Authorization': authorization }),
    },
  };
  const request = secure ? httpsRequest(options) : httpRequest(options);
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

/** Makes connections; those of one origin resume each other's TLS session. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #sessions = new Map<string, Buffer>();
  #closing = new AbortController();

  constructor(options: ConnectorOptions = {}) {
    this.#options = options;
  }

  /**
   * @param signal ends the making of the connection
   * @throws what Node says of the failure; `ETIMEDOUT` at the time limit, `PROXY_407` and the like for a proxy's answer
   */
  async connect(to: Destination, signal?: AbortSignal): Promise<Socket> {
    const { timeout = CONNECT_TIMEOUT_MS } = this.#options;
    const limit = AbortSignal.timeout(timeout);
    const signals = [this.#closing.signal, limit, ...(signal ? [signal] : [])];
    try {
      return await this.#open(to, AbortSignal.any(signals));
    } catch (error) {
      if (!limit.aborted) throw error;
      throw failure('ETIMEDOUT', `no connection within ${timeout} ms`);
    }
  }

  /** Ends the connections that are in the making. */
  close(): void {
    this.#closing.abort();
    this.#closing = new AbortController();
  }

  async #open(to: Destination, signal: AbortSignal): Promise<Socket> {
    const { hostname: host, port, secure } = to;
    if (!secure) return ready(connectTcp({ host, port, noDelay: true }), 'connect', signal);
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
    const proxy = proxyFor(`https://${authority}`);
    const socket = proxy && (await tunnel(authority, proxy, signal));
    const session = this.#sessions.get(authority);
    const encrypted = connectTls({
      ALPNProtocols: ['http/1.1'],
      servername: isIP(host) === 0 ? host : '',
      ...(session && { session }),
      ...this.#options.tls,
      ...(socket && { socket }),
      // Beside a socket, too: the certificate must be this host's.
      host,
      port,
    });
    // A tunnel that breaks must not leave the handshake waiting, nor end the process.
    socket?.on('error', () => undefined).once('close', () => encrypted.destroy());
    encrypted.on('session', (fresh: Buffer) => this.#sessions.set(authority, fresh));
    return (await ready(encrypted, 'secureConnect', signal)).setNoDelay(true);
  }
}
