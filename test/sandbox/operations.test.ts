/** The three operations, by the document and by what else is known of the service. */
import { describe, expect, test } from '@jest/globals';

import { ask, NURSE, only, openWard } from './support.js';

const ID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
});

describe('sending', () => {
  test('keeps what was sent, under the token that the header gave', async () => {
    const { sandbox, messages, clock } = await openWard();
    const data = [{ namespace: 'ward', payload: { mrn: '0042' } }];
    const sent = await messages.send({
      to: NURSE,
      body: 'Größe & 100 %\n+1',
      data,
      ttl: 60,
      deleteOnRead: true,
      organization: '3D5qqmf6f6RgVzFwcbZoIPuW',
    });
    expect(sandbox.messages).toEqual([
      {
        messageId: sent.messageId,
        requestId: sent.requestId,
        recipient: NURSE,
        body: 'Größe & 100 %\n+1',
        data: JSON.stringify([
          { namespace: 'ward', mimetype: 'application/json', payload: '{"mrn":"0042"}' },
        ]),
        ttl: 60,
        deleteOnRead: true,
        senderOrganization: '3D5qqmf6f6RgVzFwcbZoIPuW',
        recipientOrganization: '3D5qqmf6f6RgVzFwcbZoIPuW',
        state: 'sent',
        sentAt: clock.now(),
        expiresAt: clock.now() + 3_600_000,
        warnings: [],
      },
    ]);
  });

  test('answers 204 with the token and no body', async () => {
    const { sandbox } = await openWard();
    const response = await ask(sandbox, `/message/?recipient=${NURSE}`, form({ body: 'x' }));
    expect(response.status).toBe(204);
    expect(response.headers.get('tt-x-message-id')).toBe(only(sandbox.messages).messageId);
  });

  test('makes one account per address, however it is written', async () => {
    const { sandbox, clock } = await openWard();
    const written = ['Nurse@Ward.example', NURSE, '+14155552671', '1 (415) 555-2671', ID];
    for (const recipient of written) {
      const query = new URLSearchParams({ recipient });
      const { status } = await ask(sandbox, `/message/?${query.toString()}`, form({ body: 'x' }));
      expect(status).toBe(204);
    }
    const createdAt = clock.now();
    expect(sandbox.accounts).toEqual([
      { address: NURSE, kind: 'email', createdAt },
      { address: '+14155552671', kind: 'phone', createdAt },
      { address: ID, kind: 'token', createdAt },
    ]);
    expect(sandbox.messages.map(({ recipient }) => recipient)).toEqual([
      NURSE,
      NURSE,
      '+14155552671',
      '+14155552671',
      ID,
    ]);
  });

  test.each([
    ['a + that was not escaped', '+14155552671', /%2B/],
    ['a name', 'nurse', /is not a user or group token/],
    ['two addresses', `${NURSE},doctor@ward.example`, /is not/],
  ])('refuses %s as a recipient, without repeating it', async (_, recipient, why) => {
    const { sandbox } = await openWard();
    const response = await ask(sandbox, `/message/?recipient=${recipient}`, form({ body: 'x' }));
    const text = await response.text();
    expect(response.status).toBe(404);
    expect(text).toMatch(why);
    expect(text).not.toContain(recipient);
    expect(sandbox.accounts).toEqual([]);
  });

  test('takes the recipient from the form', async () => {
    const { sandbox } = await openWard();
    const response = await ask(sandbox, '/message/', form({ body: 'x', recipient: NURSE }));
    expect(response.status).toBe(204);
    expect(only(sandbox.messages).recipient).toBe(NURSE);
  });

  test.each([
    ['no recipient', '', {}],
    ['empty recipients', '?recipient=', { recipient: '' }],
    ['two recipients', `?recipient=${NURSE}`, { recipient: NURSE }],
  ])('refuses %s', async (_, query, field) => {
    const { sandbox } = await openWard();
    const response = await ask(sandbox, `/message/${query}`, form({ body: 'x', ...field }));
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('once, in the query or in the body');
    expect(sandbox.messages).toEqual([]);
  });

  test('accepts a Request-ID once, and then always answers 304 with the same token', async () => {
    const { sandbox, messages } = await openWard();
    const first = await messages.send({ to: NURSE, body: 'x', requestId: ID });
    const again = await messages.send({ to: NURSE, body: 'x', requestId: ID.toUpperCase() });
    expect(again).toMatchObject({ messageId: first.messageId, duplicate: true });
    expect(sandbox.messages).toHaveLength(1);
    expect(sandbox.requests.map(({ response }) => response?.status)).toEqual([204, 304]);
    expect(sandbox.requests.map(({ recipient }) => recipient)).toEqual([NURSE, NURSE]);
  });

  test('does not count a refused request as the first with its Request-ID', async () => {
    const { sandbox, messages } = await openWard();
    const bad = { ...form({ ttl: '5' }), headers: { 'Request-ID': ID } };
    expect((await ask(sandbox, `/message/?recipient=${NURSE}`, bad)).status).toBe(400);
    const sent = await messages.send({ to: NURSE, body: 'x', requestId: ID });
    expect(sent.duplicate).toBe(false);
  });

  test('names each mistake of a request, and repeats nothing of its content', async () => {
    const { sandbox } = await openWard();
    const secret = 'potassium-6.8';
    const init = { ...form({ ttl: secret, dor: secret }), headers: { 'Request-ID': secret } };
    const response = await ask(sandbox, `/message/?recipient=${NURSE}&${secret}=1`, init);
    const text = await response.text();
    expect(response.status).toBe(400);
    const { reply } = JSON.parse(text) as { reply: { reasons: string[] } };
    // In the order of the document's fields, whatever that is.
    expect(reply.reasons.toSorted()).toEqual([
      'form dor: must be boolean',
      'form ttl: must be integer',
      "form: must have required property 'body'",
      'header request-id: must match format "uuid"',
    ]);
    expect(text).not.toContain(secret);
  });

  test('warns of what the document allows but is probably a mistake', async () => {
    const { sandbox } = await openWard();
    await ask(sandbox, `/message/?recipient=${NURSE}`, form({ body: ' ', data: '{"a":1}' }));
    expect(only(sandbox.messages).warnings).toEqual(only(sandbox.requests).warnings);
    expect(only(sandbox.requests).warnings).toEqual([
      'data is not a JSON array of objects',
      'no Request-ID: a retry would send the message again',
      'the body is blank',
    ]);
  });
});

