/** The inbox page in a real browser: it shows what the client sends, and its buttons take effect. */
import { connect } from 'node:net';

import { expect, jest, test } from '@jest/globals';

import type { Sandbox } from '../../src/sandbox/index.js';
import { authorization, eventually, NARROW, NURSE, openInbox, PHONE } from './support.js';

jest.setTimeout(30_000);

test('a message sent through the client appears, and its state follows it', async () => {
  const { messages, rows, detail, complaints } = await openInbox();
  const { messageId } = await messages.send({ to: NURSE, body: 'Bed 12: potassium 6.8' });
  await rows.first().waitFor();
  expect(await rows.locator('.row-title').innerText()).toBe('Bed 12: potassium 6.8');
  expect(await rows.locator('.row-to').textContent()).toBe(`Sent to ${NURSE}`);
  expect(await detail.locator('h2').innerText()).toContain(NURSE);
  expect(await detail.locator('.message-text').innerText()).toBe('Bed 12: potassium 6.8');
  expect(await detail.locator('.facts').innerText()).toContain(messageId);
  await messages.markDelivered([messageId]);
  await rows.getByText(`Delivered to`).waitFor();
  await messages.markRead([messageId]);
  await rows.getByText(`Read by`).waitFor();
  expect(await detail.getByRole('button', { name: /^Mark as/ }).count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('what is read on the page is read for the sandbox too', async () => {
  const { sandbox, messages, page, rows, detail } = await openInbox();
  for (const body of ['1', '2', '3']) await messages.send({ to: NURSE, body });
  const states = (): string[] => sandbox.messages.map(({ state }) => state);
  await rows.getByText('1', { exact: true }).click();
  await detail.getByText('Not delivered yet').waitFor();
  await detail.getByRole('button', { name: 'Mark as delivered' }).click();
  await eventually(states, (seen) => seen[0] === 'delivered');
  await detail.getByText('Delivered', { exact: true }).waitFor();
  await rows.getByText('2', { exact: true }).click();
  await detail.getByRole('button', { name: 'Mark as read' }).click();
  await eventually(states, (seen) => seen.join() === 'delivered,read,sent');
  await page.getByRole('link', { name: new RegExp(`^${NURSE}`) }).click();
  await page.getByRole('button', { name: 'Mark 2 as read' }).click();
  await eventually(states, (seen) => seen.every((state) => state === 'read'));
  await eventually(
    () => page.title(),
    (title) => !title.startsWith('('),
  );
});

test('typing shows until it ends by itself or by a message', async () => {
  const { messages, page, clock } = await openInbox();
  const typing = page.locator('.list').getByText('Somebody is typing');
  await messages.typing(NURSE);
  await typing.waitFor();
  await page.locator('.recipients').getByText('typing').waitFor();
  clock.advance(8_000);
  await typing.waitFor({ state: 'hidden' });
  await messages.typing(NURSE);
  await typing.waitFor();
  await messages.send({ to: NURSE, body: 'x' });
  await typing.waitFor({ state: 'hidden' });
});

test('a message counts down, and its text goes when the time is up', async () => {
  const { messages, clock, rows, detail } = await openInbox();
  await messages.send({ to: NURSE, body: 'for five minutes', ttl: 5 });
  await eventually(
    () => detail.locator('.story').innerText(),
    (text) => /Expires in [45]:\d\d/.test(text),
  );
  expect(await rows.innerText()).toMatch(/[45]:\d\d left/);
  clock.advance(5 * 60_000);
  await rows.getByText('Expired: the text is gone').waitFor();
  expect(await detail.locator('.message').innerText()).not.toContain('five minutes');
  expect(await detail.locator('.story').innerText()).toContain('5 minutes after it was sent');
});

test('a message to be deleted on read is gone a minute after it was read on the page', async () => {
  const { sandbox, clock, messages, rows, detail } = await openInbox();
  await messages.send({ to: NURSE, body: 'for your eyes', deleteOnRead: true });
  await rows.getByText('on read').waitFor();
  await detail.getByText('The text is deleted a minute later').waitFor();
  await detail.getByRole('button', { name: 'Mark as read' }).click();
  await detail.getByText(/^Deleted in (1:00|0:5\d)$/).waitFor();
  clock.advance(60_000);
  await rows.getByText('Deleted after it was read').waitFor();
  expect(sandbox.messages[0]).toMatchObject({ body: '', removed: 'read' });
});

test('recipients are kept apart, the latest first, and choosing one shows only theirs', async () => {
  const { messages, page, rows, clock } = await openInbox();
  for (const to of [PHONE, 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad', NURSE]) {
    await messages.send({ to, body: `for ${to}` });
    clock.advance(1_000);
  }
  const recipients = page.locator('.recipients a.row');
  await eventually(
    () => recipients.count(),
    (count) => count === 4,
  );
  const titles = await recipients.locator('.row-title').allInnerTexts();
  expect(titles).toEqual(['All recipients', NURSE, 'e9fe5f3a…5c90ad', PHONE]);
  expect(await page.title()).toMatch(/^\(3\) /);
  await page.getByRole('link', { name: /^\+14155552671 1 unread/ }).click();
  await eventually(
    () => rows.locator('.row-title').allInnerTexts(),
    (seen) => seen.join() === `for ${PHONE}`,
  );
  // The whole address is one look away where a row has no room for it.
  expect(await recipients.nth(2).locator('bdi').first().getAttribute('title')).toBe(
    'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad',
  );
});

test('clearing asks first, then empties the page and the sandbox', async () => {
  const { sandbox, messages, page, rows } = await openInbox();
  await messages.send({ to: NURSE, body: 'x' });
  await rows.first().waitFor();
  await page.getByRole('button', { name: 'Clear…' }).click();
  await page.getByText('1 message and 1 request go').waitFor();
  await page.getByRole('button', { name: 'Keep' }).click();
  expect(sandbox.messages).toHaveLength(1);
  await page.getByRole('button', { name: 'Clear…' }).click();
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByText('Nothing has arrived yet').waitFor();
  expect(await rows.count()).toBe(0);
  expect(sandbox.messages).toEqual([]);
});

test('a lost connection is shown', async () => {
  const { sandbox, page } = await openInbox();
  await sandbox.close();
  await page.getByText('Connection lost').waitFor();
});

test('the page opens at the newest message', async () => {
  const { sandbox, messages, page, rows, detail, clock } = await openInbox();
  for (let number = 1; number <= 40; number += 1) {
    await messages.send({ to: NURSE, body: `message ${number}` });
    clock.advance(10);
  }
  await page.goto(sandbox.pageUrl);
  await rows.first().waitFor();
  expect(await rows.first().locator('.row-title').innerText()).toBe('message 40');
  expect(await detail.locator('.message-text').innerText()).toBe('message 40');
  // What came later does not push away what is being read.
  await messages.send({ to: NURSE, body: 'message 41' });
  await rows.getByText('message 41').waitFor();
  expect(await detail.locator('.message-text').innerText()).toBe('message 40');
});

test('on a narrow screen the newest is on top, and the way back is the browser’s too', async () => {
  const { messages, page, rows, detail } = await openInbox(NARROW);
  await messages.send({ to: PHONE, body: 'older' });
  await messages.send({ to: NURSE, body: 'newer' });
  await rows.nth(1).waitFor();
  expect(await rows.first().locator('.row-title').innerText()).toBe('newer');
  expect(await detail.isVisible()).toBe(false);
  await rows.first().click();
  await detail.getByText('Arrived at the first attempt').waitFor();
  expect(await rows.first().isVisible()).toBe(false);
  await page.goBack();
  await rows.first().waitFor();
  expect(await detail.isVisible()).toBe(false);
  await page.getByRole('link', { name: /^Recipients/ }).click();
  await page.getByRole('link', { name: new RegExp(`^\\${PHONE}`) }).click();
  await eventually(
    () => rows.locator('.row-title').allInnerTexts(),
    (seen) => seen.join() === 'older',
  );
  await page.getByRole('button', { name: 'Show all recipients' }).click();
  await rows.nth(1).waitFor();
});

test('an address of the page shows what it names, and says no recipient and no text', async () => {
  const { sandbox, messages, page, rows, detail } = await openInbox();
  const first = await messages.send({ to: NURSE, body: 'first' });
  await messages.send({ to: NURSE, body: 'second' });
  await rows.getByText('first').click();
  await detail.locator('.message-text').getByText('first').waitFor();
  expect(new URL(page.url()).hash).toBe(`#messages/${first.messageId}`);
  await page.reload();
  await detail.locator('.message-text').getByText('first').waitFor();
  await page.goto(`${sandbox.pageUrl}#messages/unknown`);
  await page.reload();
  await rows.first().waitFor();
  expect(await detail.innerText()).not.toBe('');
});

/** So many messages in one piece, on a connection of their own. */
async function sendAtOnce(sandbox: Sandbox, count: number): Promise<void> {
  const { host, hostname, port, pathname } = new URL(sandbox.url);
  const message = [
    `POST ${pathname}/message/?recipient=${NURSE} HTTP/1.1`,
    `Host: ${host}`,
    `Authorization: ${authorization(sandbox)}`,
    'Content-Type: application/x-www-form-urlencoded',
    'Content-Length: 6',
    '\r\nbody=x',
  ].join('\r\n');
  const socket = connect(Number(port), hostname);
  socket.write(message.repeat(count));
  let answers = '';
  for await (const chunk of socket.setEncoding('latin1')) {
    answers += String(chunk);
    if (answers.split('HTTP/1.1 204').length > count) break;
  }
}

test('in a flood the page draws four times a second, and leaves the other frames to its reader', async () => {
  const { sandbox, messages, page } = await openInbox({}, { capacity: 2_000 });
  await messages.send({ to: NURSE, body: 'x' });
  await page.getByText('Arrived at the first attempt').waitFor();
  await page.evaluate(`
    globalThis.drawn = [];
    new MutationObserver(() => drawn.push(performance.now()))
      .observe(document.querySelector('.tabs'), { subtree: true, characterData: true });
  `);
  // All at once, so that it is a flood however busy this machine is.
  for (let sent = 0; sent < 20; sent += 1) await sendAtOnce(sandbox, 60);
  await page.getByRole('link', { name: 'Messages 1,201' }).waitFor();
  const drawn = await page.evaluate<number[]>('drawn');
  const seconds = ((drawn.at(-1) ?? 0) - (drawn[0] ?? 0)) / 1_000;
  expect(drawn.length).toBeGreaterThan(1);
  // The first of a flood are few, and are drawn as they come.
  expect(drawn.length).toBeLessThanOrEqual(4 * seconds + 5);
});
