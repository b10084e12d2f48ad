/** Rows of an NDJSON file: one JSON object a line. */
import { UsageError } from '../shell/usage-error.js';
import { type Fault, FIELD_NAMES, fieldNamed, type Fields, type Row } from './fields.js';
import { linesOf, LineTooLongError } from './lines.js';

/** A name short and plain enough to be no content. */
const shown = (name: string): string =>
  /^[a-z][\w-]{0,39}$/i.test(name) ? `"${name}"` : 'with an odd name';

function contentOf(line: string): Fields | Fault {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    // Its words would quote the line.
    return { problem: 'is not JSON' };
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return { problem: 'is not a JSON object' };
  }
  const fields: Fields = {};
  for (const [name, value] of Object.entries(parsed)) {
    const field = fieldNamed(name);
    if (field === undefined) {
      return { problem: `has a field ${shown(name)}; the fields are ${FIELD_NAMES}` };
    }
    if (field in fields) return { field, problem: 'is given twice' };
    if (value !== null) fields[field] = value;
  }
  return fields;
}

/** @throws UsageError when a line is too long to be a message */
export async function* ndjsonRows(
  text: AsyncIterable<string>,
): AsyncGenerator<Row, void, undefined> {
  let row = 0;
  let line = 0;
  try {
    for await (const content of linesOf(text)) {
      line += 1;
      if (content.trim() !== '') yield { row: (row += 1), line, content: contentOf(content) };
    }
  } catch (error) {
    if (!(error instanceof LineTooLongError)) throw error;
    throw new UsageError(`--file, ${error.message}`);
  }
}
