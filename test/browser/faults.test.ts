/** Faults added on the page: in the words of the form, for the requests it names, with a sign while armed. */
import { expect, jest, test } from '@jest/globals';

import { serveDocument } from '../../src/sandbox/start.js';
import { GROWN_DOCUMENT } from '../sandbox/grown-document.js';
import { ask, eventually, NURSE, openInbox } from './support.js';

jest.setTimeout(30_000);

test('a fault added on the page meets the client, until it is removed', async () => {
  const { sandbox, messages, page } = await openInbox();
  await page.getByRole('button', { name: 'Faults' }).first().click();
  await page.getByLabel('Service fails').check();
  await page.getByLabel('All, until removed').check();
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
  await page.getByLabel('How many').fill('2');
  await page.getByLabel('Which').selectOption('sends');
  await page.getByLabel('Let pass first').fill('1');
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

const DETAILS = [
  [
    'Slow answer',
    { 'Milliseconds until the answer': '250' },
    "sandbox.fail({ kind: 'latency', delay: 250 });",
    'Slow answer (250 ms) for the next request',
  ],
  [
    'Service fails',
    { Status: '500', 'Retry-After': '2500' },
    "sandbox.fail({ kind: 'server-error', status: 500, retryAfter: 2500 });",
    'Service fails (500, wait 3 s) for the next request',
  ],
  [
    'Too many requests',
    { 'Retry-After': "in an hour's time" },
    String.raw`sandbox.fail({ kind: 'rate-limit', retryAfter: 'in an hour\'s time' });`,
    "Too many requests (Retry-After: in an hour's time) for the next request",
  ],
] as const;

test.each(DETAILS)('%s takes what the sandbox takes for it', async (kind, fields, line, armed) => {
  const { page } = await openInbox();
  await page.locator('#open-faults').click();
  await page.getByLabel(kind).check();
  for (const [label, value] of Object.entries(fields)) {
    await page.locator('.details').getByLabel(label).fill(value);
  }
  expect(await page.locator('#faults pre').innerText()).toBe(line);
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('.armed-list').getByText(armed).waitFor();
});

test('a fault that the sandbox refuses says why in the form', async () => {
  const { page, complaints } = await openInbox();
  await page.locator('#open-faults').click();
  await page.getByLabel('Too many requests').check();
  await page.getByLabel('Retry-After').fill('später');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page
    .getByRole('alert')
    .getByText('retryAfter: must be milliseconds from 0, or the text of the header')
    .waitFor();
  await page.getByLabel('Retry-After').fill('3000');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('.armed-list').getByText('Too many requests (wait 3 s)').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
  expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
});

test('the form offers every operation of the document, also one that it grew by', async () => {
  const { sandbox, page } = await openInbox({}, {}, (options) =>
    serveDocument(GROWN_DOCUMENT, options),
  );
  await page.locator('#open-faults').click();
  const options = await page.getByLabel('Which').locator('option').allInnerTexts();
  expect(options).toEqual(expect.arrayContaining(['any request', 'sends', 'createGroup requests']));
  await page.getByLabel('Service fails').check();
  await page.getByLabel('Which').selectOption('createGroup requests');
  await page.getByRole('button', { name: 'Add fault' }).click();
  await page.locator('.armed-list').getByText('for the next createGroup request').waitFor();
  const statuses = [];
  for (const path of ['/group/?kind=ward', '/group/']) {
    statuses.push(
      (await ask(sandbox, path, { method: path === '/group/' ? 'POST' : 'GET' })).status,
    );
  }
  expect(statuses).toEqual([200, 503]);
});
