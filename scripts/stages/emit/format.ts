// Formats generated TypeScript as the rest of the repository is formatted.
import { readFile } from 'node:fs/promises';

import type { Options } from 'prettier';
import prettier from 'prettier';

/** One generated file. */
export interface SourceFile {
  /** Relative to the output folder. */
  name: string;
  text: string;
}

/** The files, formatted, in their order. */
export async function format(files: SourceFile[]): Promise<SourceFile[]> {
  const config = new URL('../../../.prettierrc.json', import.meta.url);
  const options = JSON.parse(await readFile(config, 'utf8')) as Options;
  return Promise.all(
    files.map(async ({ name, text }) => {
      // The name decides some details: only in .tsx a type parameter needs a comma.
      return { name, text: await prettier.format(text, { ...options, filepath: name }) };
    }),
  );
}
