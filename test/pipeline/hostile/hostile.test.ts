// Documents that want to run code, to deceive, or to be in the way. Each says in "x-expect" how it ends:
// refused with a reason, or a client of which importing it runs nothing, and which asks what the document says.
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { operationsOf } from '../../../scripts/pipeline/document/document.js';
import type { Run } from '../harness.js';
import {
  generate,
  generateFrom,
  placesIn,
  remove,
  ROOT,
  scratch,
  wholeDocuments,
} from '../harness.js';
import { requestsOf } from './requests.js';

const RUNS = Number(process.env['RUNS'] ?? 30);
jest.setTimeout(60_000 + RUNS * 1000);

const DOCUMENTS = join(ROOT, 'test/pipeline/hostile/documents');

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'hostile');
});

/** What the document says must happen, without parsing it: some cannot be. */
function expectation(file: string): { exitCode: number; words: string } {
  const text = readFileSync(join(DOCUMENTS, file), 'utf8');
  const [, code, words = ''] = /"x-expect": "exit (\d)(?:: ((?:[^"\\]|\\.)*))?"/.exec(text) ?? [];
  return { exitCode: Number(code), words: words.replaceAll('\\"', '"') };
}

function generateFile(input: string, output: string): Promise<Run> {
  const flags = ['--input', join(DOCUMENTS, input), '--no-overlay', '--output', output];
  return generate(directory, ...flags);
}

/** What holds for the outcome of any document. */
async function judge(run: Run, output: string): Promise<void> {
  if (run.exitCode !== 0) {
    expect(run.exitCode).toBe(2);
    // A line with file and place, and what to do about it.
    expect(run.error).toMatch(/^\S+\.json(:\d+)?: [^\n]{1,600}\n( {2}[^\n]{1,600}\n)+$/);
    return;
  }
  const requests = await requestsOf(output);
  expect(globalThis).not.toHaveProperty('hostile');
  const openapi = JSON.parse(await readFile(join(output, 'openapi.json'), 'utf8')) as JsonObject;
  expect(requests.sort()).toEqual(
    operationsOf(openapi)
      .map(({ place }) => place)
      .sort(),
  );
}

const RUN = 'globalThis.hostile = true';
const TEXTS = [
  `' }) } static { ${RUN} } a() { return ({ a: '`,
  `', a: (${RUN}), b: '`,
  `*/ ${RUN} /*`,
  `*/ static { ${RUN} } /*`,
  `\`, a: (${RUN}), b: \``,
  '${' + RUN + '}',
  `\n${RUN}\n`,
  `\\' + (${RUN}) + \\'`,
  `"; ${RUN} //`,
  `\u2028${RUN}//`,
  `\u00010\u0001'+(${RUN})+'`,
  `\u00020\u0002*/${RUN}/*`,
  `\u00030\u0003*/${RUN}/*`,
  `application/x+json' , a: (${RUN}), b: '`,
  '__proto__',
  ...['constructor', 'toString', 'valueOf', 'hasOwnProperty'],
];

test('hostile text in any place of a document runs nothing and changes no request', async () => {
  const whole = await wholeDocuments();
  const change = fc.tuple(fc.nat(), fc.constantFrom(...TEXTS), fc.boolean());
  const attack = fc.record({
    which: fc.nat(whole.length - 1),
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  });
  const samples = fc.sample(attack, {
    numRuns: RUNS,
    seed: Number(process.env['SEED'] ?? 1),
  });
  for (const [index, { which, changes }] of samples.entries()) {
    const document = structuredClone(whole[which]) as Record<string, unknown>;
    for (const [at, text, isKey] of changes) {
      const places = placesIn(document).filter(
        ([holder, key]) =>
          key !== 'swagger' && (isKey ? !Array.isArray(holder) : typeof holder[key] !== 'object'),
      );
      const [holder, key] = places[at % places.length] ?? [document, 'x'];
      Object.defineProperty(holder, isKey ? text : key, {
        value: holder[key],
        enumerable: true,
        writable: true,
        configurable: true,
      });
      if (isKey) Reflect.deleteProperty(holder, key);
      else holder[key] = text;
    }
    const run = await generateFrom(directory, `attack${index}`, document);
    await judge(run, join(directory, `attack${index}`));
  }
});

test.each(readdirSync(DOCUMENTS))('%s', async (file) => {
  const { exitCode, words } = expectation(file);
  const output = join(directory, file.replace(/\.\w+$/, ''));
  const run = await generateFile(file, output);
  expect(run).toMatchObject({ exitCode });
  expect(`${run.out}${run.error}`).toContain(words);
  await judge(run, output);
});
