/** What the sandbox says is likely a mistake, and what a strict one refuses for it. */
import { describe, expect, test } from '@jest/globals';

import { authorization, NURSE, only, openWard } from './support.js';

const ID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const FORM = 'application/x-www-form-urlencoded';

interface Sending {
  readonly query?: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Record<string, string>;
}

interface Outcome {
  readonly status: number;
  readonly warnings: readonly string[];
  readonly body: string | undefined;
}

/** What a sandbox makes of a message, beside its key. */
async function send(sending: Sending, strict = false): Promise<Outcome> {
  const { sandbox } = await openWard({ strict });
  const { query = `recipient=${NURSE}`, body, headers } = sending;
  const response = await fetch(`${sandbox.url}/message/?${query}`, {
    method: 'POST',
    headers: { ...authorization(sandbox), 'Content-Type': FORM, 'Request-ID': ID, ...headers },
    body,
  });
  const { warnings, response: recorded } = only(sandbox.requests);
  expect(recorded?.status).toBe(response.status);
  expect(sandbox.messages.map((message) => message.warnings)).toEqual(
    response.status < 300 ? [warnings] : [],
  );
  return { status: response.status, warnings, body: sandbox.messages[0]?.body };
}

const json = (value: unknown): string => encodeURIComponent(JSON.stringify(value));

describe('a message is accepted with a warning, and refused by a strict sandbox:', () => {
  test.each<[string, Sending, RegExp]>([
    ['an unknown field', { body: 'body=x&no_field=1' }, /no field no_field; it is ignored$/],
    ['a field in other letters', { body: 'body=x&TTL=5' }, /no field TTL; .*did you mean ttl\?$/],
    ['a field of the client', { body: 'body=x&deleteOnRead=true' }, /did you mean dor\?$/],
    [
      'an unknown parameter',
      { query: `recipient=${NURSE}&ttl=5`, body: 'body=x' },
      /no parameter ttl/,
    ],
    ['data that is no JSON', { body: 'body=x&data=mrn' }, /data is not a JSON array of objects/],
    [
      'data that is one object',
      { body: `body=x&data=${json({ a: 1 })}` },
      /data is not a JSON array/,
    ],
    ['data of texts', { body: `body=x&data=${json(['a'])}` }, /data is not a JSON array/],
    ['dor=1', { body: 'body=x&dor=1' }, /^dor=1 is not in the document; it is taken for true$/],
    ['dor=0', { body: 'body=x&dor=0' }, /^dor=0 is not in the document; it is taken for false$/],
    ['ttl=-1', { body: 'body=x&ttl=-1' }, /^ttl=-1 is not in the document; it is taken for never$/],
    ['text that is not UTF-8', { body: 'body=caf%E9' }, /^the text is not UTF-8/],
    [
      'bytes that are not UTF-8',
      { body: Uint8Array.from(Buffer.from('body=caf\u00e9', 'latin1')) },
      /^the text is not UTF-8/,
    ],
    [
      'a query that is not UTF-8',
      { query: `recipient=${NURSE}&x=%FF`, body: 'body=x' },
      /^the text is not UTF-8/,
    ],
    [
      'JSON that is not UTF-8',
      {
        body: Uint8Array.from(Buffer.from('{"body":"caf\u00e9"}', 'latin1')),
        headers: { 'Content-Type': 'application/json' },
      },
      /^the text is not UTF-8/,
    ],
    [
      'another charset',
      { body: 'body=x', headers: { 'Content-Type': `${FORM}; charset=ISO-8859-1` } },
      /^the charset is ISO-8859-1/,
    ],
  ])('%s', async (_, sending, warning) => {
    const taken = await send(sending);
    expect(taken.status).toBe(204);
    expect(taken.warnings).toEqual(expect.arrayContaining([expect.stringMatching(warning)]));
    const refused = await send(sending, true);
    expect(refused.status).toBe(400);
    expect(refused.warnings).toEqual(taken.warnings);
  });

  test('a phone number without a plus', async () => {
    const sending = { query: 'recipient=4155552671', body: 'body=x' };
    const { status, warnings } = await send(sending);
    expect([status, warnings]).toEqual([
      204,
      [expect.stringMatching(/without a \+.*another country/)],
    ]);
    expect(warnings.join()).not.toContain('4155552671');
    expect((await send(sending, true)).status).toBe(404);
  });
});

