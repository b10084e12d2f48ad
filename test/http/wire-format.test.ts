/** What goes over the wire, byte for byte, for each operation. */
import { describe, expect, test } from '@jest/globals';

import { email, phone, user } from '../../src/index.js';
import { API_KEY, API_SECRET, testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

const UUID = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const TOKEN = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';

describe('send', () => {
  test('posts a form to the message path, with credentials and an idempotency key', async () => {
    const server = await startServer([accepted('token-7')]);
    const { tigerconnect } = testClient(server);

    const sent = await tigerconnect.messages.send({
      to: email('nurse@ward.example'),
      body: 'Bed 12: potassium 6.8 & rising +0.2',
    });

    expect(server.requests).toHaveLength(1);
    const [request] = server.requests;
    expect(request?.method).toBe('POST');
    expect(request?.url).toBe('/v2/message/?recipient=nurse%40ward.example');
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(request?.body).toBe('body=Bed+12%3A+potassium+6.8+%26+rising+%2B0.2');
    const credentials = Buffer.from(`${API_KEY}:${API_SECRET}`).toString('base64');
    expect(request?.headers.authorization).toBe(`Basic ${credentials}`);
    expect(request?.headers['request-id']).toMatch(UUID);
    expect(sent).toEqual({
      messageId: 'token-7',
      requestId: request?.headers['request-id'],
      attempts: 1,
      duplicate: false,
    });
  });

  test('writes the plus of a phone number as %2B', async () => {
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send({
      to: phone('+1 415 555 2671'),
      body: 'x',
    });
    expect(server.requests[0]?.url).toBe('/v2/message/?recipient=%2B14155552671');
    expect(server.requests[0]?.query.get('recipient')).toBe('+14155552671');
  });

  test('carries every field under its wire name', async () => {
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send({
      to: user(TOKEN),
      body: 'x',
      ttl: 60,
      deleteOnRead: false,
      data: [{ mrn: '12', tags: ['a', null, 1.5, true] }],
      senderOrganization: '3D5qqmf6f6RgVzFwcbZoIPuW',
      recipientOrganization: '4E5qqmf6f6RgVzFwcbZoIPuW',
    });
    expect(Object.fromEntries(new URLSearchParams(server.requests[0]?.body))).toEqual({
      body: 'x',
      ttl: '60',
      dor: 'false',
      data: '[{"mrn":"12","tags":["a",null,1.5,true]}]',
      sender_organization: '3D5qqmf6f6RgVzFwcbZoIPuW',
      recipient_organization: '4E5qqmf6f6RgVzFwcbZoIPuW',
    });
  });

  test('serialises the payload of a data element, as the known clients do', async () => {
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send({
      to: user(TOKEN),
      body: 'x',
      data: [
        { namespace: 'com.example.ward', payload: { bed: 12, tags: ['a "b"', null] } },
        { namespace: 'n', payload: [1.5], mimetype: 'application/vnd.ward+json' },
        { namespace: 'n', payload: null, mimetype: undefined },
        { namespace: 'n', payload: '{"as":1.10}' },
        { namespace: 'n', payload: '12: <b>', mimetype: 'text/html; charset=utf-8' },
        { namespace: 'without a payload' },
      ],
    });
    const mimetype = 'application/json';
    const { data = '' } = Object.fromEntries(new URLSearchParams(server.requests[0]?.body));
    expect(JSON.parse(data)).toEqual([
      { namespace: 'com.example.ward', mimetype, payload: '{"bed":12,"tags":["a \\"b\\"",null]}' },
      { namespace: 'n', mimetype: 'application/vnd.ward+json', payload: '[1.5]' },
      { namespace: 'n', mimetype, payload: 'null' },
      { namespace: 'n', mimetype, payload: '{"as":1.10}' },
      { namespace: 'n', mimetype: 'text/html; charset=utf-8', payload: '12: <b>' },
      { namespace: 'without a payload' },
    ]);
  });

  test.each([
    ['query', '/v2/message/?recipient=%2B14155552671', 'body=a+%26+b'],
    ['body', '/v2/message/', 'body=a+%26+b&recipient=%2B14155552671'],
  ] as const)('puts the recipient in the %s alone', async (recipientIn, url, body) => {
    const server = await startServer([{ status: 503 }, accepted()]);
    const { messages } = testClient(server, { recipientIn }).tigerconnect;
    await messages.send({ to: phone('+1 415 555 2671'), body: 'a & b' });
    expect(server.requests.map((request) => [request.url, request.body])).toEqual([
      [url, body],
      [url, body],
    ]);
  });

  test.each([
    { organization: '3D5qqmf6f6RgVzFwcbZoIPuW' },
    { senderOrganization: '3D5qqmf6f6RgVzFwcbZoIPuW' },
    { recipientOrganization: '3D5qqmf6f6RgVzFwcbZoIPuW' },
  ])('takes one known organisation for both: %j', async (organization) => {
    const server = await startServer([accepted()]);
    const { messages } = testClient(server).tigerconnect;
    await messages.send({ to: user(TOKEN), body: 'x', ...organization });
    const form = new URLSearchParams(server.requests[0]?.body);
    expect(form.get('sender_organization')).toBe('3D5qqmf6f6RgVzFwcbZoIPuW');
    expect(form.get('recipient_organization')).toBe('3D5qqmf6f6RgVzFwcbZoIPuW');
  });

  test("sends the caller's own key", async () => {
    const server = await startServer([accepted()]);
    const requestId = 'b7a1d0a2-94a8-11ee-b9d1-0242ac120002';
    const { messages } = testClient(server).tigerconnect;
    const sent = await messages.send({ to: user(TOKEN), body: 'x', requestId });
    expect(server.requests[0]?.headers['request-id']).toBe(requestId);
    expect(sent.requestId).toBe(requestId);
  });

  test('keeps text of any script, line breaks and emoji whole', async () => {
    const server = await startServer([accepted()]);
    const body = 'Größe 5 µg\r\nдоза\t腎臓 👩🏽‍⚕️ %00&a=b';
    await testClient(server).tigerconnect.messages.send({ to: user(TOKEN), body });
    expect(new URLSearchParams(server.requests[0]?.body).get('body')).toBe(body);
  });

  test.each([
    [201, undefined],
    [204, undefined],
    [200, '{"status":"ok","reply":{}}'],
  ])('takes the token from the header of a %i', async (status, body) => {
    const headers = { 'tt-x-message-id': 'token-9', 'Content-Type': 'application/json' };
    const server = await startServer([{ status, headers, ...(body ? { body } : {}) }]);
    const { messages } = testClient(server).tigerconnect;
    await expect(messages.send({ to: user(TOKEN), body: 'x' })).resolves.toMatchObject({
      messageId: 'token-9',
    });
  });
});

describe('updateStatus', () => {
  test('repeats the field for each token', async () => {
    const server = await startServer([{ status: 200 }]);
    const { messages } = testClient(server).tigerconnect;
    await messages.updateStatus({ delivered: ['a', 'b'], read: ['c'] });
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      url: '/v2/message/status/',
      body: 'delivered=a&delivered=b&read=c',
    });
    expect(server.requests[0]?.headers).not.toHaveProperty('request-id');
  });

  test('takes as many of one state as of the other', async () => {
    const server = await startServer([{ status: 200 }]);
    const { messages } = testClient(server).tigerconnect;
    await messages.updateStatus({ delivered: ['a'], read: ['b'] });
    expect(server.requests[0]?.body).toBe('delivered=a&read=b');
  });

  test('markDelivered and markRead set one state', async () => {
    const server = await startServer([{ status: 204 }]);
    const { messages } = testClient(server).tigerconnect;
    await messages.markDelivered(['a']);
    await messages.markRead(['b', 'c']);
    expect(server.requests.map(({ body }) => body)).toEqual(['delivered=a', 'read=b&read=c']);
  });
});

describe('typing', () => {
  test('asks for the typing path with the recipient', async () => {
    const server = await startServer([{ status: 200 }]);
    await testClient(server).tigerconnect.messages.typing('nurse+night@ward.example');
    expect(server.requests[0]).toMatchObject({
      method: 'GET',
      url: '/v2/message/typing/?recipient=nurse%2Bnight%40ward.example',
      body: '',
    });
  });
});

test('calls of one client share a connection', async () => {
  const server = await startServer([accepted()]);
  const { messages } = testClient(server).tigerconnect;
  for (let call = 0; call < 5; call++) await messages.send({ to: user(TOKEN), body: 'x' });
  expect(server.requests).toHaveLength(5);
  expect(server.connections).toBe(1);
});
