/** A real proxy on loopback, which answers by script and records what it was asked. Closed after each test. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

import { afterEach } from '@jest/globals';

import { TEST_CERTIFICATE, TEST_KEY } from './tls.js';

/** What the proxy does with a CONNECT. */
export type ProxyAnswer =
  /** Connects to the server that it is a proxy for, whichever is asked for. */
  | 'tunnel'
  /** Never answers. */
  | 'silence'
  /** Closes the connection. */
  | 'close'
  /** Answers with what is not HTTP. */
  | 'garbage'
  /** This status line and these headers, then the end. */
  | { status: string; headers?: Readonly<Record<string, string>> };

export interface TestProxy {
  url: string;
  port: number;
  /** The targets that were asked for: of CONNECT, or of a request to be passed on. */
  asked: string[];
  /** The `Proxy-Authorization` of each. */
  authorizations: (string | undefined)[];
}

const closers = new Set<() => Promise<void>>();

afterEach(async () => {
  await Promise.all([...closers].map((close) => close()));
  closers.clear();
});

function give(socket: Duplex, answer: ProxyAnswer, target: URL): void {
  socket.on('error', () => undefined);
  if (answer === 'silence') return;
  if (answer === 'close') socket.destroy();
  else if (answer === 'garbage') socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
  else if (answer === 'tunnel') {
    const upstream = connect(Number(target.port), target.hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  } else {
    const headers = Object.entries(answer.headers ?? {}).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const lines = [`HTTP/1.1 ${answer.status}`, ...headers, 'Content-Length: 0', '', ''];
    socket.end(lines.join('\r\n'));
  }
}

/** @param server the one that all tunnels lead to */
export async function startProxy(
  server: { url: string },
  answerOf: (index: number, request: IncomingMessage) => ProxyAnswer = () => 'tunnel',
  { tls = false } = {},
): Promise<TestProxy> {
  const http = tls ? createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }) : createServer();
  const sockets = new Set<Duplex>();
  http.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  const asked: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const record = ({ url = '', headers }: IncomingMessage): number => {
    authorizations.push(headers['proxy-authorization']);
    return asked.push(url) - 1;
  };
  http.on('connect', (request, socket) => {
    give(socket, answerOf(record(request), request), new URL(server.url));
  });
  // Plain HTTP is not tunnelled but passed on.
  http.on('request', (request, response) => {
    record(request);
    const { method, headers } = request;
    const passed = httpRequest(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
  closers.add(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => http.close(done));
  });
  const url = `http${tls ? 's' : ''}://127.0.0.1:${port}`;
  return { url, port, asked, authorizations };
}
