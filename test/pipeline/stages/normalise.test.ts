// The normalise stage: its rules together, and that none of them goes untested.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { normalise, RULES } from '../../../scripts/pipeline/stages/normalise.js';
import { ROOT } from '../harness.js';

test('each rule has one test file of its name, and says why it is there', async () => {
  const files = await readdir(join(ROOT, 'test/pipeline/rules'));
  const tested = files.filter((file) => file.endsWith('.test.ts'));
  expect(tested.sort()).toEqual(RULES.map(({ name }) => `${name}.test.ts`).sort());
  expect(RULES.filter(({ why }) => !/^[A-Z].{20,}\.$/.test(why))).toEqual([]);
});

test('the input stays as it is, and each note says which rule acted', () => {
  const before = { paths: { '/pets': { get: { tags: [''] } } } };
  const { document, notes } = normalise(before);
  expect(before).toEqual({ paths: { '/pets': { get: { tags: [''] } } } });
  expect(document).toMatchObject({
    swagger: '2.0',
    paths: { '/pets': { get: { tags: ['pets'] } } },
  });
  expect(notes).toContainEqual({
    stage: 'normalise',
    rule: 'tags',
    where: 'GET /pets',
    what: 'the tags [""] became "pets"',
  });
});
