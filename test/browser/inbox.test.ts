/** The inbox page in a real browser: it shows what the client sends, and its buttons take effect. */
import { expect, jest, test } from '@jest/globals';

import { eventually, NURSE, openInbox } from './support.js';

jest.setTimeout(30_000);

test('a message sent through the client appears, and its ticks follow it', async () => {
  const { messages, page, shown, complaints } = await openInbox();
  const { messageId } = await messages.send({ to: NURSE, body: 'Bed 12: potassium 6.8' });
  await shown.first().waitFor();
  expect(await shown.locator('.body').innerText()).toBe('Bed 12: potassium 6.8');
  expect(await page.locator('#thread-title').innerText()).toBe(NURSE);
  expect(await shown.locator('.status').innerText()).toBe('Sent');
  await messages.markDelivered([messageId]);
  await shown.locator('.status[data-state=delivered]').waitFor();
  await messages.markRead([messageId]);
  await shown.locator('.status[data-state=read]').waitFor();
  expect(await shown.locator('.status').innerText()).toBe('Read');
  expect(complaints).toEqual([]);
});

test('what is read on the page is read for the sandbox too', async () => {
  const { sandbox, messages, page, shown } = await openInbox();
  await messages.send({ to: NURSE, body: '1' });
  await messages.send({ to: NURSE, body: '2' });
  await messages.send({ to: NURSE, body: '3' });
  const states = (): string[] => sandbox.messages.map(({ state }) => state);
  await shown.nth(0).getByRole('button', { name: 'Mark delivered' }).click();
  await eventually(states, (seen) => seen[0] === 'delivered');
  await shown.nth(1).getByRole('button', { name: 'Read' }).click();
  await eventually(states, (seen) => seen.join() === 'delivered,read,sent');
  await page.getByRole('button', { name: 'Read all' }).click();
  await eventually(states, (seen) => seen.every((state) => state === 'read'));
  await eventually(
    () => page.title(),
    (title) => !title.startsWith('('),
  );
});

const MARKUP = `<script>document.title = 'owned'; alert(1)</script><img src=x onerror=alert(2)>`;

test('markup in a message stays text, everywhere it shows', async () => {
  const { messages, page, shown, complaints } = await openInbox();
  await messages.send({ to: NURSE, body: MARKUP, data: [{ note: MARKUP }] });
  await shown.first().waitFor();
  await shown.getByRole('button', { name: '1 attempt' }).click();
  await page.locator('.exchange[open]').waitFor();
  expect(await shown.locator('.body').innerText()).toBe(MARKUP);
  expect(await page.locator('.preview').innerText()).toBe(MARKUP);
  expect(await page.locator('.fields dd').nth(1).innerText()).toBe(MARKUP);
  expect(await page.locator('#messages :is(script, img), #requests :is(script, img)').count()).toBe(
    0,
  );
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.title()).toMatch(/Inbox/);
  expect(complaints).toEqual([]);
});

test('typing shows until it ends by itself or by a message', async () => {
  const { messages, page, clock } = await openInbox();
  const typing = page.locator('#typing');
  await messages.typing(NURSE);
  await typing.waitFor();
  clock.advance(8_000);
  await typing.waitFor({ state: 'hidden' });
  await messages.typing(NURSE);
  await typing.waitFor();
  await messages.send({ to: NURSE, body: 'x' });
  await typing.waitFor({ state: 'hidden' });
});

test('a message counts down, and its text goes when the time is up', async () => {
  const { messages, clock, shown } = await openInbox();
  await messages.send({ to: NURSE, body: 'for five minutes', ttl: 5 });
  await eventually(
    () => shown.locator('.ttl').innerText(),
    (text) => /in [45]:\d\d$/.test(text),
  );
  clock.advance(5 * 60_000);
  await shown.getByText('Expired: the text is gone').waitFor();
  expect(await shown.innerText()).not.toContain('five minutes');
});

test('a message to be deleted on read is gone a minute after it was read on the page', async () => {
  const { sandbox, clock, messages, shown } = await openInbox();
  await messages.send({ to: NURSE, body: 'for your eyes', deleteOnRead: true });
  await shown.getByText('deleted on read').waitFor();
  await shown.getByRole('button', { name: 'Read' }).click();
  await shown.getByText('Read', { exact: true }).waitFor();
  clock.advance(60_000);
  await shown.getByText('Deleted once it was read').waitFor();
  expect(sandbox.messages[0]).toMatchObject({ body: '', removed: 'read' });
});

