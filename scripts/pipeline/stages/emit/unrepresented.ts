// Finds what the document says and the generated client has no place for, for the report.
import type { JsonObject, Operation } from '../../document/document.js';
import { dereference, isObject, objectOf, operationsOf } from '../../document/document.js';
import { resultHeader } from '../../document/own-names.js';
import type { StageNote } from '../note.js';

type Note = (rule: string, what: string) => void;

/** One note for each such thing, in the document's order. */
export function findUnrepresented(document: JsonObject): StageNote[] {
  const notes: StageNote[] = [];
  for (const entry of operationsOf(document)) {
    const note: Note = (rule, what) => {
      notes.push({ stage: 'emit', rule, where: entry.place, what });
    };
    noteOtherBodies(entry, document, note);
    noteResponses(entry, document, note);
    if ('servers' in entry.operation) {
      note('own-servers', "has servers of its own; the client uses the document's");
    }
  }
  return notes;
}

function noteOtherBodies({ operation }: Operation, document: JsonObject, note: Note): void {
  const body = dereference(document, objectOf(operation['requestBody']));
  const types = Object.keys(objectOf(body['content']));
  if (types.length > 1) note('one-body', `takes ${types.join(', ')}; the client sends one of them`);
}

function noteResponses({ operation }: Operation, document: JsonObject, note: Note): void {
  for (const [code, given] of Object.entries(objectOf(operation['responses']))) {
    if (!isObject(given) || code.startsWith('x-')) continue;
    const response = dereference(document, given);
    const headers = Object.keys(objectOf(response['headers']));
    const hasContent = Object.keys(objectOf(response['content'])).length > 0;
    if (!code.startsWith('2')) {
      if (hasContent && code !== 'default') note('error-bodies', `the body of ${code} has no type`);
      continue;
    }
    // A header is the result where there is no content.
    const result = hasContent ? undefined : resultHeader(headers);
    const lost = headers.filter((name) => name !== result);
    if (lost.length > 0) note('headers', `${lost.join(', ')} of ${code} is not in the result`);
  }
}
