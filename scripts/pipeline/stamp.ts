// Recognises a generation that was done before: same inputs, same tools, and outputs unchanged since.
// Kept in node_modules/.cache, so that it is never committed.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Comparison } from './compare/change.js';
import { ROOT } from './flags.js';
import { filesIn, hasCode } from './output/files.js';
import type { Report } from './report/report.js';

const CACHE = join(ROOT, 'node_modules', '.cache', 'tigerconnect-messages');

/** Everything of ours that decides the output; the lock file stands for the tools' versions. */
const OWN_INPUTS = [
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
export interface EarlierRun {
  /** A hash of all inputs as they are now. */
  inputs: string;
  /** The report of the last run, when a repetition would change nothing. */
  report: Report | undefined;
}

/** Looks for a run that makes this one unnecessary. */
export async function findEarlierRun(footprint: Footprint): Promise<EarlierRun> {
  const inputs = await hash([
    ...footprint.inputs,
    ...OWN_INPUTS.map((path) => join(ROOT, path)),
  ]).catch(
    // A file is missing; the stage that reads it reports that better.
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

/** Remembers a finished run. If that fails, the next run does the work again. */
export async function remember(
  footprint: Footprint,
  inputs: string,
  report: Report,
): Promise<void> {
  const file = stampFile(footprint);
  // Compared with the output of this run, a repetition changes nothing.
  const comparison: Comparison = { changes: [], bump: 'none', first: false };
  try {
    const outputs = await hash(footprint.outputs);
    const stamp: Stamp = { inputs, outputs, report: { ...report, comparison } };
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(stamp));
  } catch {
    // For example, a read-only checkout.
  }
}

function stampFile({ outputs }: Footprint): string {
  return join(CACHE, `${createHash('sha256').update(outputs.join('\n')).digest('hex')}.json`);
}

async function hash(paths: string[]): Promise<string> {
  const digest = createHash('sha256').update(paths.join('\n'));
  const files = (await Promise.all(paths.map(filesAt))).flat();
  // Synchronous: for hundreds of small files, waiting for each takes longer than reading it.
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
