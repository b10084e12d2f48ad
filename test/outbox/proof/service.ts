/**
 * A service that loses answers, resets connections, fails and refuses, and remembers every key that it accepted.
 * A process of its own: `GET /record` says what it saw.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { isAlwaysRefused, isRefusedAtFirst } from './refusals.js';

/** What the service saw. */
export interface ServiceRecord {
  /** How often each key was accepted. */
  accepted: Record<string, number>;
  /** When requests came, in milliseconds. */
  times: number[];
  /** Requests with a key that had been accepted. */
  repeats: number;
}

const record: ServiceRecord = { accepted: {}, times: [], repeats: 0 };
const refused = new Set<string>();

const server = createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(record));
    return;
  }
  record.times.push(performance.now());
  request.resume();
  request.on('end', () => {
    const key = String(request.headers['request-id']);
    const luck = Math.random();
    if (luck < 0.01) {
      response.destroy();
      return;
    }
    if (luck < 0.02) {
      response.writeHead(503).end();
      return;
    }
    // One in a hundred is always refused, and another one the first time.
    if (isAlwaysRefused(key) || (isRefusedAtFirst(key) && !refused.has(key))) {
      refused.add(key);
      response.writeHead(400).end();
      return;
    }
    const known = key in record.accepted;
    if (known) record.repeats += 1;
    else record.accepted[key] = 1;
    if (luck < 0.05) {
      // Accepted, and nobody hears of it.
      response.destroy();
      return;
    }
    const answer = (): void => {
      response.writeHead(known ? 304 : 200, { 'TT-X-Message-Id': `token-${key}` }).end();
    };
    if (luck < 0.07) setTimeout(answer, 1_500);
    else answer();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit());
