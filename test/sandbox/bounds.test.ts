/** A sandbox stays within bounds, and leaves nothing behind when it is closed. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { measureSize, Ring } from '../../src/sandbox/state/ring.js';
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
  const one = measureSize('a');
  const ring = new Ring<string>(3, (key) => evicted.push(key), 3 * one + 2);
  ring.set(1, 'aa');
  ring.set(2, 'bb');
  ring.set(1, 'a');
  ring.set(3, 'cc');
  expect(ring.values).toEqual(['a', 'bb', 'cc']);
  ring.set(4, 'd');
  expect(ring.values).toEqual(['bb', 'cc', 'd']);
  ring.set(5, 'longer than all of them together, with all that they take beside');
  expect(ring.values).toEqual(['longer than all of them together, with all that they take beside']);
  expect(evicted).toEqual([1, 2, 3, 4]);
});

test('everything that is kept counts, whatever it is called and however deep it lies', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // JSON writes six characters for one that it escapes, and quotes, which cost us nothing.
      const texts: string[] = [];
      JSON.stringify(value, (key, item: unknown) => {
        texts.push(key);
        if (typeof item === 'string') texts.push(item);
        return item;
      });
      // The list that an item is in has numbers for keys.
      const names = texts.filter((text) => !/^\d*$/.test(text));
      expect(measureSize(value)).toBeGreaterThanOrEqual(names.join('').length);
    }),
  );
});

const LONG = 'x'.repeat(1000 * 1000);
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

test.each<[string, string, string, Record<string, string>]>([
  ['body', 'POST /message/', `body=${LONG}`, FORM],
  ['data', 'POST /message/', `body=x&data=${LONG}`, FORM],
  ['organization', 'POST /message/', `body=x&sender_organization=${LONG}`, FORM],
  [
    'organization of the recipient',
    'POST /message/',
    `body=x&recipient_organization=${LONG}`,
    FORM,
  ],
  ['unknown field', 'POST /message/', `body=x&${LONG}=y`, FORM],
  [
    'JSON',
    'POST /message/',
    `{"body":"x","data":["${LONG}"]}`,
    { 'Content-Type': 'application/json' },
  ],
  ['form that is refused', 'PUT /message/status/', `read=${LONG}`, FORM],
])('a long %s of 40 requests stays within the bound', async (_, operation, body, headers) => {
  const { sandbox } = await openWard();
  const [method = '', path = ''] = operation.split(' ');
  for (let count = 0; count < 40; count += 1) {
    await ask(sandbox, `${path}?recipient=${NURSE}`, { method, headers, body });
  }
  expect(JSON.stringify(sandbox.messages).length).toBeLessThan(33 * 1024 * 1024);
  expect(JSON.stringify(sandbox.requests).length).toBeLessThan(33 * 1024 * 1024);
  expect(sandbox.requests.at(-1)?.id).toBe(40);
});

test('300 messages of hostile size fit into a small heap', async () => {
  const program = `
    import { startSandbox } from './src/sandbox/index.ts';
    const sandbox = await startSandbox();
    const { apiKey, apiSecret, url } = sandbox;
    const headers = { Authorization: 'Basic ' + btoa(apiKey + ':' + apiSecret), 'Content-Type': '${FORM['Content-Type']}' };
    const long = 'x'.repeat(500_000);
    const body = 'body=x&sender_organization=' + long + '&recipient_organization=' + long;
    for (let count = 0; count < 300; count += 1) {
      const response = await fetch(url + '/message/?recipient=${NURSE}', { method: 'POST', headers, body });
      if (response.status !== 204) throw new Error(String(response.status));
    }
    console.log(sandbox.messages.length > 10, sandbox.requests.length > 10);
    await sandbox.close();
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--max-old-space-size=192', '--import', 'tsx', '--input-type=module', '--eval', program],
    { timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '' } },
  );
  expect(stdout).toBe('true true\n');
}, 70_000);

test('an address that is longer than any is refused', async () => {
  const { sandbox } = await openWard();
  const body = new URLSearchParams({ body: 'x', recipient: `${LONG}@ward.example` });
  expect((await ask(sandbox, '/message/', { method: 'POST', body })).status).toBe(404);
  expect(sandbox.accounts).toEqual([]);
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

test('a limited number of pages listens at once: more end the oldest, and keep nobody out', async () => {
  const { sandbox, messages } = await openWard();
  const listeners = [];
  for (let count = 0; count < 33; count += 1) listeners.push(await eventsOf(sandbox));
  await listeners[0]?.ended;
  await messages.send({ to: NURSE, body: 'x' });
  for (const listener of [listeners[1], listeners[32]]) {
    expect(await listener?.next('messages')).toMatchObject({ body: 'x' });
  }
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
