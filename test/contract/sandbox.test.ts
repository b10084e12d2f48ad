/** A strict sandbox meets the same contract as any server; every sandbox agrees with Prism on what is valid. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { startPrism } from './prism.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { contract, FORM, sendRaw, type Subject } from './cases.js';

contract('the sandbox', () => startSandbox({ strict: true }));

/** Escapes more than the client does: Prism refuses unescaped characters that a URL reserves. */
const escapeValue = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
const joinPairs = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}=${escapeValue(value)}`).join('&');

const EDGES =
  '|x|0|1|5|-1|1.5|1e3|0x10|5x| 5|９|true|false|TRUE|null|[]|[{"a":1}]|a,b|+|%|ü|nurse@ward.example';
const VALUE = fc.oneof(
  fc.constantFrom(...EDGES.split('|')),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const SCALARS = 'body ttl dor data sender_organization recipient_organization other'.split(' ');
const LISTS = ['delivered', 'read'];
/** What known clients mean by these the sandbox takes, though the document does not allow it. */
const KNOWN: readonly string[] = ['dor 0', 'dor 1', 'ttl -1'];
// Each scalar once: when one is repeated, Prism takes the last and we refuse, see below.
const FORM_FIELDS = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom('body', ...SCALARS), VALUE), {
      selector: ([name]) => name,
      maxLength: 5,
    }),
    fc.array(fc.tuple(fc.constantFrom(...LISTS), VALUE), { maxLength: 3 }),
  )
  .map((parts) => parts.flat().filter((pair) => !KNOWN.includes(pair.join(' '))));
const REQUEST = fc.record({
  operation: fc.constantFrom('POST /message/', 'PUT /message/status/', 'GET /message/typing/'),
  query: fc.array(fc.tuple(fc.constantFrom('recipient', 'recipient', 'other'), VALUE), {
    maxLength: 2,
  }),
  form: FORM_FIELDS,
  type: fc.constantFrom(
    FORM,
    FORM,
    FORM,
    `${FORM}; charset=utf-8`,
    'application/json',
    'text/plain',
  ),
  requestId: fc.option(fc.oneof(fc.uuid(), fc.constantFrom('', 'first'))),
  authorized: fc.constantFrom(true, true, true, false),
});

describe('the sandbox and Prism', () => {
  let servers: Subject[];
  beforeAll(async () => {
    const prism = await startPrism('spec/openapi.json');
    servers = [
      { ...prism, apiKey: 'sandbox-key', apiSecret: 'sandbox-secret' },
      await startSandbox(),
    ];
  }, 30_000);
  afterAll(() => Promise.all(servers.map((server) => server.close())));

  test('agree on which requests are valid', async () => {
    const property = fc.asyncProperty(REQUEST, async (drawn) => {
      const [method = '', path = ''] = drawn.operation.split(' ');
      const headers = drawn.requestId === null ? {} : { 'Request-ID': drawn.requestId };
      const target = `${path}?${joinPairs(drawn.query)}`;
      const body = method === 'GET' ? {} : { body: joinPairs(drawn.form), type: drawn.type };
      const [prism, sandbox] = await Promise.all(
        servers.map(async (server) => {
          const authorization = drawn.authorized ? undefined : '';
          const { status } = await sendRaw(
            server,
            { method, path: target, headers, ...body },
            authorization,
          );
          return status;
        }),
      );
      // Prism has no state, so that it cannot say that an address or a token does not exist.
      const valid = sandbox === 200 || sandbox === 204 || sandbox === 304 || sandbox === 404;
      // Which of two places holds the recipient, the document cannot say.
      const missing =
        drawn.operation === 'POST /message/' &&
        !drawn.query.some(([name, value]) => name === 'recipient' && value !== '');
      expect({ valid }).toEqual({ valid: prism === 200 && !missing });
    });
    await fc.assert(property, { numRuns: 400 });
  }, 60_000);

  test('differ on a repeated scalar: Prism takes the last one, the sandbox refuses', async () => {
    const path = '/message/?recipient=nurse%40ward.example';
    const twice = { method: 'POST', path, body: 'body=x&body=y' };
    const answers = await Promise.all(servers.map((server) => sendRaw(server, twice)));
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });
});
