/** JSON arrives as it was written, or is refused with its place. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { JsonError, parseJson } from '../../src/cli/shell/json.js';
import { JsonNumber } from '../../src/messages/data.js';
import type { JsonObject } from '../../src/index.js';
import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';
import { account, tigerconnect } from './command.js';
import { file } from './rows.js';
import { type Service, startService } from './service.js';

const NUMBERS = '{"mrn":12345678901234567890,"dose":1.10,"tiny":1e-400,"list":[-0,0.0,1E3]}';

const dataOf = ({ requests }: Pick<Service, 'requests'>): (string | null)[] =>
  requests.map(({ body }) => new URLSearchParams(body).get('data'));

describe('numbers travel as they were written', () => {
  test('in NDJSON', async () => {
    const service = await startService();
    const row = `{"to":"a@ward.example","body":"x","ttl":60.0,"data": [ ${NUMBERS} ]}`;
    const name = await file('ndjson', row);
    const { code } = await tigerconnect(['send', '--file', name], { env: account(service.url) });
    expect(code).toBe(0);
    expect(dataOf(service)).toEqual([`[${NUMBERS}]`]);
    expect(new URLSearchParams(service.requests[0]?.body).get('ttl')).toBe('60');
  });

  test('in a column of CSV', async () => {
    const service = await startService();
    const cell = `"[${NUMBERS.replaceAll('"', '""')}]"`;
    const name = await file('csv', 'to,body,data', `a@ward.example,x,${cell}`);
    const { code } = await tigerconnect(['send', '--file', name], { env: account(service.url) });
    expect(code).toBe(0);
    expect(dataOf(service)).toEqual([`[${NUMBERS}]`]);
  });

  test('in --data', async () => {
    const server = await startServer([accepted()]);
    const words = ['send', '--to', 'a@ward.example', '--body', 'x', '--data', NUMBERS];
    expect((await tigerconnect(words, { env: account(server.url) })).code).toBe(0);
    expect(dataOf(server)).toEqual([`[${NUMBERS}]`]);
  });

  test('in a single object of a row, which stands for a list of it', async () => {
    const service = await startService();
    const row = `{"to":"a@ward.example","body":"x","data":${NUMBERS}}`;
    const cell = `"${NUMBERS.replaceAll('"', '""')}"`;
    const names = [
      await file('ndjson', row),
      await file('csv', 'to,body,data', `a@ward.example,x,${cell}`),
    ];
    for (const name of names) {
      await tigerconnect(['send', '--file', name], { env: account(service.url) });
    }
    expect(dataOf(service)).toEqual([`[${NUMBERS}]`, `[${NUMBERS}]`]);
  });

  test('in the payload of an element', async () => {
    const service = await startService();
    const element = `{"namespace":"com.example.ward","payload":${NUMBERS}}`;
    const name = await file('ndjson', `{"to":"a@ward.example","body":"x","data":[${element}]}`);
    const { code } = await tigerconnect(['send', '--file', name], { env: account(service.url) });
    expect(code).toBe(0);
    expect(JSON.parse(dataOf(service)[0] ?? '')).toMatchObject([{ payload: NUMBERS }]);
  });

  test('and a number that is written in another way is another row', async () => {
    const service = await startService();
    const row = (dose: string): string =>
      `{"to":"a@ward.example","body":"x","data":[{"dose":${dose}}]}`;
    const name = await file('ndjson', row('1.10'), row('1.1'), row('"n1.1"'), row('"1.1"'));
    const words = ['send', '--file', name];
    await tigerconnect(words, { env: account(service.url) });
    expect(new Set(service.delivered.map(({ requestId }) => requestId)).size).toBe(4);
    const { stdout } = await tigerconnect(words, { env: account(service.url) });
    expect(stdout).toContain('4 sent by an earlier run');
  });
});

test('a key that is given twice is refused with line and column', async () => {
  const service = await startService();
  const name = await file(
    'ndjson',
    '{"to":"a@ward.example","body":"x"}',
    '{"to":"a@ward.example","body":"x","to":"b@ward.example"}',
    '{"to":"a@ward.example","body":"x","data":[{"smith":1,"smith":1}]}',
    '{"to":"a@ward.example","body":"x","TO":"b@ward.example"}',
    '{"to":"a@ward.example",body:"x"}',
  );
  const words = ['send', '--file', name];
  const { code, stdout, stderr } = await tigerconnect(words, { env: account(service.url) });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '5 rows: 1 sent, 4 invalid\n' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    'line 2: a key is given twice (column 35)',
    'line 3: a key is given twice (column 54)',
    'line 4: to: given twice',
    'line 5: not JSON (column 24)',
  ]);
});

test.each([
  ['{"mrn":1,\n "mrn":2}', '--data: a key is given twice (line 2, column 2)'],
  ['{"mrn":1', '--data: not JSON (column 9)'],
  ['[[1]]', '--data: must be a JSON object or an array of them'],
  ['7', '--data: must be a JSON object or an array of them'],
])('--data %j is refused', async (data, why) => {
  const words = ['send', '--to', 'a@ward.example', '--body', 'x', '--data', data];
  const { code, stderr } = await tigerconnect(words, { env: account('http://127.0.0.1:9') });
  expect(code).toBe(2);
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('mrn');
});

/** What is read, written again; numbers keep their text. */
async function rewritten(text: string): Promise<string> {
  const server = await startServer([accepted()]);
  const data = [{ value: parseJson(text) }] as JsonObject[];
  const { tigerconnect } = testClient(server);
  await tigerconnect.messages.send({ to: 'a@ward.example', body: 'x', data });
  await server.close();
  return /^\[\{"value":(.*)\}\]$/su.exec(dataOf(server)[0] ?? '')?.[1] ?? '';
}

