// Recognises a generation that was already done: same inputs, same tools, and outputs that nobody
// touched since. Kept in node_modules/.cache, so that nothing of it is ever committed.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Comparison } from './compare/change.js';
import { root } from './flags.js';
import { filesIn, hasCode } from './output/files.js';
import type { Report } from './report/report.js';

const cache = join(root, 'node_modules', '.cache', 'tigerconnect-messages');

/** Everything of ours that decides what comes out; the lock file stands for the tools' versions. */
const ours = [
  'package-lock.json',
  '.prettierrc.json',
  'spec/redocly.yaml',
  'scripts/pipeline',
  'scripts/templates',
];

interface Stamp {
  inputs: string;
  outputs: string;
  report: Report;
}

/** What one run reads and writes, as absolute paths. */
export interface Footprint {
  /** The vendor's document and the overlay, if any. */
  inputs: string[];
  /** The folder and the file that are written. */
  outputs: string[];
}

/** What is known of a run before it starts. */
export interface Precedent {
  /** Stands for all inputs as they are now. */
  inputs: string;
  /** The report of the last run, when that run, repeated, would change nothing. */
  report: Report | undefined;
}

/** Looks for a run that makes this one unnecessary. */
export async function precedent(footprint: Footprint): Promise<Precedent> {
  const inputs = await hash([...footprint.inputs, ...ours.map((path) => join(root, path))]).catch(
    // A file is missing; the stage that reads it says so better.
    () => '',
  );
  try {
    const stamp = JSON.parse(await readFile(stampFile(footprint), 'utf8')) as Stamp;
    const same = inputs === stamp.inputs && stamp.outputs === (await hash(footprint.outputs));
    return { inputs, report: same ? stamp.report : undefined };
  } catch {
    return { inputs, report: undefined };
  }
}

/** Remembers a finished run. Where that is not possible, the next run works again. */
export async function remember(
  footprint: Footprint,
  inputs: string,
  report: Report,
): Promise<void> {
  const file = stampFile(footprint);
  // Compared with what this run leaves, there is no change.
  const comparison: Comparison = { changes: [], bump: 'none', first: false };
  try {
    const outputs = await hash(footprint.outputs);
    const stamp: Stamp = { inputs, outputs, report: { ...report, comparison } };
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(stamp));
  } catch {
    // A read-only checkout, say.
  }
}

function stampFile({ outputs }: Footprint): string {
  return join(cache, `${createHash('sha256').update(outputs.join('\n')).digest('hex')}.json`);
}

async function hash(paths: string[]): Promise<string> {
  const digest = createHash('sha256').update(paths.join('\n'));
  const files = (await Promise.all(paths.map(filesAt))).flat();
  // At once: for small files by the hundred, waiting for each takes longer than reading.
  for (const file of files) {
    const content = readFileSync(file);
    digest.update(`\n${file}\n${content.length}\n`).update(content);
  }
  return digest.digest('hex');
}

async function filesAt(path: string): Promise<string[]> {
  try {
    return (await filesIn(path)).map((file) => join(path, file));
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) return [path];
    throw error;
  }
}
