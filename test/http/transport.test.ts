/** What holds for each transport: connections, limits, redirects, and the truth about what left. */
import { once } from 'node:events';
import http, { Agent, createServer } from 'node:http';
import https from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

import { afterEach, describe, expect, test } from '@jest/globals';

import { TigerConnect, type TigerConnectOptions } from '../../src/index.js';
import { undiciFetch, type UndiciFetch } from '../../src/transport/undici.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { startProxy } from '../support/proxy.js';
import { accepted, type Answer, startServer } from '../support/server.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const opened: UndiciFetch[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((fetch) => fetch.close()));
});

function undici(options?: Parameters<typeof undiciFetch>[0]): UndiciFetch {
  const fetch = undiciFetch(options);
  opened.push(fetch);
  return fetch;
}

const transports: [string, () => TigerConnectOptions][] = [
  ['node-fetch', () => ({})],
  ['undici', () => ({ fetch: undici() })],
  ["the platform's fetch", () => ({ fetch: globalThis.fetch })],
];

describe.each(transports)('over %s', (name, options) => {
  test('a message arrives, and its token comes back', async () => {
    const server = await startServer([accepted('token-3')]);
    const sent = await testClient(server, options()).tigerconnect.messages.send(message);
    expect(sent).toMatchObject({ messageId: 'token-3', attempts: 1 });
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      url: '/v2/message/?recipient=nurse%40ward.example',
      body: 'body=Bed+12',
    });
    expect(server.requests[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  test.each(['reset', 'truncate'] as const)('a %s is repeated', async (fault) => {
    const server = await startServer([fault, accepted()]);
    const sent = await testClient(server, options()).tigerconnect.messages.send(message);
    expect(sent.attempts).toBe(2);
  });

  test('a redirect is not followed', async () => {
    const target = await startServer([accepted()]);
    const server = await startServer([{ status: 302, headers: { Location: target.url } }]);
    const call = testClient(server, options()).tigerconnect.messages.send(message);
    await expect(call).rejects.toMatchObject({ code: 'invalid_response', status: 302 });
    expect(target.connections).toBe(0);
  });

  test('an answer without end is cut off, and not read into memory', async () => {
    let written = 0;
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(200, { 'TT-X-Message-Id': 'x', 'Content-Type': 'text/plain' });
      const chunk = Buffer.alloc(256 * 1_024);
      const more = (): void => {
        if (response.destroyed) return;
        written += chunk.length;
        response.write(chunk, more);
      };
      more();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      const call = testClient({ url }, options()).tigerconnect.messages.send(message);
      await expect(call).rejects.toMatchObject({ code: 'invalid_response', delivery: 'unknown' });
      expect(written).toBeLessThan(64 * 1_024 * 1_024);
    } finally {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });

  test('an abort in flight closes the request', async () => {
    const controller = new AbortController();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const closed = once(server, 'request').then(async ([request]) => {
      controller.abort();
      await once((request as { socket: NodeJS.EventEmitter }).socket, 'close');
    });
    const { messages } = testClient({ url }, options()).tigerconnect;
    const call = messages.send(message, { signal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'aborted', delivery: 'unknown' });
    await closed;
    await new Promise((done) => server.close(done));
  });

  test('an early hint (103) is not taken for the answer', async () => {
    const earlyHints = { link: '</style.css>; rel=preload' };
    const server = await startServer([{ earlyHints, headers: { 'TT-X-Message-Id': 'token-4' } }]);
    const sent = await testClient(server, options()).tigerconnect.messages.send(message);
    expect(sent).toMatchObject({ messageId: 'token-4', attempts: 1 });
  });

  test('a refused connection is known not to have sent, where we made it', async () => {
    const server = await startServer([]);
    await server.close();
    const call = testClient(server, options()).tigerconnect.messages.send(message);
    await expect(call).rejects.toMatchObject({
      code: 'connection',
      delivery: name === "the platform's fetch" ? 'unknown' : 'not-sent',
      attempts: 5,
    });
  });

  if (name !== "the platform's fetch") {
    test('a time-out while all connections are busy sends nothing later', async () => {
      const server = await startServer(['stall']);
      const single =
        name === 'undici'
          ? { fetch: undici({ connections: 1 }) }
          : { agent: new Agent({ maxSockets: 1 }) };
      // An agent of the caller's proves nothing.
      const delivery = name === 'undici' ? 'not-sent' : 'unknown';
      const { tigerconnect, clock } = testClient(server, { ...single, maxRetries: 0 });
      const stalled = new Promise<void>((resolve) => (server.onStall = resolve));
      const first = tigerconnect.messages.send(message);
      await stalled;
      const second = tigerconnect.messages.send(message);
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(10_000);
      await expect(first).rejects.toMatchObject({ code: 'timeout', delivery: 'unknown' });
      await expect(second).rejects.toMatchObject({ code: 'timeout', delivery });
      // What timed out while it waited must not go out once there is a free connection.
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(server.requests).toHaveLength(1);
    });

    test('many calls share a bounded number of connections', async () => {
      const server = await startServer([accepted()]);
      const { messages } = testClient(server, options()).tigerconnect;
      await Promise.all(Array.from({ length: 300 }, () => messages.send(message)));
      expect(server.requests).toHaveLength(300);
      expect(server.connections).toBeLessThanOrEqual(64);
    });
  }
});

describe('the default transport', () => {
  test('carries each of many messages at a time to its own recipient', async () => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    const bodies = Array.from({ length: 200 }, (_, index) => 'é'.repeat(index + 1));
    await Promise.all(
      bodies.map((body) => messages.send({ to: `nurse${body.length}@ward.example`, body })),
    );
    const arrived = server.requests.map(({ url, body }) => [
      Number(/nurse(\d+)/.exec(url)?.[1]),
      new URLSearchParams(body).get('body')?.length,
    ]);
    expect(arrived).toHaveLength(200);
    expect(arrived.filter(([to, length]) => to !== length)).toEqual([]);
  });

  test('uses the agent it is given, and leaves it open', async () => {
    const server = await startServer([accepted()]);
    const agent = new Agent({ keepAlive: true });
    const { tigerconnect } = testClient(server, { agent });
    await tigerconnect.messages.send(message);
    tigerconnect.close();
    await tigerconnect.messages.send(message);
    expect(server.connections).toBe(1);
    agent.destroy();
  });

  test('closes its idle connections on close(), and at the end of `await using`', async () => {
    const server = await startServer([accepted()]);
    const { tigerconnect } = testClient(server);
    await tigerconnect.messages.send(message);
    tigerconnect.close();
    await tigerconnect.messages.send(message);
    await tigerconnect[Symbol.asyncDispose]();
    await tigerconnect.messages.send(message);
    expect(server.connections).toBe(3);
  });

  test('keeps no connection when it was closed before its first call', async () => {
    const server = await startServer([accepted()]);
    const { tigerconnect } = testClient(server);
    tigerconnect.close();
    await tigerconnect.messages.send(message);
    await tigerconnect.messages.send(message);
    expect(server.connections).toBe(2);
  });

  test('lets what is in flight come to its end on close()', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (finish = resolve));
    const fromServer = createServer((request, response) => {
      request.resume();
      void held.then(() => response.writeHead(200, { 'TT-X-Message-Id': 'late' }).end());
    }).listen(0, '127.0.0.1');
    await once(fromServer, 'listening');
    const url = `http://127.0.0.1:${(fromServer.address() as AddressInfo).port}`;
    const { tigerconnect } = testClient({ url });
    const arrived = once(fromServer, 'request');
    const call = tigerconnect.messages.send(message);
    await arrived;
    tigerconnect.close();
    finish();
    await expect(call).resolves.toMatchObject({ messageId: 'late', attempts: 1 });
    await new Promise((done) => fromServer.close(done));
  });
});