test('a message shows all its attempts as they were on the wire, without the secret', async () => {
  const { sandbox, messages, page, shown } = await openInbox();
  sandbox.fail({ kind: 'rate-limit', retryAfter: 0 });
  sandbox.fail({ kind: 'reset-after' });
  const { messageId, requestId } = await messages.send({ to: NURSE, body: 'Größe & 100 %' });
  await messages.send({ to: NURSE, body: 'another' });
  await shown.getByRole('button', { name: '3 attempts' }).click();
  const outcomes = page.locator('.exchange .outcome');
  await eventually(
    () => outcomes.allInnerTexts(),
    (seen) => seen.join() === '304,reset,429',
  );
  const [request = '', answer = ''] = await page.locator('.exchange[open] pre').allInnerTexts();
  expect(request).toMatch(/^POST \/v2\/message\/\?recipient=nurse%40ward\.example HTTP\/1\.1\n/);
  expect(request).toContain(`request-id: ${requestId}`);
  expect(request).toContain('\n\nbody=Gr%C3%B6%C3%9Fe+%26+100+%25');
  expect(answer).toMatch(/^HTTP\/1\.1 304 Not Modified\n/);
  expect(answer).toContain(`TT-X-Message-Id: ${messageId}`);
  expect(await page.content()).not.toContain(btoa(`${sandbox.apiKey}:${sandbox.apiSecret}`));
  await page.getByRole('button', { name: 'Show all' }).click();
  await eventually(
    () => outcomes.count(),
    (count) => count === 4,
  );
});

test('faults added on the page meet the client, until recovery', async () => {
  const { sandbox, messages, page } = await openInbox();
  await page.locator('#faults summary').click();
  await page.getByLabel('What happens').selectOption('server-error');
  await page.getByLabel('How often').selectOption('always');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.getByText('until recovery').waitFor();
  const attempt = messages.send({ to: NURSE, body: 'x' }, { maxRetries: 1 });
  await expect(attempt).rejects.toMatchObject({ code: 'server', status: 503, attempts: 2 });
  await page.getByRole('button', { name: 'Recover' }).click();
  await page.getByText('until recovery').waitFor({ state: 'detached' });
  await expect(messages.send({ to: NURSE, body: 'x' })).resolves.toMatchObject({ attempts: 1 });
  expect(sandbox.requests.map(({ fault }) => fault)).toEqual([
    'server-error',
    'server-error',
    undefined,
  ]);
});

test('several conversations are kept apart, the latest first', async () => {
  const { messages, page, shown, clock } = await openInbox();
  for (const to of ['+14155552671', 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad', NURSE]) {
    await messages.send({ to, body: `for ${to}` });
    clock.advance(1_000);
  }
  const names = page.locator('.conversation .name');
  await eventually(
    () => names.allInnerTexts(),
    (seen) => seen.length === 3,
  );
  expect((await names.allInnerTexts())[0]).toBe(NURSE);
  expect(await page.title()).toMatch(/^\(3\) /);
  await page.getByRole('button', { name: /^\+14155552671 .* 1 unread$/ }).click();
  await eventually(
    () => shown.allInnerTexts(),
    (seen) => seen.length === 1,
  );
  expect(await shown.locator('.body').innerText()).toBe('for +14155552671');
});

test('clearing empties the page and the sandbox', async () => {
  const { sandbox, messages, page, shown } = await openInbox();
  await messages.send({ to: NURSE, body: 'x' });
  await shown.first().waitFor();
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.getByText('Waiting for the first message').waitFor();
  expect(await shown.count()).toBe(0);
  expect(sandbox.messages).toEqual([]);
});

test('a lost connection is shown', async () => {
  const { sandbox, page } = await openInbox();
  await sandbox.close();
  await page.getByText('Connection lost').waitFor();
});

test('a page opened later shows what came before', async () => {
  const { sandbox, messages, page, shown } = await openInbox();
  await messages.send({ to: NURSE, body: 'before' });
  await page.goto(sandbox.pageUrl);
  await shown.getByText('before').waitFor();
});
