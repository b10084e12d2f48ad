/** Rows of a CSV file. A wrong number of columns makes the row invalid; a broken quote makes the file invalid. */
import { pipeline } from 'node:stream/promises';

import { JsonError, parseJson, toDataList } from '../shell/json.js';
import { columnName } from '../shell/names.js';
import { UsageError } from '../shell/usage-error.js';
import {
  type Field,
  type Fields,
  findField,
  type Row,
  type RowProblem,
  suggestColumn,
} from './fields.js';
import { MAX_LENGTH } from './lines.js';

/** The parser's own messages quote the row. */
const SYNTAX_ERRORS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote opens here and is never closed',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows a closing quote; to put a quote into a column, double it: ""',
  INVALID_OPENING_QUOTE:
    'a column without quotes holds a quote; put the column in quotes and double the quote: ""',
  CSV_MAX_RECORD_SIZE: 'the row is longer than 1 MiB',
};

interface CsvRecord {
  record: string[];
  info: { lines: number };
}

/** @throws UsageError with the place of a column, not its name: without a header the name would be content */
function readHeader(header: readonly string[], delimiter: string): Field[] {
  const columns = header.map((name, index) => {
    const field = findField(name);
    if (field !== undefined) return field;
    const hint =
      header.length === 1 ? `. They are separated by "${delimiter}"; --delimiter changes that` : '';
    throw new UsageError(
      `--file: the first line must name the columns, and column ${index + 1} is not known; ${suggestColumn(name)}${hint}`,
    );
  });
  const repeated = columns.find((field, index) => columns.indexOf(field) !== index);
  if (repeated !== undefined)
    throw new UsageError(`--file: two columns are named ${columnName(repeated)}`);
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

/** The value of a cell, as the library takes it. @throws CellError */
function readCell(field: Field, cell: string): unknown {
  switch (field) {
    case 'ttl':
      if (/^\d{1,15}$/.test(cell)) return Number(cell);
      throw new CellError(field, 'must be a whole number of minutes, 1 or more');
    case 'deleteOnRead':
      if (/^(?:true|false)$/i.test(cell)) return cell.toLowerCase() === 'true';
      throw new CellError(field, 'must be true or false');
    case 'data':
      try {
        return toDataList(parseJson(cell));
      } catch (error) {
        throw error instanceof JsonError ? new CellError(field, error.message) : error;
      }
    default:
      return cell;
  }
}

function readFields(columns: readonly Field[], cells: readonly string[]): Fields | RowProblem {
  if (cells.length !== columns.length) {
    return { problem: `has ${cells.length} columns; the first line has ${columns.length}` };
  }
  const fields: Fields = {};
  try {
    for (const [index, field] of columns.entries()) {
      const cell = cells[index] ?? '';
      // An empty cell counts as not given.
      if (cell !== '') fields[field] = readCell(field, cell);
    }
    return fields;
  } catch (error) {
    if (!(error instanceof CellError)) throw error;
    return { field: error.field, problem: error.problem };
  }
}

/** @throws UsageError when the file is not CSV with the columns of messages */
export async function* csvRows(
  text: Iterable<string>,
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
  // A failure is thrown where the parser is read.
  pipeline(text, parser).catch(() => undefined);
  let columns: Field[] | undefined;
  let row = 0;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<CsvRecord>) {
      const blank = record.length === 1 && record[0]?.trim() === '';
      if (columns === undefined) columns = readHeader(record, delimiter);
      else if (!blank) yield { row: (row += 1), line, content: readFields(columns, record) };
      line = info.lines + 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const place = (error as { lines?: number }).lines ?? line;
    const problem = SYNTAX_ERRORS[error.code] ?? `not CSV (${error.code})`;
    throw new UsageError(`--file, line ${place}: ${problem}`);
  }
  if (columns === undefined) throw new UsageError('--file: empty');
}
