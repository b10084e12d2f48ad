/** Texts that users wrote: markup stays text, each reads in its own direction, long ones are folded. */
import { expect, jest, test } from '@jest/globals';

import type { Locator } from 'playwright-core';

import { NARROW, NURSE, openInbox } from './support.js';

jest.setTimeout(30_000);

const MARKUP = `<script>document.title = 'owned'; alert(1)</script><img src=x onerror=alert(2)>`;

test('markup in a message stays text, everywhere it shows', async () => {
  const { messages, page, rows, detail, complaints } = await openInbox();
  await messages.send({ to: NURSE, body: MARKUP, data: [{ note: MARKUP }] });
  await rows.first().waitFor();
  expect(await rows.locator('.row-title').innerText()).toBe(MARKUP);
  expect(await detail.locator('.message-text').innerText()).toBe(MARKUP);
  expect(await page.locator('.recipients .row-sub').nth(1).innerText()).toBe(MARKUP);
  expect(await detail.locator('.fields .value').nth(1).innerText()).toBe(MARKUP);
  expect(await page.locator('#page script, #detail img, .list img').count()).toBe(0);
  expect(await page.locator('script').count()).toBe(1);
  expect(await page.title()).toMatch(/Inbox/);
  expect(complaints).toEqual([]);
});

const isRightToLeft = (place: Locator): Promise<boolean> =>
  place.evaluate((element: unknown) =>
    (element as { matches: (selector: string) => boolean }).matches(':dir(rtl)'),
  );

const ARABIC = 'البوتاسيوم 6.8 ملمول/لتر (Lab 4411)';

test('a text reads in the direction of its content, wherever it shows', async () => {
  const { messages, page, rows, detail } = await openInbox();
  await messages.send({ to: NURSE, body: ARABIC });
  await rows.first().waitFor();
  const places = [
    rows.locator('.row-title bdi'),
    page.locator('.recipients .row-sub bdi').last(),
    detail.locator('.message-text'),
    detail.locator('.fields .value').nth(1),
  ];
  for (const place of places) {
    expect(await place.innerText()).toContain('Lab 4411');
    expect(await isRightToLeft(place)).toBe(true);
  }
  // What the page itself says keeps its direction.
  expect(await isRightToLeft(rows.first())).toBe(false);
});

test('a long text is folded, says how long it is, and opens', async () => {
  const { messages, detail } = await openInbox();
  const body = Array.from({ length: 40 }, (_, at) => `line ${at}`).join('\n');
  await messages.send({ to: NURSE, body });
  const text = detail.locator('.message-text');
  const height = async (): Promise<number> => (await text.boundingBox())?.height ?? 0;
  await text.waitFor();
  const folded = await height();
  const unfold = detail.locator('.message').getByRole('button', {
    name: `Show all ${body.length} characters`,
  });
  expect(await unfold.getAttribute('aria-expanded')).toBe('false');
  await unfold.click();
  await detail.locator('.message').getByRole('button', { name: 'Fold' }).waitFor();
  expect(await height()).toBeGreaterThan(3 * folded);
});

test('a word longer than the screen moves nothing sideways', async () => {
  const { messages, page, rows, detail } = await openInbox(NARROW);
  const to = `${'a-very-long-address.'.repeat(3)}x@${'ward.'.repeat(10)}example`;
  await messages.send({ to, body: 'x'.repeat(3_000), data: [{ note: 'y'.repeat(500) }] });
  const overflow = (): Promise<number> => page.evaluate('document.body.scrollWidth - innerWidth');
  await rows.first().waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await rows.first().click();
  await detail.locator('.message-text').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  // On what is chosen the address is whole.
  expect(await detail.locator('h2').innerText()).toContain(to);
});
