/** The sandbox takes what known clients of the service send, and says what of it the document does not. */
import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';

import { TigerConnect } from '../../src/index.js';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.js';
import { basicAuth, observedClient } from './cases.js';
import { KNOWN_REQUESTS, type KnownRequest } from './known-requests.js';

const FORM = 'application/x-www-form-urlencoded';
const DOCUMENT = JSON.parse(
  readFileSync(new URL('../../spec/openapi.json', import.meta.url), 'utf8'),
) as {
  paths: Record<string, object> & {
    '/message/': {
      post: { requestBody: { content: Record<typeof FORM, { schema: { properties: object } }> } };
    };
  };
};

interface Envelope {
  readonly reply: { readonly message?: string };
  readonly error?: { readonly message: string };
}

const withToken = <Value>(value: Value, token: string): Value =>
  JSON.parse(JSON.stringify(value).replaceAll('TOKEN', token)) as Value;

function send(sandbox: Sandbox, { method, path, headers, body }: KnownRequest): Promise<Response> {
  return fetch(new URL(path, sandbox.pageUrl), {
    method,
    headers: { Authorization: basicAuth(sandbox), ...headers },
    ...(body !== undefined && { body }),
  });
}

/** Whether the vendor documents by now what the warning says that its document lacks. */
function isDocumented(warning: string): boolean {
  const [, method = '', path = ''] = /^(\w+) (\S+) is not in the document$/.exec(warning) ?? [];
  const [, field = ''] = /^no field (\w+)$/.exec(warning) ?? [];
  const shape = (name: string) => name.replaceAll(/\{[^}]*\}/g, '{}');
  const item = Object.entries(DOCUMENT.paths).find(([name]) => shape(name) === shape(path))?.[1];
  const form = DOCUMENT.paths['/message/'].post.requestBody.content[FORM].schema;
  return Object.hasOwn(item ?? {}, method.toLowerCase()) || Object.hasOwn(form.properties, field);
}

/** Sends one message to refer to, and forgets the request. */
async function prepare(sandbox: Sandbox): Promise<string> {
  sandbox.reset();
  const { tigerconnect } = observedClient(sandbox);
  const { messageId } = await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
  tigerconnect.close();
  return messageId;
}

describe('the request of', () => {
  let sandbox: Sandbox;
  let strict: Sandbox;
  let token: string;
  beforeAll(async () => {
    sandbox = await startSandbox();
    strict = await startSandbox({ strict: true });
  });
  beforeEach(async () => {
    token = await prepare(sandbox);
  });
  afterAll(() => Promise.all([sandbox.close(), strict.close()]));

  test.each(KNOWN_REQUESTS.map((known) => [known.client, known] as const))(
    '%s',
    async (_, known) => {
      const response = await send(sandbox, withToken(known, token));
      const text = await response.text();
      expect([response.status, text]).toEqual([known.status, expect.any(String)]);
      const record = sandbox.requests.at(-1);
      const expected = known.warnings.filter((warning) => !isDocumented(warning));
      expect(record?.warnings).toEqual(expected.map((part) => expect.stringContaining(part)));
      const sent = response.headers.get('tt-x-message-id');
      if (known.message === undefined) expect(sandbox.messages).toHaveLength(1);
      else {
        expect(sandbox.messages.at(-1)).toMatchObject({ ...known.message, messageId: sent });
        expect(sandbox.messages.at(-1)?.warnings).toEqual(record?.warnings);
      }
      if (known.reply === undefined) expect(text).toBe('');
      else {
        const reply = withToken(known.reply, sent ?? token);
        expect(JSON.parse(text)).toMatchObject({ status: 'ok', reply });
      }
    },
  );

  test.each(KNOWN_REQUESTS.map((known) => [known.client, known] as const))(
    '%s is refused by a strict sandbox, with the reason',
    async (_, known) => {
      const strictToken = await prepare(strict);
      const response = await send(strict, withToken(known, strictToken));
      const { reply, error } = (await response.json()) as Envelope;
      expect(response.status).toBe(known.strictStatus);
      expect(reply.message).toMatch(/document|API is below/);
      expect(error?.message).toBe(reply.message);
      expect(strict.messages).toHaveLength(1);
      expect(strict.messages[0]?.state).toBe('sent');
    },
  );

  test('the SDK, repeated, is answered 304 with the same token', async () => {
    const [known] = KNOWN_REQUESTS;
    if (known === undefined) throw new Error('no request');
    const first = await send(sandbox, known);
    const again = await send(sandbox, known);
    expect([first.status, again.status]).toEqual([201, 304]);
    expect(again.headers.get('tt-x-message-id')).toBe(first.headers.get('tt-x-message-id'));
    expect(sandbox.messages).toHaveLength(2);
  });

  test('a reader of states sees each of them', async () => {
    const tellState = async (): Promise<unknown> => {
      const path = `/v2/message/${token}/status`;
      const headers = { Authorization: basicAuth(sandbox) };
      const response = await fetch(new URL(path, sandbox.pageUrl), { headers });
      const { reply } = (await response.json()) as { reply: { statuses: { status: string }[] } };
      return reply.statuses.map(({ status }) => status);
    };
    expect(await tellState()).toEqual(['New']);
    const { tigerconnect } = observedClient(sandbox);
    await tigerconnect.messages.markDelivered([token]);
    expect(await tellState()).toEqual(['Delivered']);
    await tigerconnect.messages.markRead([token]);
    expect(await tellState()).toEqual(['Read']);
    tigerconnect.close();
  });
});

test("our own client's recipient in the body is what the document says", async () => {
  await using strict = await startSandbox({ strict: true });
  const { url: baseUrl, apiKey, apiSecret } = strict;
  const tigerconnect = new TigerConnect({ baseUrl, apiKey, apiSecret, recipientIn: 'body' });
  await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
  expect(strict.requests[0]?.target).toBe('/v2/message/');
  expect(strict.messages[0]).toMatchObject({ recipient: 'nurse@ward.example', warnings: [] });
  tigerconnect.close();
});