test('a TLS handshake that fails has sent nothing', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined).resume();
    socket.end('no TLS here');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const call = testClient({ url: `https://127.0.0.1:${port}` }).tigerconnect.messages.send(message);
  await expect(call).rejects.toMatchObject({ code: 'connection', delivery: 'not-sent' });
  await new Promise((done) => server.close(done));
});

describe('the agent of the default transport, asked by somebody who stands in between', () => {
  /** The agent that requests are made with. */
  async function agentOf(url: string): Promise<Agent> {
    let agent: unknown;
    const intercept = (_: unknown, options: http.RequestOptions): never => {
      ({ agent } = options);
      throw new Error('intercepted');
    };
    const module = url.startsWith('https:') ? https : http;
    const real = module.request;
    module.request = intercept as never;
    const options = { maxRetries: 0 };
    await failure(testClient({ url }, options).tigerconnect.messages.send(message));
    module.request = real;
    return agent as Agent;
  }

  test('gives a socket at once', async () => {
    const server = await startServer([]);
    const { port } = new URL(server.url);
    const agent = await agentOf(server.url);
    const socket = agent.createConnection({ port: Number(port) }) as Socket;
    await once(socket, 'connect');
    expect(socket.remotePort).toBe(Number(port));
    socket.destroy();
  });

  test('goes through the proxy of the environment all the same', async () => {
    const server = await startServer([]);
    const proxy = await startProxy(server, () => ({ status: '403 Forbidden' }));
    process.env['HTTPS_PROXY'] = proxy.url;
    try {
      const agent = await agentOf('https://api.example');
      const refused = new Promise((resolve) => {
        agent.createConnection({ host: 'api.example', port: 443 }, resolve);
      });
      await expect(refused).resolves.toMatchObject({ code: 'PROXY_403' });
    } finally {
      delete process.env['HTTPS_PROXY'];
    }
  });
});

