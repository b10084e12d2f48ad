/** Faults added on the page: in the words of the form, for the requests it names, with a sign while armed. */
import { expect, jest, test } from '@jest/globals';

import { eventually, NURSE, openInbox } from './support.js';

jest.setTimeout(30_000);

test('a fault added on the page meets the client, until it is removed', async () => {
  const { sandbox, messages, page } = await openInbox();
  await page.getByRole('button', { name: 'Faults' }).first().click();
  await page.getByLabel('Service fails').check();
  await page.getByLabel('How many').selectOption('all, until removed');
  await page.getByRole('button', { name: 'Add fault' }).click();
  const strip = page.getByRole('region', { name: 'Armed faults' });
  await strip.getByText('Service fails for every request, until removed.').waitFor();
  expect(await page.locator('#open-faults').textContent()).toContain('1 armed');
  const attempt = messages.send({ to: NURSE, body: 'x' }, { maxRetries: 1 });
  await expect(attempt).rejects.toMatchObject({ code: 'server', status: 503, attempts: 2 });
  await page.keyboard.press('Escape');
  await strip.getByRole('button', { name: 'Remove all' }).click();
  await strip.waitFor({ state: 'detached' });
  await expect(messages.send({ to: NURSE, body: 'x' })).resolves.toMatchObject({ attempts: 1 });
  expect(sandbox.requests.map(({ fault }) => fault)).toEqual([
    'server-error',
    'server-error',
    undefined,
  ]);
});

test('the form names the operation and how many pass first, and writes the line of a test', async () => {
  const { sandbox, messages, page, detail } = await openInbox();
  await page.getByRole('button', { name: 'Faults' }).first().click();
  await page.getByLabel('Answer lost').check();
  await page.getByLabel('How many').selectOption('the next 2');
  await page.getByLabel('Which').selectOption('sends');
  await page.getByLabel('Let pass first').selectOption('1');
  expect(await page.locator('#faults pre').innerText()).toBe(
    "sandbox.fail({ kind: 'reset-after', times: 2, operation: 'sendMessage', after: 1 });",
  );
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('#faults').getByText('for the next 2 sends, after 1 other').waitFor();
  await page.keyboard.press('Escape');
  await messages.typing(NURSE);
  await messages.send({ to: NURSE, body: 'passes' });
  const { attempts } = await messages.send({ to: NURSE, body: 'meets it' });
  expect(attempts).toBe(3);
  expect(sandbox.requests.map(({ fault }) => fault)).toEqual([
    undefined,
    undefined,
    'reset-after',
    'reset-after',
    undefined,
  ]);
  await page.locator('.list').getByText('meets it').click();
  await detail.getByText('on purpose').first().waitFor();
  await page.getByRole('region', { name: 'Armed faults' }).waitFor({ state: 'detached' });
});

test('one fault is removed without the others', async () => {
  const { sandbox, page } = await openInbox();
  sandbox.fail({ kind: 'server-error' });
  sandbox.fail({ kind: 'rate-limit', operation: 'sendMessage' });
  await page.locator('#open-faults').click();
  await page.getByRole('button', { name: 'Remove: Service fails for the next request' }).click();
  const armed = page.locator('.armed-list li');
  await eventually(
    () => armed.allInnerTexts(),
    (seen) => seen.length === 1,
  );
  expect(await armed.innerText()).toContain('Too many requests for the next send');
});
