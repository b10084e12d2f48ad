/** The inbox page by screen reader, with the focus in sight, with reduced motion, and in dark colours. */
import { expect, jest, test } from '@jest/globals';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

import { ask, eventually, form, type Inbox, NURSE, openInbox, PHONE } from './support.js';

jest.setTimeout(180_000);

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

async function fill({ sandbox, messages, rows }: Inbox): Promise<void> {
  sandbox.fail({ kind: 'reset-after' });
  const read = await messages.send({ to: NURSE, body: 'read' });
  const gone = await messages.send({ to: NURSE, body: 'gone', ttl: 5 });
  await messages.send({ to: PHONE, body: 'elsewhere' });
  await ask(sandbox, `/message/?recipient=${NURSE}`, form({ body: 'x', ttl: 'soon' }));
  await ask(sandbox, `/message/?recipient=${NURSE}`, form({ body: 'without a key' }));
  const long = Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n');
  await messages.send({ to: NURSE, body: long, ttl: 5, deleteOnRead: true });
  await messages.markRead([read.messageId, gone.messageId]);
  await messages.typing(NURSE);
  await eventually(
    () => rows.count(),
    (count) => count === 5,
  );
}

const SIZES = [
  [1920, 1080],
  [1280, 800],
  [768, 1024],
  [390, 844],
] as const;
const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
  SIZES.map(
    ([width, height]) =>
      [colorScheme, width, { colorScheme, viewport: { width, height } }] as const,
  ),
);

test.each(looks)('axe finds no violation in %s at a width of %d', async (_, width, look) => {
  const inbox = await openInbox({ ...look, reducedMotion: 'reduce' });
  const { page, rows, detail } = inbox;
  const check = async (): Promise<void> => {
    expect(await findViolations(page)).toEqual([]);
    const overflow = await page.evaluate('document.body.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
  };
  await check(); // with nothing
  await fill(inbox);
  await check(); // with messages
  await rows.getByText('2 attempts').click();
  await detail.getByRole('heading', { name: 'Arrived once' }).waitFor();
  await check(); // with a story
  if (width < 768) await page.locator('.back').click();
  await page.getByRole('link', { name: /^Requests/ }).click();
  await rows.getByText('Not valid').click();
  await detail.locator('.verdict').waitFor();
  await check(); // with a refusal
  await page.locator('#open-faults').click();
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('.armed-list li').waitFor();
  await check(); // with faults
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Signs and keys' }).click();
  await page.locator('.keys').waitFor();
  await check(); // with help
  if (width >= 1024) return;
  await page.keyboard.press('Escape');
  if (width < 768) await page.locator('.back').click();
  await page.getByRole('link', { name: /^Recipients/ }).click();
  await rows.getByText('All recipients').waitFor();
  await check(); // with recipients
});

/** Texts in the colour of their ground, which nobody can read. */
const UNREADABLE = `[...document.querySelectorAll('body *')].flatMap((element) => {
  const hasText = [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim() !== '');
  if (!hasText || !element.checkVisibility()) return [];
  let ground = element;
  while (ground !== null && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const isReadable = getComputedStyle(element).color !== getComputedStyle(ground ?? document.body).backgroundColor;
  return isReadable ? [] : [element.outerHTML];
})`;

test.each(['light', 'dark'] as const)('forced colours are readable in %s', async (colorScheme) => {
  const inbox = await openInbox({ forcedColors: 'active', colorScheme });
  const { sandbox, page, rows, detail } = inbox;
  await fill(inbox);
  await rows.getByText('2 attempts').click();
  await detail.getByRole('heading', { name: 'Arrived once' }).waitFor();
  sandbox.fail({ kind: 'server-error' });
  await page.locator('#open-faults').click();
  await page.locator('.badge.armed').waitFor();
  expect(await page.evaluate(UNREADABLE)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Clear…' }).click();
  await page.locator('.danger').waitFor();
  expect(await page.evaluate(UNREADABLE)).toEqual([]);
});

/** Whether what has the focus is in view, has nothing over it, and shows that it has the focus. */
const SHOWS_FOCUS = `(() => {
  const focused = document.activeElement;
  const shown = focused.matches('.unseen') ? focused.closest('label') : focused;
  const { left, right, top, bottom } = shown.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const outlines = [shown, shown.closest('label')].filter(Boolean).flatMap((one) =>
    ['', '::after'].map((part) => getComputedStyle(one, part)),
  );
  const isMarked = outlines.some(({ outlineStyle, outlineWidth }) =>
    outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1);
  const isInView = at !== null && (shown.contains(at) || at.contains(shown));
  return isMarked && isInView ? '' : focused.outerHTML.slice(0, 200);
})()`;

test.each(SIZES)('by Tab at %d by %d, the focus is always seen', async (width, height) => {
  const inbox = await openInbox({ viewport: { width, height } });
  const { page, rows, detail } = inbox;
  await fill(inbox);
  /** @returns what had the focus, one after another */
  const walk = async (): Promise<string[]> => {
    const seen: string[] = [];
    for (let step = 0; step < 45; step += 1) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate<string>('document.activeElement.outerHTML');
      // The browser's own controls come after the last.
      if (name.startsWith('<body')) break;
      expect(await page.evaluate(SHOWS_FOCUS)).toBe('');
      seen.push(name);
    }
    return seen;
  };
  const stops = await walk();
  // A message that a client marks as read takes no focus.
  expect(stops[0]).toContain('Skip to the list');
  expect(stops.length).toBeGreaterThan(8);
  await rows.getByText('2 attempts').click();
  await detail.getByRole('heading', { name: 'Arrived once' }).waitFor();
  await page.locator('#open-faults').click();
  await page.getByRole('button', { name: 'Add fault' }).waitFor();
  expect((await walk()).length).toBeGreaterThan(6);
  await page.keyboard.press('Escape');
  await detail.focus();
  expect((await walk()).length).toBeGreaterThan(4);
});

test('an arriving message is announced once, and a flood in one sentence', async () => {
  const { messages, page, rows } = await openInbox();
  const { messageId } = await messages.send({ to: NURSE, body: 'Bed 12' });
  const news = page.getByRole('log').locator('p');
  await eventually(
    () => news.allInnerTexts(),
    (seen) => seen.join() === `To ${NURSE}: Bed 12`,
  );
  await messages.markRead([messageId]);
  await rows.getByText('Read by').waitFor();
  expect(await news.allInnerTexts()).toEqual([`To ${NURSE}: Bed 12`]);
  await Promise.all(Array.from({ length: 20 }, () => messages.send({ to: NURSE, body: 'x' })));
  await eventually(
    () => news.allInnerTexts(),
    (seen) => seen.join() === '20 new messages',
  );
});

test.each(['reduce', 'no-preference'] as const)('with motion %s', async (reducedMotion) => {
  const { messages, page } = await openInbox({ reducedMotion });
  await messages.typing(NURSE);
  await page.locator('.list').getByText('Somebody is typing').waitFor();
  const moving = await page.evaluate('document.getAnimations().length > 0');
  expect(moving).toBe(reducedMotion === 'no-preference');
});