describe('a runtime on which a transport cannot be right is named at once', () => {
  const good = { apiKey: 'k', apiSecret: 's' };

  test('Cloudflare for the default transport', () => {
    const scope = globalThis as { navigator?: unknown };
    const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator');
    Object.defineProperty(globalThis, 'navigator', {
      configurable: true,
      value: { userAgent: 'Cloudflare-Workers' },
    });
    try {
      expect(() => new TigerConnect(good)).toThrow(/^fetch: .*globalThis\.fetch/);
      expect(() => new TigerConnect({ ...good, fetch: globalThis.fetch })).not.toThrow();
    } finally {
      delete scope.navigator;
      if (before) Object.defineProperty(globalThis, 'navigator', before);
    }
  });

  test('Bun for undici', () => {
    const real = Object.getOwnPropertyDescriptor(process, 'versions') ?? {};
    Object.defineProperty(process, 'versions', { ...real, value: { bun: '1.4.5' } });
    try {
      expect(() => undiciFetch()).toThrow(/^fetch: .*Bun/);
    } finally {
      Object.defineProperty(process, 'versions', real);
    }
  });
});

describe('undiciFetch', () => {
  const token = JSON.stringify({ reply: { message_id: 'token-in-body' } });
  const answer = (coding: string, body: Buffer): Answer => ({
    headers: { 'Content-Type': 'application/json', 'Content-Encoding': coding },
    body,
  });

  test.each([
    ['gzip', gzipSync(token)],
    [' X-GZIP', gzipSync(token)],
    ['deflate', deflateSync(token)],
    ['br', brotliCompressSync(token)],
    ['identity', Buffer.from(token)],
  ])('reads an answer in the coding %s', async (coding, body) => {
    const server = await startServer([answer(coding, body)]);
    const { messages } = testClient(server, { fetch: undici() }).tigerconnect;
    await expect(messages.send(message)).resolves.toMatchObject({ messageId: 'token-in-body' });
  });

  test('takes an answer whose coding is broken for one that broke off', async () => {
    const server = await startServer([answer('gzip', Buffer.from('no gzip')), accepted()]);
    const { messages } = testClient(server, { fetch: undici() }).tigerconnect;
    await expect(messages.send(message)).resolves.toMatchObject({ attempts: 2 });
  });

  test('goes to port 80 for a plain URL without a port', async () => {
    // It cannot exist (RFC 6761).
    const options = { fetch: undici(), allowInsecure: true, maxRetries: 0 };
    const { messages } = testClient({ url: 'http://api.invalid' }, options).tigerconnect;
    await expect(messages.send(message)).rejects.toMatchObject({ delivery: 'not-sent' });
  });
});

test('undiciFetch refuses a body that is not text', async () => {
  const hooks = { onConnecting: () => undefined, onSending: () => undefined };
  const { signal } = new AbortController();
  const body = new Blob(['x']);
  const init = { method: 'POST', headers: {}, body, redirect: 'manual', signal, hooks } as const;
  await expect(undici()('http://127.0.0.1:1/', init)).rejects.toThrow(TypeError);
});
