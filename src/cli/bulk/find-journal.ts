/** Finds the journal of a file, also when the file was sent under another name. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { hashContent } from './content.js';
import { isProblem, type Row } from './fields.js';
import type { InputFile } from './input-file.js';
import { JournalContents } from './journal-contents.js';
import { isInPlace } from './journal-lines.js';

interface Found {
  readonly path: string;
  readonly contents: JournalContents;
}

/** The journals in a folder whose rows went to this server. */
async function readJournals(folder: string, server: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const contents = name.endsWith('.journal')
      ? // A file of another kind, or one that cannot be read.
        await JournalContents.read(file).catch(() => undefined)
      : undefined;
    if (contents?.header?.server === server) found.push({ path: file, contents });
  }
  return found;
}

async function sharesRow({ contents }: Found, rows: AsyncIterable<Row>): Promise<boolean> {
  const run = contents.header?.run ?? '';
  for await (const { content } of rows) {
    if (!isProblem(content) && contents.mayHaveSent(hashContent(run, content))) return true;
  }
  return false;
}

/**
 * The path of the journal: the given one, the one beside the file, one in the same folder that knows the
 * file by another name, or a new one.
 * @param server where the rows go; journals of another server do not matter
 * @param readRows may be called more than once
 * @throws UsageError when the file may have been sent, and it is not certain by which run
 */
export async function findJournal(
  input: InputFile,
  given: string | undefined,
  server: string,
  readRows: () => AsyncIterable<Row>,
): Promise<string> {
  if (given !== undefined) return given;
  const { names, hasHardLinks } = input;
  const beside = `${names.path}.journal`;
  if (existsSync(beside)) return beside;
  const journals = await readJournals(path.dirname(names.path), server);
  const known = journals.find(({ contents }) => contents.inputs.some(({ id }) => id === names.id));
  if (known !== undefined) return known.path;
  for (const found of journals) {
    // An editor may have saved the file anew before it was renamed: then only its rows tell.
    if ((await isInPlace(found.contents.inputs)) || !(await sharesRow(found, readRows()))) continue;
    throw new UsageError(
      `--file: some of its rows may have been sent by another run. To go on with that run, give --journal ${found.path}; to send all rows, give --journal ${beside}`,
    );
  }
  if (hasHardLinks) {
    throw new UsageError(
      '--file: the file has more than one name (hard links); give --journal, the same for each name',
    );
  }
  return beside;
}
