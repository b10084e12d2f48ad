/** What the page is sent: what changed, in few events, and how much there is in all. */
import { once } from 'node:events';
import { createConnection } from 'node:net';

import { expect, test } from '@jest/globals';

import { eventsOf } from './events.js';
import { clientOf, NURSE, only, openWard } from './support.js';

test('a busy sandbox sends few events, each record once in its latest state', async () => {
  const { sandbox, messages } = await openWard();
  const events = await eventsOf(sandbox);
  const sends = Array.from({ length: 200 }, () => messages.send({ to: NURSE, body: 'x' }));
  await Promise.all(sends);
  while (new Set(events.seen.flatMap(({ data }) => data.messages)).size < 200) {
    await events.next('messages');
  }
  // Each send makes a request, its answer and a message.
  expect(events.seen.length).toBeLessThan(200);
  for (const { data } of events.seen) {
    const ids = data.requests.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(events.seen.at(-1)?.data.totals).toEqual({ messages: 200, requests: 200, recipients: 1 });
});

test('a page may ask for more of the latest records', async () => {
  const { sandbox, messages } = await openWard({ capacity: 700 });
  await Promise.all(Array.from({ length: 600 }, () => messages.send({ to: NURSE, body: 'x' })));
  const { snapshot } = await eventsOf(sandbox);
  expect(snapshot.messages).toHaveLength(500);
  expect(snapshot.totals.messages).toBe(600);
  const more = await eventsOf(sandbox, '?latest=1000');
  expect(more.snapshot.messages).toHaveLength(600);
  const senseless = await eventsOf(sandbox, '?latest=-1');
  expect(senseless.snapshot.messages).toHaveLength(500);
}, 30_000);

test('a reset begins the page anew', async () => {
  const { sandbox, messages } = await openWard();
  await messages.send({ to: NURSE, body: 'x' });
  const events = await eventsOf(sandbox);
  sandbox.reset();
  await messages.send({ to: NURSE, body: 'y' });
  expect((await events.next('messages')).body).toBe('y');
  expect(events.seen[0]).toMatchObject({ type: 'snapshot', data: { messages: [], requests: [] } });
});

test('a page that reads slowly gets a new snapshot in place of what it missed', async () => {
  const { sandbox, messages } = await openWard();
  const { port } = new URL(sandbox.url);
  const slow = createConnection(Number(port), '127.0.0.1');
  slow.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  let text = '';
  slow.once('data', () => slow.pause());
  const body = 'x'.repeat(900_000);
  for (let count = 0; count < 12; count += 1) {
    await messages.send({ to: NURSE, body });
    await new Promise((resume) => setTimeout(resume, 30));
  }
  slow.on('data', (chunk) => {
    text += chunk.toString();
  });
  slow.resume();
  while (!text.includes('event: snapshot')) await new Promise((resume) => setTimeout(resume, 20));
  slow.destroy();
  expect(sandbox.messages).toHaveLength(12);
}, 30_000);

test('a page that still reads a long snapshot gets the changes after it, and no other snapshot', async () => {
  const { sandbox, messages } = await openWard();
  for (let count = 0; count < 8; count += 1) {
    await messages.send({ to: NURSE, body: 'x'.repeat(900_000) });
  }
  const { port } = new URL(sandbox.url);
  const slow = createConnection(Number(port), '127.0.0.1');
  slow.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await once(slow, 'readable');
  await messages.send({ to: NURSE, body: 'later' });
  await new Promise((resume) => setTimeout(resume, 60));
  let text = '';
  slow.on('data', (chunk) => {
    text += chunk.toString();
  });
  const events = (): string[] => text.match(/event: \w+/g) ?? [];
  while (events().length < 2) await new Promise((resume) => setTimeout(resume, 20));
  slow.destroy();
  expect(events()).toEqual(['event: snapshot', 'event: changes']);
}, 30_000);

test('one fault is removed without the others', async () => {
  const { sandbox, messages } = await openWard();
  sandbox.fail({ kind: 'server-error' });
  sandbox.fail({ kind: 'rate-limit', times: 2 });
  const { snapshot } = await eventsOf(sandbox);
  const { port } = new URL(sandbox.url);
  const remove = async (id: number | undefined): Promise<unknown> => {
    const headers = { Origin: `http://127.0.0.1:${port}` };
    const url = `${sandbox.pageUrl}inbox/faults/${id}`;
    return (await fetch(url, { method: 'DELETE', headers })).json();
  };
  const [first] = snapshot.faults;
  expect(await remove(first?.id)).toEqual({ removed: true });
  expect(await remove(first?.id)).toEqual({ removed: false });
  const attempt = clientOf(sandbox).messages.send({ to: NURSE, body: 'x' }, { maxRetries: 0 });
  await expect(attempt).rejects.toMatchObject({ status: 429 });
  await messages.send({ to: NURSE, body: 'x' });
  expect(sandbox.requests.map(({ fault }) => fault)).toEqual([
    'rate-limit',
    'rate-limit',
    undefined,
  ]);
});

test('a request says when it was answered', async () => {
  const { sandbox, messages, clock } = await openWard();
  sandbox.fail({ kind: 'latency', delay: 2_000 });
  const sent = messages.send({ to: NURSE, body: 'x' });
  while (sandbox.requests.length < 1) await new Promise(setImmediate);
  expect(only(sandbox.requests).answeredAt).toBeUndefined();
  clock.advance(2_000);
  await sent;
  const { at, answeredAt } = only(sandbox.requests);
  expect(answeredAt).toBe(at + 2_000);
});
