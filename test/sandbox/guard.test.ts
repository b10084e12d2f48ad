/** Who may send requests: this machine, by its loopback names; and for actions of the page, only the page. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';

import { expect, test } from '@jest/globals';

import type { Sandbox } from '../../src/sandbox/index.js';
import { authorization, NURSE, only, openWard } from './support.js';

const portOf = ({ url }: Sandbox): number => Number(new URL(url).port);

/** A request written by hand, since fetch sets its own Host and Origin. */
async function raw(sandbox: Sandbox, lines: readonly string[], body = ''): Promise<string> {
  const socket = connect(portOf(sandbox), '127.0.0.1');
  const head = [...lines, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`];
  // Not ended: Node's server answers nobody who hung up.
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

test.each([
  'evil.example',
  'evil.example:PORT',
  '127.0.0.1',
  '127.0.0.1.evil.example:PORT',
  '[::1]:PORT',
])('a Host of %s is refused, for the page, its events and the API', async (name) => {
  const { sandbox } = await openWard();
  const host = `Host: ${name.replace('PORT', `${portOf(sandbox)}`)}`;
  const basic = `Authorization: ${authorization(sandbox)['Authorization'] ?? ''}`;
  for (const path of ['/', '/events', `/v2/message/typing/?recipient=${NURSE}`]) {
    expect(statusOf(await raw(sandbox, [`GET ${path} HTTP/1.1`, host, basic]))).toBe(403);
  }
  expect(sandbox.requests).toEqual([]);
});

test.each(['127.0.0.1', 'localhost', 'LocalHost'])('a Host of %s is accepted', async (name) => {
  const { sandbox } = await openWard();
  const basic = `Authorization: ${authorization(sandbox)['Authorization'] ?? ''}`;
  const path = `/v2/message/typing/?recipient=${NURSE}`;
  const answer = await raw(sandbox, [
    `GET ${path} HTTP/1.1`,
    `Host: ${name}:${portOf(sandbox)}`,
    basic,
  ]);
  expect(statusOf(answer)).toBe(200);
});

test.each(['http://evil.example', 'null', 'https://127.0.0.1:PORT', 'http://localhost:PORT'])(
  'a page of origin %s can neither act nor listen',
  async (name) => {
    const { sandbox, messages } = await openWard();
    await messages.send({ to: NURSE, body: 'x' });
    const origin = `Origin: ${name.replace('PORT', `${portOf(sandbox)}`)}`;
    const host = `Host: 127.0.0.1:${portOf(sandbox)}`;
    const body = JSON.stringify({ recipient: NURSE, state: 'read' });
    const act = await raw(sandbox, ['POST /inbox/status HTTP/1.1', host, origin], body);
    const listen = await raw(sandbox, ['GET /events HTTP/1.1', host, origin]);
    expect([statusOf(act), statusOf(listen)]).toEqual([403, 403]);
    expect(only(sandbox.messages).state).toBe('sent');
  },
);

const ELSEWHERE = [
  ['an image of another site', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors']],
  ['an image of another port', ['Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors']],
  ['a window of another site', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate']],
  ['an image in an older browser', ['Referer: http://evil.example/page']],
  ['an image of a look-alike', ['Referer: http://127.0.0.1:1.evil.example/']],
] as const;

test.each(ELSEWHERE)('%s, without an origin, neither listens nor sends', async (_, lines) => {
  const { sandbox } = await openWard();
  const host = `Host: 127.0.0.1:${portOf(sandbox)}`;
  const basic = `Authorization: ${authorization(sandbox)['Authorization'] ?? ''}`;
  for (const path of ['/events', `/v2/message/typing/?recipient=${NURSE}`]) {
    const answer = await raw(sandbox, [`GET ${path} HTTP/1.1`, host, basic, ...lines]);
    expect(statusOf(answer)).toBe(403);
  }
  expect(sandbox.requests).toEqual([]);
});

test.each<[number, string, string[]]>([
  [
    200,
    'a link',
    [
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: navigate',
      'Sec-Fetch-Dest: document',
      'Referer: http://docs.example/',
    ],
  ],
  [200, 'an address that was typed', ['Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate']],
  [
    403,
    'a frame of another site',
    ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'],
  ],
])('%d is the answer to the page by %s', async (status, _, lines) => {
  const { sandbox } = await openWard();
  const host = `Host: 127.0.0.1:${portOf(sandbox)}`;
  expect(statusOf(await raw(sandbox, ['GET / HTTP/1.1', host, ...lines]))).toBe(status);
});

test('the page itself listens', async () => {
  const { sandbox } = await openWard();
  const headers = { 'Sec-Fetch-Site': 'same-origin', Referer: sandbox.pageUrl };
  const response = await fetch(`${sandbox.pageUrl}events`, { headers });
  expect(response.status).toBe(200);
  await response.body?.cancel();
});

test.each(['/inbox/status', '/inbox/faults', '/inbox/reset'])(
  'without an origin, as from a form or a script elsewhere, %s does nothing',
  async (path) => {
    const { sandbox, messages } = await openWard();
    await messages.send({ to: NURSE, body: 'x' });
    const body = JSON.stringify({ recipient: NURSE, state: 'read', kind: 'server-error' });
    const response = await fetch(new URL(path, sandbox.pageUrl), { method: 'POST', body });
    expect(response.status).toBe(403);
    await messages.send({ to: NURSE, body: 'y' });
    expect(sandbox.messages.map(({ state }) => state)).toEqual(['sent', 'sent']);
  },
);

test('the page acts, with its own origin', async () => {
  const { sandbox, messages } = await openWard();
  const { messageId } = await messages.send({ to: NURSE, body: 'x' });
  const act = async (path: string, body: object): Promise<[number, unknown]> => {
    const response = await fetch(new URL(path, sandbox.pageUrl), {
      method: 'POST',
      headers: { Origin: new URL(sandbox.pageUrl).origin },
      body: JSON.stringify(body),
    });
    return [response.status, await response.json()];
  };
  expect(await act('/inbox/status', { messageId, state: 'read' })).toEqual([200, { changed: 1 }]);
  expect(only(sandbox.messages).state).toBe('read');
  expect(await act('/inbox/faults', { kind: 'rate-limit' })).toEqual([200, {}]);
  expect((await act('/inbox/faults', { kind: 'flood' }))[0]).toBe(400);
  expect((await act('/inbox/faults', []))[0]).toBe(400);
  expect((await act('/inbox/status', { messageId, state: 'sent' }))[0]).toBe(400);
});

test('it listens on loopback only', async () => {
  const { sandbox } = await openWard();
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4');
  for (const { address } of [...others, { address: '127.0.0.2' }]) {
    const socket = connect(portOf(sandbox), address);
    await expect(once(socket, 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }
});

test('the page comes with a policy that runs only its own files', async () => {
  const { sandbox } = await openWard();
  const { headers } = await fetch(sandbox.pageUrl);
  const policy = headers.get('content-security-policy');
  expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});
