// Formats generated TypeScript as the rest of the repository is formatted: a large client in several
// threads, since this is by far the longest part of a generation.
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';

import type { Options } from 'prettier';
import prettier from 'prettier';

import { openThread } from '../thread.js';

/** One generated file. */
export interface SourceFile {
  /** Relative to the output folder. */
  name: string;
  text: string;
}

/** Below this, in characters, a thread takes longer to start than to do its share. */
const shareWorthAThread = 150_000;

/** The files, formatted. */
export async function format(files: SourceFile[]): Promise<SourceFile[]> {
  const config = new URL('../../../.prettierrc.json', import.meta.url);
  const repository = JSON.parse(await readFile(config, 'utf8')) as Options;
  // Prints the same as the default parser for TypeScript, in two thirds of the time.
  const options: Options = { ...repository, parser: 'babel-ts' };
  const total = files.reduce((sum, { text }) => sum + text.length, 0);
  const threads = Math.min(availableParallelism(), Math.floor(total / shareWorthAThread));
  if (threads > 1) return formatInThreads(files, options, threads);
  return Promise.all(
    files.map(async ({ name, text }) => {
      // The name decides some details: only in .tsx a type parameter needs a comma.
      return { name, text: await prettier.format(text, { ...options, filepath: name }) };
    }),
  );
}

async function formatInThreads(
  files: SourceFile[],
  options: Options,
  threads: number,
): Promise<SourceFile[]> {
  const shares = fairShares(files, threads).map(async (share) => {
    const thread = openThread(new URL('./format-worker.js', import.meta.url));
    try {
      return (await thread.ask({ files: share, options })) as SourceFile[];
    } finally {
      await thread.close();
    }
  });
  return (await Promise.all(shares)).flat();
}

/** The longest first, each to who has least. */
function fairShares(files: SourceFile[], count: number): SourceFile[][] {
  const shares = Array.from({ length: count }, () => ({ files: [] as SourceFile[], size: 0 }));
  for (const file of files.toSorted((a, b) => b.text.length - a.text.length)) {
    const least = shares.reduce((a, b) => (b.size < a.size ? b : a));
    least.files.push(file);
    least.size += file.text.length;
  }
  return shares.map((share) => share.files);
}
