/** The lists: who and what, filters, search, what is left out, and rows that stay while they are read. */
import { expect, jest, test } from '@jest/globals';
import type { Locator } from 'playwright-core';

import { ask, eventually, form, type Inbox, NURSE, openInbox, PHONE } from './support.js';

jest.setTimeout(60_000);

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function sendAll({ sandbox, messages }: Inbox): Promise<void> {
  const { messageId } = await messages.send({ to: NURSE, body: 'Bed 12' });
  await messages.markRead([messageId]);
  await messages.typing(PHONE);
  await ask(sandbox, '/message/?recipient=ward-7', form({ body: 'x' }));
  await ask(sandbox, `/message/?recipient=${NURSE}`, form({ body: 'x', ttl: 'soon' }));
  await ask(sandbox, '/message/status/', { method: 'PUT', ...form({ read: UNKNOWN }) });
  await ask(sandbox, '/nowhere/', form({ body: 'x' }));
  await ask(sandbox, `/message/?recipient=${NURSE}`, {
    ...form({ body: 'x' }),
    headers: { Authorization: 'Basic eDp5' },
  });
}

test('the list of requests says who and what, and why one was refused', async () => {
  const inbox = await openInbox();
  const { page, rows, detail } = inbox;
  await sendAll(inbox);
  await page.getByRole('link', { name: /^Requests/ }).click();
  await eventually(
    () => rows.count(),
    (count) => count === 8,
  );
  const told = (await rows.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  expect(told[7]).toMatch(/^Send to nurse@ward\.example .* Accepted .*204/);
  expect(told[6]).toMatch(/^Mark 1 message read for nurse@ward\.example .* Done .*200/);
  expect(told[5]).toMatch(/^Typing to \+14155552671 .* Shown .*200/);
  expect(told[4]).toMatch(/^Send to ward-7 .* Recipient not understood is not a user .*404/);
  expect(told[3]).toMatch(/^Send to nurse@ward\.example .* Not valid ttl must be integer.*400/);
  expect(told[2]).toMatch(/^Mark 1 message read .* Message not known .*404/);
  expect(told[1]).toMatch(/^POST \/v2\/nowhere\/ .* No such operation .*404/);
  expect(told[0]).toMatch(/^Send to nurse@ward\.example .* Wrong key or secret .*401/);
  // One click from the reason.
  await rows.nth(3).click();
  await detail.getByText('form ttl: must be integer', { exact: true }).waitFor();
  expect(await detail.locator('.fields .wrong').innerText()).toBe('must be integer');
});

test('filters show one outcome or one state, with its number', async () => {
  const inbox = await openInbox();
  const { page, rows } = inbox;
  await sendAll(inbox);
  await page.getByRole('link', { name: /^Requests/ }).click();
  await page.getByText('Refused 5').click();
  await eventually(
    () => rows.count(),
    (count) => count === 5,
  );
  await page.getByText('5 of 8 requests').waitFor();
  expect(await page.getByRole('radio', { name: /Refused/ }).isChecked()).toBe(true);
  await page.getByRole('link', { name: /^Messages/ }).click();
  await page.getByText('Read 1').click();
  expect(await rows.locator('.row-title').allInnerTexts()).toEqual(['Bed 12']);
  expect(await page.getByText(/^Sent \d/).count()).toBe(0);
});

test('a search finds text, recipient and Request-ID, and says when nothing fits', async () => {
  const { messages, page, rows } = await openInbox();
  const potassium = await messages.send({ to: NURSE, body: 'Bed 12: potassium 6.8' });
  await messages.send({ to: PHONE, body: 'Bed 3: discharge' });
  await messages.send({ to: NURSE, body: 'elsewhere' });
  const search = page.getByRole('searchbox');
  const titles = (): Promise<string[]> => rows.locator('.row-title').allInnerTexts();
  for (const [query, found] of [
    ['POTASSIUM bed', ['Bed 12: potassium 6.8']],
    [PHONE, ['Bed 3: discharge']],
    [potassium.requestId, ['Bed 12: potassium 6.8']],
  ] as const) {
    await search.fill(query);
    await eventually(titles, (seen) => seen.join() === found.join());
  }
  await search.fill('potassium');
  await page.getByText('1 of 2 recipients match').waitFor();
  await page.getByText('1 of 3 messages').waitFor();
  await page.getByRole('link', { name: /^Requests/ }).click();
  await eventually(
    () => rows.count(),
    (count) => count === 1,
  );
  await search.fill('nothing like it');
  await page.getByText('No request here has “nothing like it”').waitFor();
  await page.getByRole('button', { name: 'Show all' }).click();
  await eventually(
    () => rows.count(),
    (count) => count === 3,
  );
  expect(await search.inputValue()).toBe('');
});

test('a list that is cut says so, and shows more', async () => {
  const { sandbox, messages, page, rows } = await openInbox({}, { capacity: 2_000 });
  const bodies = Array.from({ length: 1_100 }, (_, at) => `message ${at}`);
  for await (const outcome of messages.sendMany(bodies.map((body) => ({ to: NURSE, body })))) {
    expect(outcome.status).toBe('fulfilled');
  }
  await page.getByText('The latest 500 of 1,100').waitFor();
  expect(sandbox.messages).toHaveLength(1_100);
  // Only the rows in view exist.
  expect(await rows.count()).toBeLessThan(60);
  expect(await page.locator('#records > li').first().getAttribute('aria-setsize')).toBe('1100');
  await page.getByRole('button', { name: 'Show 500 more' }).click();
  await page.getByText('The latest 1,000 of 1,100').waitFor();
  await page.getByRole('button', { name: 'Show 500 more' }).click();
  await page.getByText('The latest').waitFor({ state: 'hidden' });
  await rows.first().focus();
  await page.keyboard.press('End');
  await eventually(
    () => page.evaluate<string>('document.activeElement.parentElement.ariaPosInSet'),
    (at) => at === '1100',
  );
});

test('nothing moves while it is read; what came since waits on top', async () => {
  const { messages, page, rows } = await openInbox();
  for (let number = 0; number < 60; number += 1) {
    await messages.send({ to: NURSE, body: `message ${number}` });
  }
  await rows.getByText('message 59').waitFor();
  await page.evaluate('document.querySelector(".list .scroll").scrollTop = 900');
  const top = async (): Promise<number | undefined> =>
    (await rows.getByText('message 35', { exact: true }).boundingBox())?.y;
  const before = await top();
  for (let number = 0; number < 3; number += 1) {
    await messages.send({ to: NURSE, body: `later ${number}` });
  }
  await page.getByRole('button', { name: '3 newer' }).waitFor();
  expect(await top()).toBe(before);
  expect(await rows.getByText('later').count()).toBe(0);
  await page.getByRole('button', { name: '3 newer' }).click();
  await rows.getByText('later 2').waitFor();
  expect(await page.getByRole('button', { name: /newer/ }).count()).toBe(0);
});

test('a row that goes hands its focus to no other row', async () => {
  const { messages, page } = await openInbox();
  const recipients = page.locator('#recipients a.row');
  await messages.send({ to: PHONE, body: 'chosen, and so it stays' });
  await recipients.getByText(PHONE).waitFor();
  await messages.send({ to: NURSE, body: 'x' });
  await recipients.getByText(NURSE).waitFor();
  await recipients.first().focus();
  await page.keyboard.press('End');
  const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent');
  await eventually(focused, (text) => text.startsWith(NURSE));
  const flood = Array.from({ length: 700 }, (_, at) => ({ to: `${at}@ward.example`, body: 'x' }));
  for await (const outcome of messages.sendMany(flood)) expect(outcome.status).toBe('fulfilled');
  await recipients.getByText('702 messages').waitFor();
  expect(await recipients.getByText(NURSE).count()).toBe(0);
  expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY');
});

test('what is chosen stays, however much comes after it', async () => {
  const { sandbox, messages, rows, detail } = await openInbox({}, { capacity: 2_000 });
  sandbox.fail({ kind: 'server-error' });
  await messages.send({ to: PHONE, body: 'chosen' });
  await detail.getByRole('heading', { name: 'Arrived at attempt 2' }).waitFor();
  const flood = Array.from({ length: 700 }, (_, at) => ({ to: NURSE, body: `${at}` }));
  for await (const outcome of messages.sendMany(flood)) expect(outcome.status).toBe('fulfilled');
  await rows.getByText('699').waitFor();
  expect(await detail.locator('.message-text').innerText()).toBe('chosen');
  expect(await detail.locator('.is-attempt').count()).toBe(2);
});

test('a search marks the words it found, whatever they are made of', async () => {
  const { messages, page, rows, detail } = await openInbox();
  await messages.send({ to: NURSE, body: 'Potassium 6.8 (bed 12) <b>POTASSIUM</b>' });
  const { requestId } = await messages.send({ to: PHONE, body: 'ward 7' });
  await rows.nth(1).waitFor();
  const search = page.getByRole('searchbox');
  const marks = (place: Locator): Promise<string[]> => place.locator('mark').allInnerTexts();
  await search.fill('potassium (bed');
  const found = ['Potassium', '(bed', 'POTASSIUM'];
  await eventually(
    () => marks(rows),
    (seen) => seen.join() === found.join(),
  );
  await rows.first().click();
  await detail.getByRole('heading', { name: 'nurse' }).waitFor();
  expect(await marks(detail.locator('.message-text'))).toEqual(found);
  await search.fill('<b>');
  await eventually(
    () => marks(rows),
    (seen) => seen.join() === '<b>',
  );
  await search.fill(requestId.slice(0, 8));
  await rows.first().click();
  await eventually(
    () => marks(detail.locator('.is-key')),
    (seen) => seen.join() === requestId.slice(0, 8),
  );
  await search.fill('');
  await eventually(
    () => marks(page.locator('#page')),
    (seen) => seen.length === 0,
  );
});

test('a search says what it covers, and covers everything when asked to', async () => {
  const { messages, page, rows } = await openInbox({}, { capacity: 2_000 });
  // The first one is chosen, and stays.
  await messages.send({ to: PHONE, body: 'first' });
  await rows.getByText('first').waitFor();
  await messages.send({ to: PHONE, body: 'creatinine' });
  const bodies = Array.from({ length: 1_100 }, (_, at) => `message ${at}`);
  for await (const outcome of messages.sendMany(bodies.map((body) => ({ to: NURSE, body })))) {
    expect(outcome.status).toBe('fulfilled');
  }
  await page.getByText('The latest 500 of 1,102').waitFor();
  await page.getByRole('searchbox').fill('creatinine');
  await page.getByText('None of the latest 500 messages has “creatinine”').waitFor();
  await page.getByText('0 of the latest 500 messages').waitFor();
  await page.getByRole('button', { name: 'Search all 1,102' }).click();
  await rows.getByText('creatinine').waitFor();
  await page.getByText('1 of 1,102 messages').waitFor();
  await page.getByRole('searchbox').fill('');
  await page.getByText('The latest 500 of 1,102').waitFor();
});

test('the numbers of many records fit on a narrow screen', async () => {
  const { messages, page } = await openInbox(
    { viewport: { width: 320, height: 640 } },
    { capacity: 2_000 },
  );
  const many = Array.from({ length: 1_100 }, (_, at) => ({ to: `n${at}@ward.example`, body: 'x' }));
  for await (const outcome of messages.sendMany(many)) expect(outcome.status).toBe('fulfilled');
  const tabs = page.getByRole('navigation', { name: 'Lists' });
  await tabs.getByText('Requests 1,100').waitFor();
  expect(await page.evaluate('document.body.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  const tab = await tabs.getByRole('link', { name: /^Requests/ }).boundingBox();
  expect((tab?.x ?? 0) + (tab?.width ?? 0)).toBeLessThanOrEqual(320);
});
