/** What a page points to is there, and every kind of block is one that a test looks after. */
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { expect, test } from '@jest/globals';

import { ROOT } from '../../scripts/pipeline/flags.js';
import { blocks, pages, textOf } from './pages.js';

/** As GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const anchorsIn = (page: string): string[] =>
  [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

test.each(pages)('the links of %s lead somewhere', (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([^)\s]+))?\)/g)];
  for (const [link, path = '', anchor] of links) {
    const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path));
    expect([link, existsSync(join(ROOT, target))]).toEqual([link, true]);
    if (anchor !== undefined) expect(anchorsIn(target)).toContain(anchor);
  }
});

test('every block is TypeScript, shell, or a picture', () => {
  expect(blocks.length).toBeGreaterThan(20);
  const languages = new Set(blocks.map(({ language }) => language));
  expect([...languages].sort()).toEqual(['mermaid', 'sh', 'ts']);
});
