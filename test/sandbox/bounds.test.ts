/** A sandbox stays within bounds, and leaves nothing behind when it is closed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { Ring } from '../../src/sandbox/state/ring.js';
import { eventsOf } from './events.js';
import { ask, NURSE, only, openWard } from './support.js';

test('it forgets the oldest messages, accounts and requests, and their timers', async () => {
  const { sandbox, messages, clock } = await openWard({ capacity: 2 });
  for (const number of [1, 2, 3]) {
    await messages.send({ to: `nurse${number}@ward.example`, body: `${number}`, ttl: number });
  }
  expect(sandbox.messages.map(({ body }) => body)).toEqual(['2', '3']);
  expect(sandbox.accounts).toHaveLength(2);
  expect(sandbox.requests.map(({ id }) => id)).toEqual([2, 3]);
  clock.advance(3_600_000);
  expect(sandbox.messages.map(({ removed }) => removed)).toEqual(['expired', 'expired']);
});

test('a Request-ID outlives its message', async () => {
  const { sandbox, messages } = await openWard({ capacity: 1 });
  const first = await messages.send({ to: NURSE, body: '1' });
  await messages.send({ to: NURSE, body: '2' });
  const { requestId, messageId } = first;
  const again = await messages.send({ to: NURSE, body: '1', requestId });
  expect(again).toMatchObject({ duplicate: true, messageId });
  expect(only(sandbox.messages).body).toBe('2');
});

test('a ring keeps the sum of sizes within its bound, and the newest entry whatever its size', () => {
  const evicted: unknown[] = [];
  const ring = new Ring<string>(
    3,
    (text) => text.length,
    (key) => evicted.push(key),
    5,
  );
  ring.set(1, 'aa');
  ring.set(2, 'bb');
  ring.set(1, 'a');
  ring.set(3, 'cc');
  expect(ring.values).toEqual(['a', 'bb', 'cc']);
  ring.set(4, 'd');
  expect(ring.values).toEqual(['bb', 'cc', 'd']);
  ring.set(5, 'longer than all');
  expect(ring.values).toEqual(['longer than all']);
  expect(evicted).toEqual([1, 2, 3, 4]);
});

test('a body of more than 1 MiB is refused and not kept', async () => {
  const { sandbox } = await openWard();
  const body = new URLSearchParams({ body: 'x'.repeat(1024 * 1024) });
  const path = `/message/?recipient=${NURSE}`;
  expect((await ask(sandbox, path, { method: 'POST', body })).status).toBe(413);
  expect(only(sandbox.requests).body).toBe('');
  const smaller = new URLSearchParams({ body: 'x'.repeat(1024 * 1024 - 5) });
  expect((await ask(sandbox, path, { method: 'POST', body: smaller })).status).toBe(204);
});

test('a limited number of pages may listen at once', async () => {
  const { sandbox } = await openWard();
  const listeners = [];
  for (let count = 0; count < 32; count += 1) listeners.push(await eventsOf(sandbox));
  const { status } = await fetch(`${sandbox.pageUrl}events`);
  expect(status).toBe(503);
});

test('a page starts with the latest records, not with all', async () => {
  const { sandbox, messages } = await openWard();
  const sends = Array.from({ length: 501 }, () => messages.send({ to: NURSE, body: 'x' }));
  await Promise.all(sends);
  const { snapshot } = await eventsOf(sandbox);
  expect(sandbox.messages).toHaveLength(501);
  expect(snapshot.messages).toEqual(sandbox.messages.slice(1));
  expect(snapshot.requests).toHaveLength(500);
}, 30_000);

test('closing ends listeners and silent connections at once, and may be repeated', async () => {
  const { sandbox, messages } = await openWard();
  const events = await eventsOf(sandbox);
  sandbox.fail({ kind: 'no-answer' });
  sandbox.fail({ kind: 'latency', delay: 60_000 });
  const silent = [1, 2].map(() => messages.send({ to: NURSE, body: 'x' }, { maxRetries: 0 }));
  const settled = Promise.allSettled(silent);
  while (sandbox.requests.length < 2) await new Promise(setImmediate);
  await Promise.all([sandbox.close(), sandbox.close()]);
  await events.ended;
  const outcomes = await settled;
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(fetch(sandbox.pageUrl)).rejects.toThrow();
  await sandbox[Symbol.asyncDispose]();
});

test('a process that has closed its sandbox ends by itself', async () => {
  const program = `
    import { startSandbox } from './src/sandbox/index.ts';
    const sandbox = await startSandbox();
    const { apiKey, apiSecret, url } = sandbox;
    const headers = { Authorization: 'Basic ' + btoa(apiKey + ':' + apiSecret) };
    const ask = (path, init) => fetch(url + path, { ...init, headers });
    const body = new URLSearchParams({ body: 'x', ttl: '60' });
    await ask('/message/?recipient=${NURSE}', { method: 'POST', body });
    await ask('/message/typing/?recipient=${NURSE}');
    sandbox.fail({ kind: 'latency', delay: 3600000 });
    ask('/message/typing/?recipient=${NURSE}').catch(() => undefined);
    while (sandbox.requests.length < 3) await new Promise(setImmediate);
    await sandbox.close();
    console.log('closed');
  `;
  const node = promisify(execFile);
  const { stdout } = await node(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', program],
    { timeout: 20_000, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(stdout).toBe('closed\n');
}, 30_000);
