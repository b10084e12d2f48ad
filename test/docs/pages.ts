/** The pages for people, their code blocks and their links. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from '../../scripts/pipeline/flags.js';

const inFolder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

/** Paths from the root of the repository. */
export const pages = ['README.md', ...inFolder('src/guides'), ...inFolder('.github')];

export const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

export interface Block {
  page: string;
  /** Where its code begins, from 1. */
  line: number;
  language: string;
  /** Marked `norun`: only its types, or its commands and flags, are checked. */
  norun: boolean;
  code: string;
}

/** Every fenced block of every page. */
export const blocks: readonly Block[] = pages.flatMap((page) => {
  const text = textOf(page);
  return [...text.matchAll(/^```(\w+)( norun)?\n([^]*?)^```$/gm)].map(
    ({ index, 1: language = '', 2: mark, 3: code = '' }) => ({
      page,
      line: text.slice(0, index).split('\n').length + 1,
      language,
      norun: mark !== undefined,
      code,
    }),
  );
});

export const blocksIn = (language: string): Block[] =>
  blocks.filter((block) => block.language === language);
