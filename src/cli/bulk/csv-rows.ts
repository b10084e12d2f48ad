/** Rows of a CSV file. A row with too many or too few columns is that row's fault; broken quotes are the file's. */
import { pipeline } from 'node:stream/promises';

import { UsageError } from '../shell/usage-error.js';
import {
  type Fault,
  type Field,
  FIELD_NAMES,
  fieldNamed,
  type Fields,
  type Row,
} from './fields.js';
import { MAX_LENGTH } from './lines.js';

/** The parser's own words would quote the row. */
const STRUCTURE_FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that opens here is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'after a closing quote there is more than the end of the column',
  INVALID_OPENING_QUOTE:
    'a quote stands inside a column; put the whole in quotes and double it: ""',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 1 MiB',
};

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** @throws UsageError naming a column by its place: without a header, its name would be content */
function columnsOf(header: readonly string[], delimiter: string): Field[] {
  const columns = header.map((name, index) => {
    const field = fieldNamed(name);
    if (field !== undefined) return field;
    const hint =
      header.length === 1 ? ` Columns are separated by "${delimiter}"; see --delimiter.` : '';
    throw new UsageError(
      `--file: the first line must name the columns, and number ${index + 1} is none of ${FIELD_NAMES}.${hint}`,
    );
  });
  const twice = columns.find((field, index) => columns.indexOf(field) !== index);
  if (twice !== undefined) throw new UsageError(`--file: two columns are named ${twice}`);
  const missing = (['to', 'body'] as const).find((field) => !columns.includes(field));
  if (missing !== undefined) throw new UsageError(`--file: no column is named ${missing}`);
  return columns;
}

class CellError extends Error {
  constructor(
    readonly field: Field,
    readonly problem: string,
  ) {
    super(problem);
  }
}

/** What a cell means, as the library takes it. @throws CellError */
function valueOf(field: Field, cell: string): unknown {
  switch (field) {
    case 'ttl':
      if (/^\d{1,15}$/.test(cell)) return Number(cell);
      throw new CellError(field, 'must be a whole number of minutes, 1 or more');
    case 'deleteOnRead':
      if (/^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
      throw new CellError(field, 'must be true or false');
    case 'data':
      try {
        return JSON.parse(cell);
      } catch {
        throw new CellError(field, 'must be JSON');
      }
    default:
      return cell;
  }
}

function contentOf(columns: readonly Field[], cells: readonly string[]): Fields | Fault {
  if (cells.length !== columns.length) {
    return { problem: `has ${cells.length} columns, and the first line names ${columns.length}` };
  }
  const fields: Fields = {};
  try {
    for (const [index, field] of columns.entries()) {
      const cell = cells[index] ?? '';
      // An empty cell says nothing.
      if (cell !== '') fields[field] = valueOf(field, cell);
    }
    return fields;
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return { field: error.field, problem: error.problem };
  }
}

/** @throws UsageError when the file is not CSV with the columns of messages */
export async function* csvRows(
  text: AsyncIterable<string>,
  delimiter = ',',
): AsyncGenerator<Row, void, undefined> {
  const { CsvError, parse } = await import('../vendor/csv-parse.js');
  const parser = parse({
    delimiter,
    info: true,
    max_record_size: MAX_LENGTH,
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
  });
  // A failure shows where the parser is read.
  pipeline(text, parser).catch(() => undefined);
  let columns: Field[] | undefined;
  let row = 0;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const blank = record.length === 1 && record[0]?.trim() === '';
      if (columns === undefined) columns = columnsOf(record, delimiter);
      else if (!blank) yield { row: (row += 1), line, content: contentOf(columns, record) };
      line = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const place = (error as { lines?: number }).lines ?? line;
    const problem = STRUCTURE_FAULTS[error.code] ?? `it is not CSV (${error.code})`;
    throw new UsageError(`--file, line ${place}: ${problem}`);
  }
  if (columns === undefined) throw new UsageError('--file is empty');
}