test('any JSON is written again as it was read', async () => {
  const json = fc.json({ noUnicodeString: false, maxDepth: 4 });
  const property = fc.asyncProperty(json, async (text) => {
    expect(await rewritten(text)).toBe(JSON.stringify(JSON.parse(text)));
  });
  await fc.assert(property, { numRuns: 50, examples: [['{"__proto__":{"a":[]}}']] });
});

test('a number alone keeps its text', () => {
  const number = fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][-+]?\d{1,5})?$/);
  fc.assert(
    fc.property(number, (text) => {
      expect(parseJson(` ${text} `)).toEqual(new JsonNumber(text));
    }),
  );
});

test('what is refused is what JSON.parse refuses', () => {
  const piece = fc.constantFrom(
    ...Array.from('{}[],:"\\ 019.eE+-n\n\u0001\u00a0\u2028/*'),
    'true',
    'null',
    '"a"',
  );
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  const refuses = (parse: (text: string) => unknown, given: string): boolean => {
    try {
      parse(given);
      return false;
    } catch (error) {
      return !(error instanceof JsonError) || error.message.startsWith('not JSON');
    }
  };
  fc.assert(
    fc.property(text, (given) => {
      // Keys that are given twice apart.
      if (!refuses(JSON.parse, given)) expect(refuses(parseJson, given)).toBe(false);
      else expect(() => parseJson(given)).toThrow(JsonError);
    }),
    { numRuns: 5_000 },
  );
});

test.each([
  ['arrays', (levels: number) => '['.repeat(levels) + ']'.repeat(levels)],
  ['objects', (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels)],
  ['what never ends', (levels: number) => '['.repeat(levels)],
])('JSON of too many levels is refused: %s', (_, nest) => {
  for (const levels of [501, 3_000, 200_000]) {
    expect(() => parseJson(nest(levels))).toThrow(JsonError);
  }
});

test('JSON of many levels is read', () => {
  expect(parseJson('['.repeat(500) + ']'.repeat(500))).toBeDefined();
});

test('a row of too many levels keeps back no other', async () => {
  const service = await startService();
  const row = (data: string): string => `{"to":"a@ward.example","body":"x","data":${data}}`;
  const rows = [row(`[{"a":${'['.repeat(4_000)}${']'.repeat(4_000)}}]`), row(`[${NUMBERS}]`)];
  const name = await file('ndjson', ...rows);
  const { code, stderr } = await tigerconnect(['send', '--file', name], {
    env: account(service.url),
  });
  expect(code).toBe(2);
  expect(stderr).toContain('more than 500 levels');
  expect(dataOf(service)).toEqual([`[${NUMBERS}]`]);
});
