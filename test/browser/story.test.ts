/** The story of a message: its attempts on one line, what the client saw, and the exact requests. */
import { expect, jest, test } from '@jest/globals';

import { ask, eventually, form, NURSE, openInbox } from './support.js';

jest.setTimeout(30_000);

test('a message shows all its attempts as one story, and each to the byte', async () => {
  const { sandbox, messages, page, rows, detail } = await openInbox();
  sandbox.fail({ kind: 'rate-limit', retryAfter: 0 });
  sandbox.fail({ kind: 'reset-after' });
  const { messageId, requestId } = await messages.send({ to: NURSE, body: 'Größe & 100 %' });
  await rows.getByText('3 attempts').waitFor();
  await detail.getByRole('heading', { name: 'Arrived once' }).waitFor();
  const steps = detail.locator('.is-attempt');
  await eventually(
    () => steps.locator('b').allInnerTexts(),
    (seen) => seen.join() === 'Too many requests,Accepted, answer lost,Already accepted',
  );
  expect(await steps.nth(1).innerText()).toContain('the client saw a reset connection');
  expect(await steps.nth(1).innerText()).toContain('on purpose');
  expect(await detail.locator('.is-key').innerText()).toContain(requestId);
  expect(await detail.locator('.is-key').innerText()).toContain('same on all 3');

  const wire = detail.locator('#wire');
  const [request = '', answer = ''] = await wire.locator('pre').allInnerTexts();
  expect(request).toMatch(/^POST \/v2\/message\/\?recipient=nurse%40ward\.example HTTP\/1\.1\n/);
  expect(request).toContain(`request-id: ${requestId}`);
  expect(request).toContain('body=Gr%C3%B6%C3%9Fe+%26+100+%25');
  expect(answer).toMatch(/^HTTP\/1\.1 304 Not Modified\n/);
  expect(answer).toContain(`TT-X-Message-Id: ${messageId}`);
  expect(await wire.locator('.fields').innerText()).toContain('Größe & 100 %');
  expect(await page.content()).not.toContain(btoa(`${sandbox.apiKey}:${sandbox.apiSecret}`));

  await steps.nth(0).getByRole('button').click();
  await wire.getByText('429 Too Many Requests').waitFor();
  await wire.locator('.pick label').nth(1).click();
  await wire.getByText('then the connection was reset. No answer went out').waitFor();
  expect(await steps.nth(1).getByRole('button').getAttribute('aria-pressed')).toBe('true');
});

test('an attempt in the list of requests leads to the story of its message', async () => {
  const { sandbox, messages, page, rows, detail } = await openInbox();
  sandbox.fail({ kind: 'server-error' });
  await messages.send({ to: NURSE, body: 'Bed 12' });
  await page.getByRole('link', { name: /^Requests/ }).click();
  await rows.getByText('Service failed').click();
  await detail.getByRole('heading', { name: 'Arrived at attempt 2' }).waitFor();
  expect(await detail.locator('.message-text').innerText()).toBe('Bed 12');
  const pressed = detail.getByRole('button', { pressed: true });
  expect(await pressed.innerText()).toContain('Attempt 1 Service failed');
});

test.each([
  ['no-answer', 'Arrived, and the client does not know', 'the client got no answer'],
  ['reset-before', 'Did not arrive', 'Nothing was done'],
] as const)('a send that ends in %s is told as such', async (kind, claim, why) => {
  const { sandbox, page, detail } = await openInbox();
  sandbox.fail({ kind });
  const signal = AbortSignal.timeout(500);
  const init = {
    ...form({ body: 'x' }),
    headers: { 'Request-ID': '5539cc33-b372-48dc-b741-1a674875ce10' },
    signal,
  };
  await ask(sandbox, `/message/?recipient=${NURSE}`, init).catch(() => undefined);
  await page.getByRole('link', { name: /^Requests/ }).click();
  if (kind === 'no-answer') await detail.getByRole('heading', { name: claim }).waitFor();
  await detail.getByText(why).first().waitFor();
});

test('a state says who set it, and leads to the status update', async () => {
  const { messages, detail } = await openInbox();
  const { messageId } = await messages.send({ to: NURSE, body: 'x' });
  await messages.markDelivered([messageId]);
  const step = detail.locator('.is-done');
  await step.getByText('By a status update of a client').waitFor();
  await step.getByRole('button', { name: 'Delivered' }).click();
  await detail.getByRole('heading', { name: 'Exact status update' }).waitFor();
  expect(await detail.locator('#wire pre').first().innerText()).toContain(`delivered=${messageId}`);
  await detail.getByRole('button', { name: 'Mark as read' }).click();
  await step.nth(1).getByText('On this page').waitFor();
});

test('data, organisation, token and warnings stand on the card', async () => {
  const { sandbox, rows, detail } = await openInbox();
  const organization = '3D5qqmf6f6RgVzFwcbZoIPuW';
  const data = [{ namespace: 'ward.example', mimetype: 'application/json', payload: '{"mrn":42}' }];
  await ask(
    sandbox,
    `/message/?recipient=${NURSE}`,
    form({ body: 'x', data: JSON.stringify(data), sender_organization: organization }),
  );
  await rows.getByText('1 warning').waitFor();
  const card = await detail.locator('.message').innerText();
  expect(card).toContain(sandbox.messages[0]?.messageId);
  expect(card).toContain(organization);
  expect(card).toContain('{"mrn":42}');
  expect(card).toContain('no Request-ID');
});

test('a request is copied as a curl command', async () => {
  const { sandbox, messages, page, detail } = await openInbox({
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { requestId } = await messages.send({ to: NURSE, body: "it's" });
  await detail.getByRole('button', { name: 'Copy as curl' }).click();
  await page.getByRole('log').getByText('Copied').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toContain(`-H 'request-id: ${requestId}'`);
  expect(copied).toContain(`'${sandbox.url}/message/?recipient=nurse%40ward.example'`);
  expect(copied).toContain("--data-raw 'body=it%27s'");
  expect(copied).not.toContain(sandbox.apiSecret);
});
