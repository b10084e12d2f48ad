/** The rows of a file, in either format. */
import { createHash, type Hash } from 'node:crypto';

import { UsageError } from '../shell/usage-error.js';
import { csvRows } from './csv-rows.js';
import type { Row } from './fields.js';
import type { InputFile } from './input-file.js';
import { ndjsonRows } from './ndjson-rows.js';

/** Reads the rows from the first one; may be called again. */
export type ReadRows = (hash?: Hash) => AsyncIterable<Row>;

export function rowReader(input: InputFile, delimiter: string | undefined): ReadRows {
  return (hash) => {
    const text = input.text(hash);
    return input.format === 'csv' ? csvRows(text, delimiter) : ndjsonRows(text);
  };
}

/**
 * Reads all rows before the first is sent: half of a broken file must not go out.
 * @throws UsageError when the file is not of its format
 */
export async function survey(read: ReadRows): Promise<{ rows: number; digest: string }> {
  const hash = createHash('sha256');
  let rows = 0;
  try {
    for await (const { row } of read(hash)) rows = row;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}. Nothing was sent.`);
  }
  return { rows, digest: hash.digest('hex') };
}
