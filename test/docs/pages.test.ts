/** The links of the pages lead somewhere, and every kind of code block has a test. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { expect, test } from '@jest/globals';

import { ROOT } from '../../scripts/pipeline/flags.js';
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
