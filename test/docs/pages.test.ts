/** The links of the pages lead somewhere, and every kind of code block has a test. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { expect, test } from '@jest/globals';

import { ROOT } from '../../scripts/pipeline/flags.js';
import * as client from '../../src/index.js';
import * as outbox from '../../src/outbox/index.js';
import { BLOCKS, PAGES, readPage } from './pages.js';

/** As GitHub names the anchor of a heading. */
const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const anchorsIn = (page: string): string[] =>
  [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading));

test.each(PAGES)('the links of %s lead somewhere', (page) => {
  const links = [...readPage(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)];
  for (const [link, path = '', anchor] of links) {
    const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
    expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
    if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
  }
});

test('every block is TypeScript, JavaScript, shell, or a picture', () => {
  expect(BLOCKS.length).toBeGreaterThan(20);
  const languages = new Set(BLOCKS.map(({ language }) => language));
  expect([...languages].sort()).toEqual(['js', 'mermaid', 'sh', 'ts']);
});

test('the page of security tells of the dependencies that there are', () => {
  const { dependencies = {} } = JSON.parse(readPage('package.json')) as { dependencies?: object };
  expect(dependencies).toEqual({});
  expect(readPage('.github/SECURITY.md')).toContain('it has no dependencies');
});

test('the guide of errors has a row for each class that is exported, with its code', () => {
  const page = readPage('src/guides/errors.md');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)`/gm)].map(([, ...row]) => row);
  const details = { status: 400, pid: 1, since: new Date() };
  const errors = Object.values<unknown>({ ...client, ...outbox }).flatMap((exported) => {
    if (typeof exported !== 'function') return [];
    if (!(exported.prototype instanceof client.TigerConnectError)) return [];
    const error: unknown = Reflect.construct(exported, ['field', details]);
    const { name, code } = error as client.TigerConnectError;
    return [[name, code]];
  });
  expect(rows.sort()).toEqual(errors.sort());
});