test.each<[string, string, RegExp]>([
  ['without a namespace', json([{ mrn: 1 }]), /without a namespace/],
  [
    'whose payload is not text',
    json([{ namespace: 'a', payload: { mrn: 1 } }]),
    /payload is not text/,
  ],
])('data %s is what the document allows, with a warning', async (_, data, warning) => {
  const sending = { body: `body=x&data=${data}` };
  for (const strict of [false, true]) {
    const { status, warnings } = await send(sending, strict);
    expect([status, warnings]).toEqual([204, [expect.stringMatching(warning)]]);
  }
});

test.each([
  ['data of the known shape', `body=x&data=${json([{ namespace: 'a', payload: '{}' }])}`],
  ['letters of every kind', 'body=Gr%C3%B6%C3%9Fe+%F0%9F%9A%91'],
])('%s is nothing to warn of', async (_, body) => {
  const { status, warnings } = await send({ body }, true);
  expect([status, warnings]).toEqual([204, []]);
});

test('what is not UTF-8 is kept with the letter replaced', async () => {
  expect((await send({ body: 'body=caf%E9' })).body).toBe('caf\ufffd');
});

test.each(['gzip', 'br', 'x-unknown'])(
  'a body in the encoding %s is refused with the reason',
  async (coding) => {
    const headers = { 'Content-Encoding': coding };
    expect((await send({ body: 'body=x', headers })).status).toBe(415);
    expect(
      (await send({ body: 'body=x', headers: { 'Content-Encoding': 'identity' } })).status,
    ).toBe(204);
  },
);

test('hundreds of unknown fields are told of in a few words', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `f${at}=1`).join('&');
  const { warnings } = await send({ body: `body=x&${'long'.repeat(50)}=1&${names}` });
  expect(warnings).toHaveLength(11);
  expect(warnings[0]).toMatch(/^the document has no field (?:long){10}…;/);
  expect(warnings.at(-1)).toBe('the document has no such field: 291 more names');
});

test('a list with brackets is no list of the document', async () => {
  for (const strict of [false, true]) {
    const { sandbox, messages } = await openWard({ strict });
    const { messageId } = await messages.send({ to: NURSE, body: 'x' });
    const response = await fetch(`${sandbox.url}/message/status/`, {
      method: 'PUT',
      headers: authorization(sandbox),
      body: new URLSearchParams({ 'read[]': messageId }),
    });
    expect(response.status).toBe(strict ? 400 : 200);
    expect(sandbox.requests.at(-1)?.warnings[0]).toBe(
      'the document has no field read[]; it is ignored: a list repeats the name read',
    );
    expect(only(sandbox.messages).state).toBe('sent');
  }
});

describe('a Request-ID that is used again', () => {
  const again = { to: NURSE, body: 'Bed 12', requestId: ID, ttl: 5 };

  test('with the same content is a repeat, without a word', async () => {
    const { sandbox, messages } = await openWard({ strict: true });
    await messages.send(again);
    await messages.send(again);
    expect(sandbox.requests.map(({ warnings }) => warnings)).toEqual([[], []]);
  });

  test.each<[string, object]>([
    ['text', { body: 'Bed 13' }],
    ['recipient', { to: 'doctor@ward.example' }],
    ['ttl', { ttl: 6 }],
    ['data', { data: [{ namespace: 'a', payload: '1' }] }],
    ['organization', { organization: '3D5qqmf6f6RgVzFwcbZoIPuW' }],
  ])(
    'with another %s is answered 304 with a warning, and refused by a strict sandbox',
    async (_, change) => {
      const { sandbox, messages } = await openWard();
      const first = await messages.send(again);
      const second = await messages.send({ ...again, ...change });
      expect(second).toMatchObject({ duplicate: true, messageId: first.messageId });
      expect(sandbox.requests.map(({ warnings }) => warnings)).toEqual([
        [],
        ['the Request-ID was used for another message: this one is not sent'],
      ]);
      const ward = await openWard({ strict: true });
      await ward.messages.send(again);
      const refused = ward.messages.send({ ...again, ...change });
      await expect(refused).rejects.toMatchObject({ status: 400, delivery: 'not-sent' });
      expect(only(ward.sandbox.messages).body).toBe('Bed 12');
    },
  );
});
