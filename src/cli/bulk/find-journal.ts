/** Finds the journal of a file, also when the file was sent under another name. */
import { createReadStream } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { hashContent } from './content.js';
import { isProblem, type Row } from './fields.js';
import type { InputFile } from './input-file.js';
import {
  type Entry,
  FORMAT,
  type Header,
  type InputLine,
  isInPlace,
  parseLine,
} from './journal-lines.js';
import { splitLines } from './lines.js';

interface Found {
  readonly path: string;
  readonly header: Header;
  readonly inputs: readonly InputLine[];
  /** Contents that were sent, or may have been. */
  readonly contents: ReadonlySet<string>;
}

/** @returns undefined when it is not a journal, or cannot be read */
async function readJournal(file: string): Promise<Found | undefined> {
  let header: Header | undefined;
  const inputs: InputLine[] = [];
  const contents = new Set<string>();
  try {
    for await (const text of splitLines(createReadStream(file, 'utf8'))) {
      const line = parseLine(text);
      if (line.format === FORMAT) header = line as Header;
      if (header === undefined) return undefined;
      const { content, outcome } = line as Partial<Entry>;
      if (line.input !== undefined) inputs.push(line as InputLine);
      else if (content !== undefined && outcome !== 'not-sent') contents.add(content);
    }
    return header && { path: file, header, inputs, contents };
  } catch {
    return undefined;
  }
}

async function sharesRow({ header, contents }: Found, rows: AsyncIterable<Row>): Promise<boolean> {
  for await (const { content } of rows) {
    if (!isProblem(content) && contents.has(hashContent(header.run, content))) return true;
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
  if (
    await access(beside).then(
      () => true,
      () => false,
    )
  )
    return beside;
  const folder = path.dirname(names.path);
  const journals: Found[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const found = name.endsWith('.journal')
      ? await readJournal(path.join(folder, name))
      : undefined;
    if (found?.header.server === server) journals.push(found);
  }
  const known = journals.find(({ inputs }) => inputs.some(({ id }) => id === names.id));
  if (known !== undefined) return known.path;
  for (const found of journals) {
    // An editor may have saved the file anew before it was renamed: then only its rows tell.
    if ((await isInPlace(found.inputs)) || !(await sharesRow(found, readRows()))) continue;
    throw new UsageError(
      `--file: some of its rows were sent by another run. To go on with that run, give --journal ${found.path}; to send all rows, give --journal ${beside}`,
    );
  }
  if (hasHardLinks) {
    throw new UsageError(
      '--file: the file has more than one name (hard links); give --journal, the same for each name',
    );
  }
  return beside;
}
