// Recognises a generation that was already done: same inputs, same tools, and outputs that nobody
// touched since. Kept in node_modules/.cache, so that nothing of it is ever committed.
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { filesIn, hasCode } from './files.js';
import type { Report } from './report.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules', '.cache', 'tigerconnect-messages');

/** Everything of ours that decides what comes out; the lock file stands for the tools' versions. */
const ours = ['package-lock.json', '.prettierrc.json', 'spec/redocly.yaml', 'scripts'];

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

/** The report of the last run when that run, repeated, would change nothing. */
export async function unchanged(footprint: Footprint): Promise<Report | undefined> {
  try {
    const stamp = JSON.parse(await readFile(stampFile(footprint), 'utf8')) as Stamp;
    if (stamp.inputs !== (await hashInputs(footprint))) return undefined;
    return stamp.outputs === (await hash(footprint.outputs)) ? stamp.report : undefined;
  } catch {
    // No stamp, or a file is gone: there is work to do.
    return undefined;
  }
}

/** Remembers a finished run. Where that is not possible, the next run works again. */
export async function remember(footprint: Footprint, report: Report): Promise<void> {
  const file = stampFile(footprint);
  const stamp: Stamp = {
    inputs: await hashInputs(footprint),
    outputs: await hash(footprint.outputs),
    report,
  };
  await mkdir(dirname(file), { recursive: true })
    .then(() => writeFile(file, JSON.stringify(stamp)))
    .catch(() => undefined);
}

function stampFile({ outputs }: Footprint): string {
  return join(cache, `${createHash('sha256').update(outputs.join('\n')).digest('hex')}.json`);
}

function hashInputs({ inputs }: Footprint): Promise<string> {
  return hash([...inputs, ...ours.map((path) => join(root, path))]);
}

async function hash(paths: string[]): Promise<string> {
  const digest = createHash('sha256').update(paths.join('\n'));
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  for (const [index, content] of contents.entries()) {
    digest.update(`\n${files[index] ?? ''}\n${content.length}\n`).update(content);
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
