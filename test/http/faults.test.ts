/**
 * Tens of thousands of sends against a server that fails a random third of the attempts in every way
 * it can: none is lost, none is doubled, and every failure says truthfully what may have happened.
 */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@jest/globals';

import { type SendMessage, TigerConnect, TigerConnectError } from '../../src/index.js';

const SENDS = 20_000;
const SEED = 20_261_122;

/** Mulberry32: the same run every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Fault = (response: ServerResponse, accept: () => string) => void;

const answer =
  (status: number, body?: string): Fault =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
  };

/** By weight, what happens instead of a plain answer. */
const FAULTS: [number, Fault][] = [
  [20, (response) => response.destroy()],
  [
    20,
    (response, accept) => {
      accept();
      response.destroy();
    },
  ],
  [
    10,
    (response, accept) => {
      response.writeHead(200, { 'TT-X-Message-Id': accept(), 'Content-Length': '50' });
      response.write('{"status":', () => response.destroy());
    },
  ],
  [10, answer(429)],
  [10, answer(503)],
  [
    10,
    (response, accept) => {
      accept();
      answer(500, 'not json')(response, accept);
    },
  ],
  [
    5,
    (response, accept) => {
      accept();
      answer(502)(response, accept);
    },
  ],
  [
    2,
    (response, accept) => {
      accept();
      answer(200, '{"half')(response, accept);
    },
  ],
  [2, answer(200, '{}')],
  [1, answer(400)],
  [1, answer(302)],
  // Never answers, before or after it took the message.
  [0.3, () => undefined],
  [0.3, (_, accept) => void accept()],
];
const WEIGHT = FAULTS.reduce((sum, [weight]) => sum + weight, 0);

test('nothing is lost, nothing is doubled, and every failure is labelled truthfully', async () => {
  const random = seeded(SEED);
  const acceptedBy = new Map<string, string>();
  const deliveries = new Map<string, number>();
  let attempts = 0;
  let faults = 0;

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      attempts += 1;
      const requestId = String(request.headers['request-id']);
      const text = new URLSearchParams(Buffer.concat(chunks).toString()).get('body') ?? '';
      const before = acceptedBy.get(requestId);
      const accept = (): string => {
        const known = acceptedBy.get(requestId);
        if (known !== undefined) return known;
        acceptedBy.set(requestId, `token of ${text}`);
        deliveries.set(text, (deliveries.get(text) ?? 0) + 1);
        return `token of ${text}`;
      };
      if (random() < 1 / 3) {
        faults += 1;
        let at = random() * WEIGHT;
        const fault = FAULTS.find(([weight]) => (at -= weight) < 0) ?? FAULTS[0];
        fault?.[1](response, accept);
      } else {
        response.writeHead(before === undefined ? 200 : 304, { 'TT-X-Message-Id': accept() }).end();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  await using tigerconnect = new TigerConnect({
    apiKey: 'key',
    apiSecret: 'secret',
    baseUrl: `http://127.0.0.1:${port}/v2`,
    // The attempts that are never answered; the waits are none.
    timeout: 3_000,
    random: () => 0,
  });
  function* messages(): Generator<SendMessage> {
    for (let n = 0; n < SENDS; n++) yield { to: 'nurse@ward.example', body: `message ${n}` };
  }

  const wrong: unknown[] = [];
  let sent = 0;
  let duplicates = 0;
  const failed = { 'not-sent': 0, unknown: 0 };
  for await (const outcome of tigerconnect.messages.sendMany(messages(), { concurrency: 64 })) {
    const { body } = outcome.message;
    const delivered = deliveries.get(body) ?? 0;
    if (delivered > 1) wrong.push({ doubled: body });
    if (outcome.status === 'fulfilled') {
      sent += 1;
      if (outcome.value.duplicate) duplicates += 1;
      if (delivered !== 1 || outcome.value.messageId !== `token of ${body}`)
        wrong.push({ lost: body });
    } else if (outcome.reason instanceof TigerConnectError) {
      failed[outcome.reason.delivery] += 1;
      if (outcome.reason.delivery === 'not-sent' && delivered > 0)
        wrong.push({ lied: outcome.reason });
    } else wrong.push(outcome.reason);
  }
  server.closeAllConnections();
  await new Promise((done) => server.close(done));

  expect(wrong).toEqual([]);
  expect(sent + failed['not-sent'] + failed.unknown).toBe(SENDS);
  expect([...deliveries.values()].every((times) => times === 1)).toBe(true);
  // The run was what it claims to be: a third failed, and every kind of ending occurred.
  expect(faults / attempts).toBeGreaterThan(0.3);
  expect(sent).toBeGreaterThan(SENDS * 0.9);
  expect(Math.min(duplicates, failed['not-sent'], failed.unknown)).toBeGreaterThan(10);
}, 240_000);
