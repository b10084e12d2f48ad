// A document that refers to other files is refused, with the place of the reference.
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { normalise } from '../../../scripts/pipeline/stages/normalise.js';
import { oneFile } from '../../../scripts/pipeline/stages/rules/one-file.js';
import { generateFrom, remove, scratch } from '../harness.js';
import { describeRule } from './rule-cases.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

describeRule(oneFile, [
  {
    title: 'leaves references within the document, names and slips alone',
    before: {
      definitions: { 'a.json': {}, B: { $ref: 'a.json' }, C: { $ref: 'Pet' }, D: { $ref: '#/x' } },
    },
    after: {
      definitions: { 'a.json': {}, B: { $ref: 'a.json' }, C: { $ref: 'Pet' }, D: { $ref: '#/x' } },
    },
    notes: [],
  },
]);

test.each(['other.json', 'other.yaml#/Pet', './pets/', 'https://pets.example/pet', 'urn:pet'])(
  'a reference to %s is refused: exit 2, with the line',
  async ($ref) => {
    const text = `swagger: "2.0"\ndefinitions:\n  Pet:\n    properties:\n      a:\n        $ref: "${$ref}"\n`;
    const run = await generateFrom(directory, 'parts', text);
    expect(run.exitCode).toBe(2);
    expect(run.error).toContain(`parts.json:6: refers to another file, "${$ref}"`);
    expect(run.error).toContain('Bundle the document into one file first');
  },
);

test('what only looks like a reference, in an example, is none', () => {
  const definitions = { Pet: { type: 'object', example: { $ref: 'other.json' } } };
  expect(() => normalise({ swagger: '2.0', definitions })).not.toThrow();
});
