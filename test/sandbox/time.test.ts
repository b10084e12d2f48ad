/** Effects of time: typing ends, messages expire, a late timer does no harm. The clock is the test's. */
import { expect, test } from '@jest/globals';

import { startSandbox } from '../../src/sandbox/index.js';
import { eventsOf } from './events.js';
import { ask, MINUTE, NURSE, only, openWard } from './support.js';

test('a message expires after its ttl, and its text is gone', async () => {
  const { sandbox, messages, clock } = await openWard();
  await messages.send({ to: NURSE, body: 'x', ttl: 5, data: [{ a: 1 }] });
  clock.advance(5 * MINUTE - 1);
  expect(only(sandbox.messages).body).toBe('x');
  clock.advance(1);
  const { body, data, removed } = only(sandbox.messages);
  expect({ body, data, removed }).toEqual({ body: '', data: undefined, removed: 'expired' });
});

test('a message to be deleted on read loses its text 60 seconds after it was read', async () => {
  const { sandbox, messages, clock } = await openWard();
  const data = [{ namespace: 'ward', payload: '1' }];
  const { messageId } = await messages.send({ to: NURSE, body: 'x', data, deleteOnRead: true });
  await messages.markDelivered([messageId]);
  clock.advance(5 * MINUTE);
  await messages.markRead([messageId]);
  expect(only(sandbox.messages)).toMatchObject({ body: 'x', state: 'read' });
  expect(only(sandbox.messages).expiresAt).toBe(clock.now() + MINUTE);
  clock.advance(MINUTE / 2);
  await messages.markRead([messageId]);
  clock.advance(MINUTE / 2 - 1);
  expect(only(sandbox.messages).body).toBe('x');
  clock.advance(1);
  const { body, removed, ...others } = only(sandbox.messages);
  expect([body, removed, 'data' in others]).toEqual(['', 'read', false]);
});

test('a message to be deleted on read that expires before that is expired', async () => {
  const { sandbox, messages, clock } = await openWard();
  const { messageId } = await messages.send({ to: NURSE, body: 'x', ttl: 5, deleteOnRead: true });
  clock.advance(4.5 * MINUTE);
  sandbox.read(messageId);
  clock.advance(MINUTE / 2);
  expect(only(sandbox.messages)).toMatchObject({ body: '', removed: 'expired', state: 'read' });
});

test('a message without a ttl expires after 30 days, and one with a ttl of -1 never', async () => {
  const { sandbox, messages, clock } = await openWard();
  await messages.send({ to: NURSE, body: 'x' });
  const body = new URLSearchParams({ body: 'y', ttl: '-1' });
  await ask(sandbox, `/message/?recipient=${NURSE}`, { method: 'POST', body });
  const days = 30 * 24 * 60 * MINUTE;
  expect(sandbox.messages.map(({ expiresAt }) => expiresAt)).toEqual([
    clock.now() + days,
    undefined,
  ]);
  clock.advance(days - 1);
  expect(sandbox.messages.map((message) => message.body)).toEqual(['x', 'y']);
  clock.advance(1 + days);
  expect(sandbox.messages.map((message) => message.body)).toEqual(['', 'y']);
});

test('a ttl beyond all dates never expires, and breaks no timer', async () => {
  const { sandbox, messages, clock } = await openWard();
  await messages.send({ to: NURSE, body: 'x', ttl: Number.MAX_SAFE_INTEGER });
  clock.advance(60 * 24 * 60 * MINUTE);
  const { body, expiresAt = NaN } = only(sandbox.messages);
  expect(body).toBe('x');
  expect(new Date(expiresAt).getTime()).toBe(expiresAt);
});

test('a ttl longer than any timer reaches ends on time', async () => {
  const { sandbox, messages, clock } = await openWard();
  const days = 60 * 24;
  await messages.send({ to: NURSE, body: 'x', ttl: 40 * days });
  clock.advance(40 * days * MINUTE - 1);
  expect(only(sandbox.messages).removed).toBeUndefined();
  expect(clock.pending).toBe(1);
  clock.advance(1);
  expect(only(sandbox.messages).removed).toBe('expired');
});

test('what is due happens on reading, even when no timer fired', async () => {
  let now = Date.UTC(2026, 0, 1);
  const noTimers = { setTimeout: () => undefined, clearTimeout: () => undefined };
  const clock = { now: () => now, monotonic: () => now, ...noTimers };
  const { sandbox, messages } = await openWard({ clock });
  const { messageId } = await messages.send({ to: NURSE, body: 'x', ttl: 5 });
  now += 5 * MINUTE;
  expect(only(sandbox.messages).removed).toBe('expired');
  await messages.markRead([messageId]);
  expect(only(sandbox.messages)).toMatchObject({ removed: 'expired', state: 'read' });
});

test('typing ends after 8 seconds, unless renewed', async () => {
  const { sandbox, messages, clock } = await openWard();
  const events = await eventsOf(sandbox);
  await messages.typing('Nurse@Ward.example');
  const began = clock.now();
  expect(await events.next('typing')).toEqual({ recipient: NURSE, until: began + 8_000 });
  clock.advance(7_999);
  await messages.typing(NURSE);
  expect(await events.next('typing')).toEqual({ recipient: NURSE, until: began + 15_999 });
  clock.advance(7_999);
  expect((await eventsOf(sandbox)).snapshot.typing).toHaveLength(1);
  clock.advance(1);
  expect(await events.next('typing')).toEqual({ recipient: NURSE, until: began + 15_999 });
  expect((await eventsOf(sandbox)).snapshot.typing).toEqual([]);
});

test('typing ends when the message arrives', async () => {
  const { sandbox, messages } = await openWard();
  await messages.typing(NURSE);
  await messages.send({ to: NURSE, body: 'x' });
  expect((await eventsOf(sandbox)).snapshot.typing).toEqual([]);
  expect(sandbox.accounts).toHaveLength(1);
});

test('typing ends by DELETE, as known clients send it', async () => {
  const { sandbox, messages } = await openWard();
  await messages.typing(NURSE);
  await messages.typing('+14155552671');
  const { status } = await ask(sandbox, '/message/typing/Nurse%40Ward.example/', {
    method: 'DELETE',
  });
  expect(status).toBe(200);
  const { typing } = (await eventsOf(sandbox)).snapshot;
  expect(typing.map(({ recipient }) => recipient)).toEqual(['+14155552671']);
});

test('typing alone makes no account', async () => {
  const { sandbox, messages } = await openWard();
  await messages.typing(NURSE);
  expect(sandbox.accounts).toEqual([]);
});

test('answers carry the date of the clock', async () => {
  const { sandbox, messages, clock } = await openWard();
  await messages.send({ to: NURSE, body: 'x' });
  const date = only(sandbox.requests).response?.headers['Date'] ?? '';
  expect(Date.parse(date)).toBe(clock.now());
});

test('closing clears the timers of a given clock', async () => {
  const { sandbox, messages, clock } = await openWard();
  await messages.send({ to: NURSE, body: 'x', ttl: 5 });
  await messages.typing(NURSE);
  expect(clock.pending).toBe(2);
  await sandbox.close();
  expect(clock.pending).toBe(0);
});

test('without a given clock the time is this machine’s', async () => {
  const before = Date.now();
  const sandbox = await startSandbox();
  const { snapshot } = await eventsOf(sandbox);
  await sandbox.close();
  expect(snapshot.now).toBeGreaterThanOrEqual(before);
  expect(snapshot.now).toBeLessThanOrEqual(Date.now());
});