describe('status', () => {
  test('only moves forward, and read implies delivered', async () => {
    const { sandbox, messages, clock } = await openWard();
    const { messageId } = await messages.send({ to: NURSE, body: 'x' });
    const sentAt = clock.now();
    clock.advance(5);
    await messages.markRead([messageId]);
    clock.advance(5);
    await messages.markDelivered([messageId]);
    await messages.markRead([messageId]);
    expect(only(sandbox.messages)).toMatchObject({
      state: 'read',
      sentAt,
      deliveredAt: sentAt + 5,
      readAt: sentAt + 5,
    });
  });

  test('of several messages is set in one call', async () => {
    const { sandbox, messages } = await openWard();
    const [one, two] = [
      await messages.send({ to: NURSE, body: '1' }),
      await messages.send({ to: NURSE, body: '2' }),
    ];
    const both = [one.messageId, two.messageId];
    await messages.updateStatus({ delivered: both, read: [two.messageId] });
    expect(sandbox.messages.map(({ state }) => state)).toEqual(['delivered', 'read']);
    expect(sandbox.requests.at(-1)?.messageIds).toEqual(both);
  });

  test('of an unknown message changes nothing, for known messages neither', async () => {
    const { sandbox, messages } = await openWard();
    const { messageId } = await messages.send({ to: NURSE, body: 'x' });
    const update = messages.updateStatus({ read: [messageId, ID] });
    await expect(update).rejects.toMatchObject({ code: 'not_found' });
    expect(only(sandbox.messages).state).toBe('sent');
  });
});

test.each([
  [[ID], 'The message token is not known.'],
  [[ID, 'other'], '2 of 2 message tokens are not known.'],
])('refuses tokens that it does not know: %j', async (tokens, message) => {
  const { messages } = await openWard();
  await expect(messages.markRead(tokens)).rejects.toMatchObject({ body: { error: { message } } });
});
