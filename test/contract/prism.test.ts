/** Prism, which knows only the document, judges what the client really sends. */
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

import { type Judge, startPrism } from '../../scripts/prism.js';
import { email, group, phone, TigerConnect, user } from '../../src/index.js';

const UUID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const TOKEN = '3D5qqmf6f6RgVzFwcbZoIPuW';

/** The vendor's document as published, without the second document marker that Prism cannot read. */
function vendorDocument(): { consumes: string[] } {
  return parse(readFileSync('spec/vendor.yaml', 'utf8').replace(/---\s*$/, '')) as {
    consumes: string[];
  };
}

const clientOf = (judge: Judge): TigerConnect =>
  new TigerConnect({ apiKey: 'key', apiSecret: 'secret', baseUrl: judge.url, maxRetries: 0 });

const statusesOf = (judge: Judge): number[] =>
  judge.exchanges.map(({ response }) => response.status);

async function everyOperation({ messages }: TigerConnect, sends: boolean): Promise<void> {
  if (sends) {
    await messages.send({ to: email('nurse@ward.example'), body: 'Bed 12' });
    await messages.send({
      to: phone('+14155552671'),
      body: 'Größe & 100 % +',
      ttl: 60,
      deleteOnRead: true,
      data: [{ mrn: '12' }],
      organization: TOKEN,
    });
    await messages.send({ to: group(TOKEN), body: 'x', deleteOnRead: false });
  }
  await messages.updateStatus({ delivered: [UUID, TOKEN], read: [UUID] });
  await messages.markRead([UUID]);
  await messages.typing(user(UUID));
}

describe('spec/openapi.json', () => {
  let judge: Judge;
  beforeAll(async () => {
    judge = await startPrism('spec/openapi.json');
  }, 30_000);
  afterAll(() => judge.close());

  test('allows every request the client makes', async () => {
    judge.exchanges.length = 0;
    await everyOperation(clientOf(judge), true);
    expect(statusesOf(judge)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  const form = 'application/x-www-form-urlencoded';
  const refused: [string, string, string, string, string][] = [
    ['no recipient', 'POST', '/message/', form, 'body=x'],
    ['no body', 'POST', '/message/?recipient=a', form, 'ttl=1'],
    ['a ttl in words', 'POST', '/message/?recipient=a', form, 'body=x&ttl=soon'],
    ['a ttl of nothing', 'POST', '/message/?recipient=a', form, 'body=x&ttl=0'],
    [
      'JSON in place of a form',
      'POST',
      '/message/?recipient=a',
      'application/json',
      '{"body":"x"}',
    ],
    ['no recipient of typing', 'GET', '/message/typing/', form, ''],
  ];
  test.each(refused)(
    'refuses %s, so its yes means something',
    async (_, method, path, type, body) => {
      const response = await fetch(`${judge.url}${path}`, {
        method,
        headers: { Authorization: 'Basic a2V5OnNlY3JldA==', 'Content-Type': type },
        ...(method === 'GET' ? {} : { body }),
      });
      expect(response.status).toBeGreaterThanOrEqual(400);
    },
  );

  test('refuses a request without credentials', async () => {
    const response = await fetch(`${judge.url}/message/typing/?recipient=a`);
    expect(response.status).toBe(401);
  });
});

describe("the vendor's own document", () => {
  test('allows every request the client makes, read with forms where it says JSON', async () => {
    // It lists form fields and says it consumes JSON; for Prism only one of the two can be true.
    const document = { ...vendorDocument(), consumes: ['application/x-www-form-urlencoded'] };
    const judge = await startPrism(document);
    try {
      await everyOperation(clientOf(judge), false);
      const { url } = judge;
      judge.exchanges.length = 0;
      // It knows no message token, so that send() cannot succeed; what counts here is the request.
      const { messages } = new TigerConnect({ apiKey: 'k', apiSecret: 's', baseUrl: url });
      const send = messages.send({ to: email('nurse@ward.example'), body: 'x', ttl: 5 });
      await expect(send).rejects.toMatchObject({ code: 'invalid_response', status: 200 });
      expect(statusesOf(judge)).toEqual([200]);
    } finally {
      await judge.close();
    }
  }, 30_000);
});
