/** Behind a proxy, for each transport of ours: what tunnels, what refuses, and what lies. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { type ProxyAnswer, startProxy } from '../support/proxy.js';
import { accepted, startServer } from '../support/server.js';
import { TEST_CERTIFICATE } from '../support/tls.js';
import {
  conformanceJobs,
  conformanceServer,
  expectConformance,
  type Job,
  type Outcomes,
} from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

const API = 'https://api.example';
const FORGED: ProxyAnswer & object = { status: '', headers: { 'TT-X-Message-Id': 'forged' } };

let cwd: string;
let trusting: Record<string, string>;

beforeAll(async () => {
  cwd = await project({ undici: 'undici-7' });
  const file = path.join(cwd, 'ca.pem');
  await writeFile(file, TEST_CERTIFICATE);
  trusting = { NODE_EXTRA_CA_CERTS: file };
});
afterAll(removeProjects);

async function outcomesOf(jobs: Job[], env: Record<string, string>): Promise<Outcomes> {
  const all = { ...trusting, ...env, JOBS: JSON.stringify(jobs) };
  return resultOf<Outcomes>(run([process.execPath, 'send.mjs'], { cwd, env: all }));
}

describe.each(['default', 'undici'])('the transport %s', (transport) => {
  const job = (options: Job['options'] = { maxRetries: 0 }): Job => ({
    name: 'send',
    baseUrl: `${API}/v2`,
    to: 'nurse@ward.example',
    body: 'Bed 12',
    transport,
    options,
  });

  test.each([false, true])('sends through the tunnel, over TLS to the proxy: %s', async (tls) => {
    const server = await conformanceServer({ tls: true });
    const proxy = await startProxy(
      server,
      (_, { url }) => (url === 'refused.example:443' ? { status: '502 Bad Gateway' } : 'tunnel'),
      { tls },
    );
    const jobs = conformanceJobs(API, 'https://refused.example', transport);
    const outcomes = await outcomesOf(jobs, { HTTPS_PROXY: proxy.url });
    expectConformance({ jobs, requests: server.requests }, outcomes);
    expect(new Set(proxy.asked)).toEqual(new Set(['api.example:443', 'refused.example:443']));
  });

  test.each<[string, ProxyAnswer]>([
    ['201 and a token', { ...FORGED, status: '201 Created' }],
    ['204 and a token', { ...FORGED, status: '204 No Content' }],
    ['304 and a token', { ...FORGED, status: '304 Not Modified' }],
    ['401', { status: '401 Unauthorized' }],
    ['403', { status: '403 Forbidden' }],
    ['407', { status: '407 Proxy Authentication Required' }],
    ['502', { status: '502 Bad Gateway' }],
    ['an end', 'close'],
    ['what is not HTTP', 'garbage'],
    ['silence', 'silence'],
  ])('knows that nothing was sent when the proxy answers with %s', async (_, answer) => {
    const server = await conformanceServer({ tls: true });
    const proxy = await startProxy(server, () => answer);
    const once = { maxRetries: 0, timeout: answer === 'silence' ? 500 : 5_000 };
    const { send } = await outcomesOf([job(once)], { HTTPS_PROXY: proxy.url });
    expect(send).toMatchObject({
      code: answer === 'silence' ? 'timeout' : 'connection',
      delivery: 'not-sent',
      attempts: 1,
    });
    // The credentials in question are not those of the API.
    expect(send?.message).not.toMatch(/API key/);
    if (typeof answer === 'object' && !answer.status.startsWith('2')) {
      expect(send?.message).toMatch(new RegExp(`proxy.*${answer.status.slice(0, 3)}`, 'i'));
    }
    expect(server.requests).toEqual([]);
    expect(proxy.asked).toEqual(['api.example:443']);
  });

  test('tries again when the proxy could not reach the server', async () => {
    const server = await startServer([accepted('real')], { tls: true });
    const proxy = await startProxy(server, (index) =>
      index === 0 ? { status: '502 Bad Gateway' } : 'tunnel',
    );
    const { send } = await outcomesOf([job({})], { HTTPS_PROXY: proxy.url });
    expect(send).toMatchObject({ messageId: 'real', attempts: 2 });
    expect(server.requests).toHaveLength(1);
  });

  test('gives the proxy its user and password, decoded, and the server none of them', async () => {
    const server = await startServer([accepted('real')], { tls: true });
    const proxy = await startProxy(server);
    const url = `http://us%40er:p%25ss@127.0.0.1:${proxy.port}`;
    const { send } = await outcomesOf([job()], { HTTPS_PROXY: url });
    expect(send).toMatchObject({ messageId: 'real' });
    const basic = `Basic ${Buffer.from('us@er:p%ss').toString('base64')}`;
    expect(proxy.authorizations).toEqual([basic]);
    expect(server.requests[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  test('refuses a password that is not percent-encoded when the client is made', async () => {
    const server = await startServer([accepted('real')], { tls: true });
    const proxy = await startProxy(server);
    const url = `http://user:pa%ss@127.0.0.1:${proxy.port}`;
    const { send } = await outcomesOf([job()], { HTTPS_PROXY: url });
    expect(send).toMatchObject({ code: 'configuration', attempts: 0 });
    expect(send?.message).not.toContain('pa%ss');
    expect(proxy.asked).toEqual([]);
  });

  test('leaves out the proxy for a host that NO_PROXY names', async () => {
    const server = await startServer([accepted('real')], { tls: true });
    const proxy = await startProxy(server);
    const direct = { ...job(), baseUrl: server.url };
    const env = { HTTPS_PROXY: proxy.url, NO_PROXY: '127.0.0.1' };
    const { send } = await outcomesOf([direct], env);
    expect(send).toMatchObject({ messageId: 'real' });
    expect(proxy.asked).toEqual([]);
  });

  test('sends again once a proxy that was silent recovers, and lets the process end', async () => {
    const server = await startServer([accepted('real')], { tls: true });
    let recovered = false;
    const proxy = await startProxy(server, () => (recovered ? 'tunnel' : 'silence'));
    const control = await startServer(() => {
      recovered = true;
      return {};
    });
    const env = {
      ...trusting,
      HTTPS_PROXY: proxy.url,
      RECOVER: control.url,
      TRANSPORT: transport,
    };
    const result = await resultOf(run([process.execPath, 'hung-proxy.mjs'], { cwd, env }));
    expect(result).toMatchObject({
      labels: ['rejected timeout not-sent'],
      sent: { messageId: 'real', attempts: 1 },
    });
    expect(server.requests).toHaveLength(1);
  });
});

test('the command does not take the word of a proxy for that of the server', async () => {
  const server = await conformanceServer({ tls: true });
  const proxy = await startProxy(server, () => ({ ...FORGED, status: '201 Created' }));
  await writeFile(path.join(cwd, 'rows.csv'), 'to,body\nnurse@ward.example,Bed 12\n');
  const env = {
    ...trusting,
    HTTPS_PROXY: proxy.url,
    TIGERCONNECT_BASE_URL: `${API}/v2`,
    TIGERCONNECT_API_KEY: 'key',
    TIGERCONNECT_API_SECRET: 'secret',
  };
  const command = 'node_modules/tigerconnect-messages/dist/src/cli/main.js';
  const send = [process.execPath, command, 'send', '--file', 'rows.csv'];
  const { status, stdout } = await run(send, { cwd, env });
  expect(stdout).not.toMatch(/1 sent/);
  expect(status).not.toBe(0);
  expect(server.requests).toEqual([]);
});

test("a CA of the caller's own is trusted by each transport that is given it, and no other", async () => {
  const server = await startServer([accepted('real')], { tls: true });
  const kinds = ['default with it', 'default without', 'undici with it', 'undici without'];
  const jobs = kinds.map((kind) => ({
    name: kind,
    baseUrl: server.url,
    to: 'nurse@ward.example',
    body: 'Bed 12',
    transport: kind,
    options: { maxRetries: 0 },
  }));
  const env = { CA: TEST_CERTIFICATE, JOBS: JSON.stringify(jobs) };
  const outcomes = await resultOf(run([process.execPath, 'custom-ca.mjs'], { cwd, env }));
  const untrusted = { code: 'connection', delivery: 'not-sent' };
  expect(outcomes).toMatchObject({
    'default with it': { messageId: 'real' },
    'default without': untrusted,
    'undici with it': { messageId: 'real' },
    'undici without': untrusted,
  });
  expect(server.requests).toHaveLength(2);
});
