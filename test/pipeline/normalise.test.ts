// The normalise stage: its rules together, and that none of them goes untested.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import { normalise, rules } from '../../scripts/pipeline/stages/normalise.js';
import { root } from './harness.js';

test('each rule is tested, and says why it is there', async () => {
  const directory = join(root, 'test/pipeline/rules');
  const files = await readdir(directory);
  const tests = await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')));
  const untested = rules.filter(({ name }) => !tests.join('').includes(`describeRule('${name}'`));
  expect(untested).toEqual([]);
  expect(rules.filter((rule) => !/^[A-Z].{20,}\.$/.test(rule.why))).toEqual([]);
  expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
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
