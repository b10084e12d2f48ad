// Formats generated TypeScript as the rest of the repository is formatted: a large client in several
// threads, since this is by far the longest part of a generation.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Options } from 'prettier';
import prettier from 'prettier';

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
  const shares = fairShares(files, threads);
  return (await Promise.all(shares.map((share) => formatInThread(share, options)))).flat();
}

async function formatInThread(files: SourceFile[], options: Options): Promise<SourceFile[]> {
  const worker = new Worker(new URL('./format-worker.js', import.meta.url), {
    workerData: { files, options },
    // None of this process's own: the thread runs plain JavaScript.
    execArgv: [],
  });
  const formatted: SourceFile[] = [];
  worker.on('message', (file: SourceFile) => formatted.push(file));
  await once(worker, 'exit');
  return formatted;
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
