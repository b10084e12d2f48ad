/** The pages of the documentation and their code blocks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../../scripts/pipeline/flags.js';

const pagesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

/** Relative to the root of the repository. */
export const PAGES = ['README.md', ...pagesIn('src/guides'), ...pagesIn('.github')];

export const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

export interface Block {
  page: string;
  /** Where its code begins, counted from 1. */
  line: number;
  language: string;
  /** Marked `norun`: only types, or commands and flags, are checked. */
  norun: boolean;
  /** Marked `grown`: for the package of a grown document, as test/consumers/grown.test.ts makes it. */
  grown: boolean;
  code: string;
}

/** Every fenced block of every page. */
export const BLOCKS: readonly Block[] = PAGES.flatMap((page) => {
  const text = readPage(page);
  return [...text.matchAll(/^```(\w+)( norun| grown)?\n([^]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: mark, 3: code = '' }) => ({
      page,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      norun: mark === ' norun',
      grown: mark === ' grown',
      code,
    }),
  );
});

export const blocksIn = (language: string): Block[] =>
  BLOCKS.filter((block) => block.language === language && !block.grown);
