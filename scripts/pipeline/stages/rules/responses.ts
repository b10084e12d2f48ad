// Gives every operation responses, each with a status and a description.
import { STATUS_CODES } from 'node:http';

import type { JsonObject } from '../../document/document.js';
import {
  isObject,
  objectOf,
  operationsOf,
  remove,
  resolvePointer,
  textOf,
} from '../../document/document.js';
import { isHeaderName } from '../../document/grammar.js';
import { mute } from '../../document/quotations.js';
import type { AddNote, Rule } from './rule.js';

export const responses: Rule = {
  name: 'responses',
  why: 'An operation without responses, or with one that has no status or no description, is not valid.',
  apply(document, note) {
    for (const [name, response] of Object.entries(objectOf(document['responses']))) {
      if (isObject(response))
        correctResponse(response, name, document, `#/responses/${name}`, note);
    }
    for (const { operation, place } of operationsOf(document)) {
      operation['responses'] = byStatus(operation, place, note);
      for (const [code, response] of Object.entries(operation['responses'])) {
        if (isObject(response)) correctResponse(response, code, document, place, note);
      }
    }
  },
};

/** The responses by status or `default`; anything else is kept in an extension, for the converter fails on it. */
function byStatus(operation: JsonObject, place: string, note: AddNote): JsonObject {
  const given = objectOf(operation['responses']);
  const responses: JsonObject = {};
  const others: JsonObject = {};
  for (const [code, response] of Object.entries(given)) {
    const status = toStatus(code);
    const isTaken = status !== code && (status in responses || status in given);
    const isResponse = !code.startsWith('x-') && !isTaken;
    if (isResponse) responses[status] = response;
    else others[code] = response;
    if (isResponse && status === code) continue;
    const result = isResponse ? `taken as "${status}"` : 'kept as "x-kept-responses"';
    note(place, `the response "${code}" has no valid status; ${result}`);
  }
  if (Object.values(others).map(mute).length > 0) operation['x-kept-responses'] = others;
  if (Object.keys(responses).length > 0) return responses;
  note(place, 'has no responses; it has a default one now');
  return { default: { description: 'The document does not say.' } };
}

/** The status that a key can mean, else `default`. */
function toStatus(code: string): string {
  if (/^2xx$/i.test(code)) return '200';
  return /^\s*([1-5]\d\d)\b/.exec(code)?.[1] ?? 'default';
}

function correctResponse(
  response: JsonObject,
  code: string,
  document: JsonObject,
  place: string,
  note: AddNote,
): void {
  const reference = textOf(response['$ref']);
  if (reference !== undefined) {
    const target = resolvePointer(document, reference);
    if (reference.startsWith('#/responses/') && isObject(target)) return;
    remove(response, '$ref');
    const isSchema = reference.startsWith('#/definitions/') && isObject(target);
    if (isSchema) response['schema'] = { $ref: reference };
    note(
      place,
      `the response ${code} refers to ${reference}; ${isSchema ? 'taken as its schema' : 'nothing is there'}`,
      isSchema ? undefined : reference,
    );
  }
  response['description'] ??= STATUS_CODES[code] ?? '';
  for (const [name, header] of Object.entries(objectOf(response['headers']))) {
    if (isObject(header) && /^status[ -]?code$/i.test(name)) {
      remove(objectOf(response['headers']), name);
      note(place, `dropped the header "${name}" of ${code}: the status is not a header`, header);
    } else if (!isHeaderName(name)) {
      remove(objectOf(response['headers']), name);
      note(
        place,
        `dropped the header ${JSON.stringify(name)} of ${code}: no header can have this name`,
        header,
      );
    } else if (isObject(header)) {
      header['type'] ??= 'string';
      if (header['type'] !== 'array' || header['collectionFormat'] === 'multi') {
        remove(header, 'collectionFormat');
      }
    }
  }
}
