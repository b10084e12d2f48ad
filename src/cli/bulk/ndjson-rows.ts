/** Rows of an NDJSON file: one JSON object a line. */
import { JsonNumber } from '../../messages/data.js';
import { JsonError, parseJson, toDataList } from '../shell/json.js';
import { UsageError } from '../shell/usage-error.js';
import {
  type Fields,
  findField,
  quoteSlip,
  type Row,
  type RowProblem,
  suggestColumn,
} from './fields.js';
import { splitLines, LineTooLongError } from './lines.js';

function readFields(line: string): Fields | RowProblem {
  let parsed: unknown;
  try {
    parsed = parseJson(line);
  } catch (error) {
    if (error instanceof JsonError) return { problem: error.message };
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { problem: 'not a JSON object' };
  }
  const fields: Fields = {};
  for (const [name, value] of Object.entries(parsed)) {
    const field = findField(name);
    if (field === undefined) {
      return { problem: `has an unknown field${quoteSlip(name)}; ${suggestColumn(name)}` };
    }
    if (field in fields) return { field, problem: 'given twice' };
    if (value === null) continue;
    if (field === 'data') fields[field] = toDataList(value);
    // Numbers of `data` travel as they were written.
    else fields[field] = value instanceof JsonNumber ? Number(value.text) : value;
  }
  return fields;
}

/** @throws UsageError when a line is too long to be a message */
export async function* ndjsonRows(text: Iterable<string>): AsyncGenerator<Row, void, undefined> {
  let row = 0;
  let line = 0;
  try {
    for await (const content of splitLines(text)) {
      line += 1;
      if (content.trim() !== '') yield { row: (row += 1), line, content: readFields(content) };
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    throw new UsageError(`--file, ${error.message}`);
  }
}
