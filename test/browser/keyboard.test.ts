/** The inbox page by keyboard. */
import { expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';

import { eventually, NARROW, NURSE, openInbox, PHONE } from './support.js';

jest.setTimeout(180_000);

/** What has the focus, as a screen reader would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    `(document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent)
      .replace(/\\s+/g, " ").trim()`,
  );
const focusedId = (page: Page): Promise<string> =>
  page.evaluate<string>('document.activeElement.id');

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focused(page))) return;
  }
  throw new Error(`no way by Tab to ${name}`);
}

test('the keyboard alone picks a recipient, reads a message, and opens its request', async () => {
  const { sandbox, messages, page, rows, detail, clock } = await openInbox();
  await messages.send({ to: NURSE, body: 'for the nurse' });
  clock.advance(1_000);
  await messages.send({ to: PHONE, body: 'for the phone' });
  await rows.nth(1).waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the list');
  // Each list is one stop; the arrow keys move within it.
  await tabTo(page, /^All recipients/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await eventually(
    () => focused(page),
    (name) => name.startsWith(`${NURSE}1 unread`),
  );
  await page.keyboard.press('Enter');
  await eventually(
    () => rows.count(),
    (count) => count === 1,
  );
  await tabTo(page, /^Mark as delivered$/);
  await page.keyboard.press('Enter');
  await rows.getByText('Delivered').waitFor();
  // A button that goes hands its focus to the next one.
  await eventually(
    () => focused(page),
    (name) => name === 'Mark as read',
  );
  await page.keyboard.press('Enter');
  await rows.getByText('Read', { exact: true }).waitFor();
  expect(sandbox.messages.find(({ recipient }) => recipient === NURSE)?.state).toBe('read');
  await eventually(
    () => focusedId(page),
    (id) => id === 'detail',
  );
  await page.keyboard.press('Escape');
  await eventually(
    () => focused(page),
    (name) => name.startsWith('for the nurse'),
  );
  await page.keyboard.press('ArrowRight');
  expect(await focusedId(page)).toBe('detail');
  await detail.getByRole('button', { name: 'Accepted' }).waitFor();
});

test('the arrow keys move through the list, and what is chosen follows', async () => {
  const { messages, page, rows, detail } = await openInbox();
  for (let number = 0; number < 30; number += 1)
    await messages.send({ to: NURSE, body: `m ${number}` });
  await rows.getByText('m 29').waitFor();
  await page.keyboard.press('/');
  expect(await focusedId(page)).toBe('search');
  await page.keyboard.press('ArrowDown');
  for (const [key, body] of [
    ['Home', 'm 29'],
    ['j', 'm 28'],
    ['ArrowDown', 'm 27'],
    ['PageDown', 'm 17'],
    ['k', 'm 18'],
    ['End', 'm 0'],
    ['Home', 'm 29'],
  ] as const) {
    await page.keyboard.press(key);
    await detail.locator('.message-text').getByText(body, { exact: true }).waitFor();
    await eventually(
      () => focused(page),
      (name) => name.startsWith(`${body}0`) || name.startsWith(body),
    );
  }
});

test('single keys act, and can be turned off', async () => {
  const { sandbox, messages, page, rows } = await openInbox();
  sandbox.fail({ kind: 'server-error' });
  await messages.send({ to: NURSE, body: 'x' });
  await rows.first().waitFor();
  const states = (): string[] => sandbox.messages.map(({ state }) => state);
  await page.keyboard.press('[');
  await page.getByText('503 Service Unavailable').waitFor();
  await page.keyboard.press('d');
  await eventually(states, (seen) => seen.join() === 'delivered');
  await page.keyboard.press('3');
  await page.getByText('Service failed').first().waitFor();
  await page.keyboard.press('?');
  await page.getByLabel('Keys of one letter').uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await page.keyboard.press('r');
  expect(await page.getByRole('link', { name: /^Requests/ }).getAttribute('aria-current')).toBe(
    'page',
  );
  expect(states()).toEqual(['delivered']);
});

test('a sheet that is opened before the chosen list is drawn stays open', async () => {
  const { messages, page, rows } = await openInbox();
  await messages.send({ to: NURSE, body: 'x' });
  await rows.first().waitFor();
  await page.evaluate(`
    for (const key of ['3', '?']) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    new Promise((resolve) => {
      const wait = (frames) => frames === 0 ? resolve() : requestAnimationFrame(() => wait(frames - 1));
      wait(5);
    });
  `);
  expect(await page.getByLabel('Keys of one letter').isVisible()).toBe(true);
});

test('the keyboard opens the faults, and Escape closes them where they were opened', async () => {
  const { page } = await openInbox();
  await tabTo(page, /^Faults/);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add fault' }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add fault' }).waitFor({ state: 'hidden' });
  expect(await focused(page)).toMatch(/^Faults/);
});

test('on a narrow screen the focus moves with the screen', async () => {
  const { messages, page, rows } = await openInbox(NARROW);
  await messages.send({ to: NURSE, body: 'x' });
  await rows.first().click();
  await eventually(
    () => focusedId(page),
    (id) => id === 'detail',
  );
  await page.getByRole('link', { name: 'Messages' }).click();
  await eventually(
    () => focused(page),
    (name) => name.startsWith('x'),
  );
});
