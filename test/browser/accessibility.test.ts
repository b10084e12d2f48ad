/** The inbox page by keyboard, by screen reader, with reduced motion, and in dark colours. */
import { expect, jest, test } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

import { eventually, type Inbox, NURSE, openInbox } from './support.js';

jest.setTimeout(60_000);

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function fill({ sandbox, messages, shown }: Inbox): Promise<void> {
  sandbox.fail({ kind: 'reset-after' });
  const read = await messages.send({ to: NURSE, body: 'read' });
  const gone = await messages.send({ to: NURSE, body: 'gone', deleteOnRead: true });
  await messages.send({ to: '+14155552671', body: 'elsewhere' });
  await messages.send({ to: NURSE, body: 'open', ttl: 5, deleteOnRead: true });
  await messages.markRead([read.messageId, gone.messageId]);
  await messages.typing(NURSE);
  await eventually(
    () => shown.count(),
    (count) => count === 3,
  );
}

const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  [
    { width: 1280, height: 800 },
    { width: 900, height: 800 },
    { width: 360, height: 640 },
  ].map((viewport) => [colorScheme, viewport.width, { colorScheme, viewport }] as const),
);

test.each(looks)('axe finds no violation in %s at a width of %d', async (_, width, look) => {
  const inbox = await openInbox({ ...look, reducedMotion: 'reduce' });
  const { page, shown } = inbox;
  const narrow = width < 768;
  expect(await findViolations(page)).toEqual([]);
  await fill(inbox);
  await page.locator('.conversation').first().waitFor();
  expect(await findViolations(page)).toEqual([]);
  if (narrow) await page.locator('.conversation').first().click();
  expect(await findViolations(page)).toEqual([]);
  await shown.first().getByRole('button', { name: 'attempt' }).click();
  await page.locator('.exchange[open]').waitFor();
  expect(await findViolations(page)).toEqual([]);
  await page.locator('#faults summary').click();
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('#fault-list li').waitFor();
  expect(await findViolations(page)).toEqual([]);
  const overflow = await page.evaluate('document.body.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
});

/** What has the focus, as a screen reader would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(
    'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim()',
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

test('the keyboard alone picks a conversation, reads it, and opens the request', async () => {
  const { sandbox, messages, page, shown, clock } = await openInbox();
  await messages.send({ to: NURSE, body: 'for the nurse' });
  clock.advance(1_000);
  await messages.send({ to: '+14155552671', body: 'for the phone' });
  await eventually(
    () => page.locator('.conversation').count(),
    (count) => count === 2,
  );
  await page.keyboard.press('Tab');
  expect(await focused(page)).toBe('Skip to the messages');
  await tabTo(page, /^\+14155552671/);
  await page.keyboard.press('ArrowDown');
  expect(await focused(page)).toMatch(new RegExp(`^${NURSE}.*1 unread$`));
  await page.keyboard.press('Enter');
  await shown.getByText('for the nurse').waitFor();
  await tabTo(page, /^Mark delivered$/);
  await page.keyboard.press('Enter');
  await shown.locator('.status[data-state=delivered]').waitFor();
  expect(await focused(page)).toBe('Read');
  await page.keyboard.press('Enter');
  await shown.locator('.status[data-state=read]').waitFor();
  expect(sandbox.messages.find(({ recipient }) => recipient === NURSE)?.state).toBe('read');
  expect(await focused(page)).toBe('1 attempt');
  await page.keyboard.press('Enter');
  await page.locator('.exchange[open]').waitFor();
  await tabTo(page, /^POST/);
  await page.keyboard.press('Enter');
  await eventually(
    () => page.locator('.exchange[open]').count(),
    (count) => count === 0,
  );
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

test('on a narrow screen the focus moves with the pane', async () => {
  const { messages, page, shown } = await openInbox({ viewport: { width: 360, height: 640 } });
  await messages.send({ to: NURSE, body: 'x' });
  await page.locator('.conversation').click();
  await shown.first().waitFor();
  expect(await focusedId(page)).toBe('thread');
  await shown.getByRole('button', { name: 'attempt' }).click();
  expect(await focusedId(page)).toBe('wire');
  await page.getByRole('button', { name: 'Messages' }).click();
  await page.getByRole('button', { name: 'Conversations' }).click();
  expect(await focused(page)).toMatch(NURSE);
  await page.getByRole('button', { name: 'Requests' }).click();
  await page.locator('.exchange').waitFor();
});

test('an arriving message is announced once', async () => {
  const { messages, page } = await openInbox();
  const { messageId } = await messages.send({ to: NURSE, body: 'Bed 12' });
  const news = page.getByRole('log').locator('p');
  await eventually(
    () => news.count(),
    (count) => count === 1,
  );
  expect(await news.innerText()).toBe(`To ${NURSE}: Bed 12`);
  await messages.markRead([messageId]);
  await page.locator('.status[data-state=read]').waitFor();
  expect(await news.count()).toBe(1);
});

test.each(['reduce', 'no-preference'] as const)('with motion %s', async (reducedMotion) => {
  const { messages, page } = await openInbox({ reducedMotion });
  await messages.typing(NURSE);
  await page.locator('#typing').waitFor();
  const moving = await page.evaluate('document.getAnimations().length > 0');
  expect(moving).toBe(reducedMotion === 'no-preference');
});
