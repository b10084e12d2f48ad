/** The sandbox under the same contract as any server, and in agreement with Prism on what is valid. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { startPrism } from './prism.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { ask, contract, FORM, type Subject } from './cases.js';

contract('the sandbox', () => startSandbox());

/** As the client escapes, and further: Prism refuses unescaped what a URL reserves. */
const escape = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
const pairsOf = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.map(([name, value]) => `${name}=${escape(value)}`).join('&');

const EDGES =
  '|x|0|1|5|-1|1.5|1e3|0x10|5x| 5|９|true|false|TRUE|null|[]|[{"a":1}]|a,b|+|%|ü|nurse@ward.example';
const value = fc.oneof(
  fc.constantFrom(...EDGES.split('|')),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);
const scalars = 'body ttl dor data sender_organization recipient_organization other'.split(' ');
const lists = ['delivered', 'read'];
// A scalar that comes twice: Prism takes the last, we refuse, see below.
const form = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom('body', ...scalars), value), {
      selector: ([name]) => name,
      maxLength: 5,
    }),
    fc.array(fc.tuple(fc.constantFrom(...lists), value), { maxLength: 3 }),
  )
  .map((parts) => parts.flat());
const request = fc.record({
  operation: fc.constantFrom('POST /message/', 'PUT /message/status/', 'GET /message/typing/'),
  query: fc.array(fc.tuple(fc.constantFrom('recipient', 'recipient', 'other'), value), {
    maxLength: 2,
  }),
  form,
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
  let judges: Subject[];
  beforeAll(async () => {
    const prism = await startPrism('spec/openapi.json');
    judges = [
      { ...prism, apiKey: 'sandbox-key', apiSecret: 'sandbox-secret' },
      await startSandbox(),
    ];
  }, 30_000);
  afterAll(() => Promise.all(judges.map((judge) => judge.close())));

  test('agree on which requests are valid', async () => {
    const property = fc.asyncProperty(request, async (drawn) => {
      const [method = '', path = ''] = drawn.operation.split(' ');
      const headers = drawn.requestId === null ? {} : { 'Request-ID': drawn.requestId };
      const target = `${path}?${pairsOf(drawn.query)}`;
      const body = method === 'GET' ? {} : { body: pairsOf(drawn.form), type: drawn.type };
      const [prism, sandbox] = await Promise.all(
        judges.map(async (judge) => {
          const authorization = drawn.authorized ? undefined : '';
          const { status } = await ask(
            judge,
            { method, path: target, headers, ...body },
            authorization,
          );
          return status;
        }),
      );
      // Prism has no state: that an address is none, or a token not known, it cannot say.
      const valid = sandbox === 200 || sandbox === 204 || sandbox === 304 || sandbox === 404;
      expect({ valid }).toEqual({ valid: prism === 200 });
    });
    await fc.assert(property, { numRuns: 400 });
  }, 60_000);

  test('differ on a scalar that comes twice, where Prism takes the last and the sandbox refuses', async () => {
    const path = '/message/?recipient=nurse%40ward.example';
    const twice = { method: 'POST', path, body: 'body=x&body=y' };
    const answers = await Promise.all(judges.map((judge) => ask(judge, twice)));
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  });
});
