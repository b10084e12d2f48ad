/** Malformed requests, byte by byte: each is answered or its connection ends, and the sandbox goes on. */
import { connect } from 'node:net';

import { expect, test } from '@jest/globals';

import type { Sandbox } from '../../src/sandbox/index.js';
import { ask, authorization, NURSE, openWard } from './support.js';

const portOf = ({ url }: Sandbox): number => Number(new URL(url).port);

/** The status of the answer; 0 when the connection ended without one. Never resolves when neither comes. */
function exchange(sandbox: Sandbox, bytes: string | Buffer): Promise<number> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(portOf(sandbox), '127.0.0.1');
    socket.on('data', (chunk) => chunks.push(chunk));
    // A reset ends it as well.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const [, status = '0'] =
        /^HTTP\/1\.1 (?!100)(\d+)/m.exec(Buffer.concat(chunks).toString()) ?? [];
      resolve(Number(status));
    });
    socket.end(bytes);
  });
}

const SEND = `POST /v2/message/?recipient=${NURSE} HTTP/1.1`;
const TYPE = 'Content-Type: application/x-www-form-urlencoded';
const JSON_TYPE = 'Content-Type: application/json';
const MULTIPART = 'Content-Type: multipart/form-data';
const withBody = (type: string, body: string, more: string[] = []): [string[], string] => [
  [SEND, 'AUTH', type, ...more, `Content-Length: ${Buffer.byteLength(body)}`],
  body,
];
const deep = (depth: number): string =>
  `{"body":"x","data":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** Head and body; `AUTH` stands for good credentials. */
const REQUESTS: Readonly<Record<string, readonly [readonly string[], string?]>> = {
  'two hosts': [['GET / HTTP/1.1', 'Host: 127.0.0.1']],
  'the target *': [['OPTIONS * HTTP/1.1']],
  'another origin as target': [['GET http://evil.example/v2/x HTTP/1.1', 'AUTH']],
  'a target that is no URL': [['GET http://[::1 HTTP/1.1', 'AUTH']],
  'two slashes': [['GET // HTTP/1.1', 'AUTH']],
  'a host in the path': [['GET //: HTTP/1.1', 'AUTH']],
  'half a character in the path': [['GET /v2/message/%E0%A4%A/ HTTP/1.1', 'AUTH']],
  'a bare percent sign in the path': [['GET /v2/%/ HTTP/1.1', 'AUTH']],
  'a bare percent sign in the query': [
    ['GET /v2/message/typing/?recipient=%&%FF=%00 HTTP/1.1', 'AUTH'],
  ],
  'a NUL in the path': [['GET /v2/\0 HTTP/1.1', 'AUTH']],
  'a space in the path': [['GET /v2/a b HTTP/1.1', 'AUTH']],
  'letters in the path': [['GET /v2/ü HTTP/1.1', 'AUTH']],
  CONNECT: [['CONNECT 127.0.0.1:80 HTTP/1.1']],
  'an upgrade': [['GET /v2/message/ HTTP/1.1', 'Upgrade: websocket']],
  TRACE: [['TRACE /v2/message/ HTTP/1.1', 'AUTH']],
  'a method that nobody knows': [['FOO /v2/message/ HTTP/1.1', 'AUTH']],
  'a length that is no number': [[SEND, 'AUTH', TYPE, 'Content-Length: x'], 'body=x'],
  'a negative length': [[SEND, 'AUTH', TYPE, 'Content-Length: -1']],
  'two lengths': [[SEND, 'AUTH', TYPE, 'Content-Length: 6', 'Content-Length: 7'], 'body=x'],
  'a length and chunks': [
    [SEND, 'AUTH', TYPE, 'Content-Length: 6', 'Transfer-Encoding: chunked'],
    '6\r\nbody=x\r\n0\r\n\r\n',
  ],
  'a chunk without a length': [[SEND, 'AUTH', TYPE, 'Transfer-Encoding: chunked'], 'zz\r\nbody=x'],
  'a chunk that ends early': [[SEND, 'AUTH', TYPE, 'Transfer-Encoding: chunked'], '6\r\nbody'],
  'a transfer encoding that nobody knows': [[SEND, 'AUTH', TYPE, 'Transfer-Encoding: x'], 'body=x'],
  'a body shorter than its length': [[SEND, 'AUTH', TYPE, 'Content-Length: 100'], 'body=x'],
  'a header of 20 kB': [['GET /v2/ HTTP/1.1', `X: ${'x'.repeat(20_000)}`]],
  'a header without a colon': [['GET /v2/ HTTP/1.1', 'bad']],
  'a control character in a header': [['GET /v2/ HTTP/1.1', 'X: \u0001']],
  'credentials that are no base64': [[SEND, 'Authorization: Basic ///', TYPE]],
  'credentials that are no text': [[SEND, 'Authorization: Basic /////w==', TYPE]],
  'an expectation that nobody knows': [[SEND, 'AUTH', TYPE, 'Expect: x', 'Content-Length: 0']],
  'a multipart body without a boundary': withBody(MULTIPART, 'abc'),
  'a multipart body that ends early': withBody(`${MULTIPART}; boundary=x`, '--x\r\nab'),
  'a multipart part without a name': withBody(
    `${MULTIPART}; boundary=x`,
    '--x\r\nA: 1\r\n\r\nv\r\n--x--',
  ),
  'JSON that is null': withBody(JSON_TYPE, 'null'),
  'half of a JSON object': withBody(JSON_TYPE, '{"body":'),
  'JSON of great depth': withBody(JSON_TYPE, deep(200_000)),
  'a form that does not end': withBody(TYPE, `%${'&='.repeat(1_000)}`),
};

test.each(Object.entries(REQUESTS))('%s is refused', async (_, [lines, body = '']) => {
  const { sandbox } = await openWard();
  const auth = `Authorization: ${authorization(sandbox)['Authorization'] ?? ''}`;
  const [first = '', ...others] = lines.map((line) => (line === 'AUTH' ? auth : line));
  const close = others.includes('Upgrade: websocket') ? 'Connection: Upgrade' : 'Connection: close';
  const head = [first, `Host: 127.0.0.1:${portOf(sandbox)}`, close, ...others];
  const status = await exchange(sandbox, `${head.join('\r\n')}\r\n\r\n${body}`);
  expect(status === 0 || (status >= 400 && status <= 500)).toBe(true);
  expect(sandbox.messages).toEqual([]);
  expect((await ask(sandbox, `/message/typing/?recipient=${NURSE}`)).status).toBe(200);
});

test.each<[string, string | Buffer]>([
  ['nothing', '\r\n\r\n'],
  ['nonsense', 'nonsense\r\n\r\n'],
  ['no version', 'GET /\r\n\r\n'],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['a TLS handshake', Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3])],
])('%s is refused', async (_, bytes) => {
  const { sandbox } = await openWard();
  expect([0, 400]).toContain(await exchange(sandbox, bytes));
  expect((await ask(sandbox, `/message/typing/?recipient=${NURSE}`)).status).toBe(200);
});

test('names that every object has are names like others', async () => {
  const { sandbox } = await openWard();
  const body =
    '{"body":"x","__proto__":{"dor":true},"constructor":"1","toString":"2","dor":"constructor"}';
  const send = (json: string): Promise<Response> =>
    ask(sandbox, `/message/?recipient=${NURSE}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: json,
    });
  expect((await send(body)).status).toBe(400);
  expect((await send(body.replace('"constructor"}', 'false}'))).status).toBe(204);
  expect(sandbox.messages.map(({ deleteOnRead }) => deleteOnRead)).toEqual([false]);
  expect(sandbox.requests.at(-1)?.warnings).toEqual(
    expect.arrayContaining(['the document has no field constructor; it is ignored']),
  );
});
