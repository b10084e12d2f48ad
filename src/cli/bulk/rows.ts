/** The rows of a file, in either format. */
import { UsageError } from '../shell/usage-error.js';
import { hashContent } from './content.js';
import { csvRows } from './csv-rows.js';
import { isProblem, type Row } from './fields.js';
import type { InputFile } from './input-file.js';
import { ndjsonRows } from './ndjson-rows.js';
import { DONE, type Verb } from './tally.js';

/** @throws UsageError when the file is not of its format */
export function readRows(input: InputFile, delimiter: string | undefined): AsyncIterable<Row> {
  return input.format === 'csv' ? csvRows(input.text(), delimiter) : ndjsonRows(input.text());
}

/**
 * Counts the rows, before the first is sent: half of a broken file must not go out.
 * @throws UsageError when the file is not of its format
 */
export async function countRows(rows: AsyncIterable<Row>, verb: Verb = 'send'): Promise<number> {
  let count = 0;
  try {
    for await (const { row } of rows) count = row;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}. Nothing was ${DONE[verb]}.`);
  }
  return count;
}

/** How many rows of `later` have a content that `earlier` does not have, or not so often. */
export async function countNewRows(
  earlier: AsyncIterable<Row>,
  later: AsyncIterable<Row>,
): Promise<number> {
  const known = new Map<string, number>();
  const hash = ({ content }: Row): string =>
    isProblem(content) ? JSON.stringify(content) : hashContent('', content);
  for await (const row of earlier) known.set(hash(row), (known.get(hash(row)) ?? 0) + 1);
  let added = 0;
  for await (const row of later) {
    const left = known.get(hash(row)) ?? 0;
    if (left === 0) added += 1;
    else known.set(hash(row), left - 1);
  }
  return added;
}
