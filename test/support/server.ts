/** A real HTTP server on loopback that answers by script and records what it got. Closed after each test. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import { afterEach } from '@jest/globals';

import { TEST_CERTIFICATE, TEST_KEY } from './tls.js';

export interface ReceivedRequest {
  method: string;
  /** The request target as it came, still encoded. */
  url: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  rawHeaders: string[];
  body: string;
  /** The number of the connection it came over, from 1. */
  connection: number;
}

/** What to do with a request: an answer, or one of the ways to fail. */
export type Answer =
  | {
      /** Sent before the answer, with status 103. */
      earlyHints?: { link: string };
      /** Milliseconds before the answer. */
      after?: number;
      status?: number;
      headers?: Record<string, string | string[]>;
      body?: string | Buffer;
    }
  /** Close the connection without an answer. */
  | 'reset'
  /** Send half of a body, then close. */
  | 'truncate'
  /** Never answer; `onStall` of the server is told. */
  | 'stall'
  /** Send the head of a success and half its body, then nothing more. */
  | 'stall-in-body';

export type Script = readonly Answer[] | ((request: ReceivedRequest, index: number) => Answer);

export interface TestServer {
  url: string;
  requests: ReceivedRequest[];
  connections: number;
  /** Called when a request is left without (the rest of) its answer. */
  onStall: () => void;
  close: () => Promise<void>;
}

export const accepted = (messageId = 'token-1'): Answer => ({
  status: 200,
  headers: { 'TT-X-Message-Id': messageId },
});

/** The address of a server that is gone: connections to it are refused. */
export async function goneServer(): Promise<Pick<TestServer, 'url'>> {
  const server = await startServer([]);
  await server.close();
  return server;
}

const open = new Set<TestServer>();

afterEach(async () => {
  await Promise.all([...open].map((server) => server.close()));
});

function give(response: ServerResponse, answer: Answer, server: TestServer): void {
  switch (answer) {
    case 'reset':
      response.destroy();
      return;
    case 'stall':
      server.onStall();
      return;
    case 'truncate':
    case 'stall-in-body':
      response.writeHead(200, {
        'TT-X-Message-Id': 'half',
        'Content-Type': 'application/json',
        'Content-Length': '100',
      });
      response.write('{"status":', () => {
        if (answer === 'truncate') response.destroy();
        else server.onStall();
      });
      return;
    default: {
      const { after, ...now } = answer;
      if (after !== undefined) {
        setTimeout(give, after, response, now, server);
        return;
      }
      if (answer.earlyHints) response.writeEarlyHints(answer.earlyHints);
      response.writeHead(answer.status ?? 200, answer.headers);
      response.end(answer.body);
    }
  }
}

/** Starts a server; a script that is a list repeats its last answer. With `tls` its certificate is the tests' own. */
export async function startServer(script: Script, { tls = false } = {}): Promise<TestServer> {
  const http = tls ? createTlsServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }) : createServer();
  const numbers = new WeakMap<object, number>();
  const server: TestServer = {
    url: '',
    requests: [],
    connections: 0,
    onStall: () => undefined,
    close: async () => {
      open.delete(server);
      http.closeAllConnections();
      if (http.listening) await new Promise((done) => http.close(done));
    },
  };
  http.on(tls ? 'secureConnection' : 'connection', (socket: Socket) => {
    server.connections += 1;
    numbers.set(socket, server.connections);
  });
  http.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '';
      const received: ReceivedRequest = {
        method: request.method ?? '',
        url,
        query: new URL(url, 'http://loopback').searchParams,
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks).toString(),
        connection: numbers.get(request.socket) ?? 0,
      };
      const index = server.requests.push(received) - 1;
      const answer =
        typeof script === 'function'
          ? script(received, index)
          : script[Math.min(index, script.length - 1)];
      give(response, answer ?? {}, server);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  server.url = `http${tls ? 's' : ''}://127.0.0.1:${(http.address() as AddressInfo).port}`;
  open.add(server);
  return server;
}
