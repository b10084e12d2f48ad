/** Behind a proxy, over each of our transports: what tunnels, and what proves that nothing was sent. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import { afterEach, describe, expect, test } from '@jest/globals';

import type { TigerConnectOptions } from '../../src/index.js';
import { undiciFetch, type UndiciFetch } from '../../src/transport/undici.js';
import { testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { type ProxyAnswer, startProxy } from '../support/proxy.js';
import { accepted, startServer } from '../support/server.js';
import { TEST_CERTIFICATE } from '../support/tls.js';

const message = { to: 'nurse@ward.example', body: 'Bed 12' };
const tls = { ca: TEST_CERTIFICATE };
const api = { url: 'https://api.example' };

const saved = { ...process.env };
const opened: UndiciFetch[] = [];
afterEach(async () => {
  process.env = { ...saved };
  await Promise.all(opened.splice(0).map((fetch) => fetch.close()));
});

const transports: [string, () => TigerConnectOptions][] = [
  ['node-fetch', () => ({ tls })],
  [
    'undici',
    () => {
      const fetch = undiciFetch({ tls });
      opened.push(fetch);
      return { fetch };
    },
  ],
];

describe.each(transports)('over %s', (_, transport) => {
  test('a message goes through the tunnel, and the proxy learns no more than the host', async () => {
    const server = await startServer(
      [
        { status: 200, headers: { 'TT-X-Message-Id': 'first', Connection: 'close' } },
        accepted('second'),
      ],
      { tls: true },
    );
    const proxy = await startProxy(server);
    process.env['HTTPS_PROXY'] = `http://us%40er:p%25ss@127.0.0.1:${proxy.port}`;
    const { messages } = testClient(api, transport()).tigerconnect;
    expect(await messages.send(message)).toMatchObject({ messageId: 'first', attempts: 1 });
    // Over a connection of its own, which resumes the TLS session of the first.
    expect(await messages.send(message)).toMatchObject({ messageId: 'second', attempts: 1 });
    expect(proxy.asked).toEqual(['api.example:443', 'api.example:443']);
    const authorization = `Basic ${Buffer.from('us@er:p%ss').toString('base64')}`;
    expect(proxy.authorizations).toEqual([authorization, authorization]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test.each<[string, ProxyAnswer, string]>([
    ['204 with a token', { status: '204 No Content', headers: { 'TT-X-Message-Id': 'x' } }, ''],
    [
      '304 with a token',
      { status: '304 Not Modified', headers: { 'TT-X-Message-Id': 'x' } },
      '_304',
    ],
    ['407', { status: '407 Proxy Authentication Required' }, '_407'],
    ['502', { status: '502 Bad Gateway' }, '_502'],
    ['an end', 'close', ''],
    ['what is not HTTP', 'garbage', ''],
  ])('%s from the proxy proves that nothing was sent', async (_, answer, code) => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server, () => answer);
    process.env['HTTPS_PROXY'] = proxy.url;
    const options = { ...transport(), maxRetries: 0 };
    const error = await failure(testClient(api, options).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ code: 'connection', delivery: 'not-sent', attempts: 1 });
    expect((error.cause as { code: string }).code).toMatch(code);
    expect(server.requests).toEqual([]);
  });

  test('a refusal of the proxy is tried again', async () => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server, (index) =>
      index === 0 ? { status: '502 Bad Gateway' } : 'tunnel',
    );
    process.env['HTTPS_PROXY'] = proxy.url;
    const { messages } = testClient(api, transport()).tigerconnect;
    expect(await messages.send(message)).toMatchObject({ attempts: 2 });
    expect(server.requests).toHaveLength(1);
  });

  test('a server with the certificate of another host gets nothing, through a tunnel too', async () => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server);
    process.env['HTTPS_PROXY'] = proxy.url;
    const options = { ...transport(), maxRetries: 0 };
    const { messages } = testClient({ url: 'https://other.example' }, options).tigerconnect;
    expect(await failure(messages.send(message))).toMatchObject({
      delivery: 'not-sent',
      cause: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    });
    expect(server.requests).toEqual([]);
  });

  test('a proxy whose certificate is not trusted is told nothing', async () => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server, () => 'tunnel', { tls: true });
    process.env['HTTPS_PROXY'] = proxy.url;
    const options = { ...transport(), maxRetries: 0 };
    const error = await failure(testClient(api, options).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ code: 'connection', delivery: 'not-sent' });
    expect(proxy.asked).toEqual([]);
  });

  test('what runs on after the answer of the proxy is no answer of the server', async () => {
    const liar = createServer((socket) => {
      socket.on('error', () => undefined).resume();
      socket.end('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nTT-X-Message-Id: forged\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await once(liar, 'listening');
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
    const options = { ...transport(), maxRetries: 0 };
    const error = await failure(testClient(api, options).tigerconnect.messages.send(message));
    expect(error).toMatchObject({ code: 'connection', delivery: 'not-sent' });
    await new Promise((done) => liar.close(done));
  });

  test('an IPv6 address is asked for in brackets', async () => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server, () => ({ status: '403 Forbidden' }));
    process.env['HTTPS_PROXY'] = proxy.url;
    const options = { ...transport(), maxRetries: 0 };
    const { messages } = testClient({ url: 'https://[2001:db8::7]:8443' }, options).tigerconnect;
    await failure(messages.send(message));
    expect(proxy.asked).toEqual(['[2001:db8::7]:8443']);
  });

  test('a host that NO_PROXY names is reached without it', async () => {
    const server = await startServer([accepted()], { tls: true });
    const proxy = await startProxy(server);
    Object.assign(process.env, { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
    const { messages } = testClient(server, transport()).tigerconnect;
    expect(await messages.send(message)).toMatchObject({ attempts: 1 });
    expect(proxy.asked).toEqual([]);
  });

  test('a proxy that cannot be right is refused before there is a client', () => {
    process.env['HTTPS_PROXY'] = 'http://user:pa%ss@proxy.example';
    const make = (): unknown => testClient(api, transport());
    expect(make).toThrow(expect.objectContaining({ code: 'configuration', field: 'HTTPS_PROXY' }));
  });
});
