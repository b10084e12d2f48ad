// Formats generated TypeScript as the rest of the repository is formatted. In one thread: each
// warms up anew, and a document as large as Kubernetes' took as long in two.
import { readFile } from 'node:fs/promises';

import type { Options } from 'prettier';
import prettier from 'prettier';

/** One generated file. */
export interface SourceFile {
  /** Relative to the output folder. */
  name: string;
  text: string;
}

/** Files are formatted together up to this many characters: most are small, and each call costs. */
const BATCH_SIZE = 10_000;

/** Stands between files that are formatted together. */
const SEPARATOR = '// --- the next file ---\n';

/** The files, formatted. */
export async function format(files: SourceFile[]): Promise<SourceFile[]> {
  const config = new URL('../../../../.prettierrc.json', import.meta.url);
  const repository = JSON.parse(await readFile(config, 'utf8')) as Options;
  // Prints the same as the default parser for TypeScript, in two thirds of the time.
  const options: Options = { ...repository, parser: 'babel-ts' };
  const formatted: SourceFile[] = [];
  // One after another: all at once would hold every syntax tree in memory.
  for (const batch of batches(files)) formatted.push(...(await formatBatch(batch, options)));
  return formatted;
}

async function formatBatch(batch: SourceFile[], options: Options): Promise<SourceFile[]> {
  const joined = batch.map(({ text }) => `${text.trimEnd()}\n`).join(SEPARATOR);
  // The name decides some details: only in .tsx a type parameter needs a comma.
  const text = await prettier.format(joined, { ...options, filepath: batch[0]?.name ?? '' });
  const parts = batch.length === 1 ? [text] : text.split(SEPARATOR);
  // Some text of the document looks like the separator.
  if (parts.length !== batch.length) {
    const alone = await Promise.all(batch.map((file) => formatBatch([file], options)));
    return alone.flat();
  }
  return batch.map(({ name }, index) => ({ name, text: `${parts[index]?.trim() ?? ''}\n` }));
}

function batches(files: SourceFile[]): SourceFile[][] {
  const found: SourceFile[][] = [];
  let room = 0;
  for (const file of files) {
    const batch = found.at(-1);
    if (batch === undefined || file.text.length > room) {
      found.push([file]);
      room = BATCH_SIZE;
    } else batch.push(file);
    room -= file.text.length;
  }
  return found;
}
