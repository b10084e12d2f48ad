// Every operation has answers, by status, each with a description.
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
import { mute } from '../../document/quotations.js';
import type { Note, Rule } from './rule.js';

export const responses: Rule = {
  name: 'responses',
  why: 'An operation without answers, or with one that has no status or no description, is not valid.',
  apply(document, note) {
    for (const [name, response] of Object.entries(objectOf(document['responses']))) {
      if (isObject(response)) mend(response, name, document, `#/responses/${name}`, note);
    }
    for (const { operation, place } of operationsOf(document)) {
      operation['responses'] = byStatus(operation, place, note);
      for (const [code, response] of Object.entries(operation['responses'])) {
        if (isObject(response)) mend(response, code, document, place, note);
      }
    }
  },
};

/** The answers by status, or by `default`; what is none is kept beside them, away from the converter. */
function byStatus(operation: JsonObject, place: string, note: Note): JsonObject {
  const given = objectOf(operation['responses']);
  const answers: JsonObject = {};
  const others: JsonObject = {};
  for (const [code, response] of Object.entries(given)) {
    const status = statusOf(code);
    const isTaken = status !== code && (status in answers || status in given);
    const isAnswer = !code.startsWith('x-') && !isTaken;
    if (isAnswer) answers[status] = response;
    else others[code] = response;
    if (isAnswer && status === code) continue;
    note(place, `the answer "${code}" is no status; ${isAnswer ? `taken as "${status}"` : kept}`);
  }
  if (Object.values(others).map(mute).length > 0) operation['x-kept-responses'] = others;
  if (Object.keys(answers).length > 0) return answers;
  note(place, 'has no answers; it has a default one now');
  return { default: { description: 'The document does not say.' } };
}

const kept = 'kept as "x-kept-responses"';

/** What a key can be meant for; `default` if nothing else. */
function statusOf(code: string): string {
  if (/^2xx$/i.test(code)) return '200';
  return /^\s*([1-5]\d\d)\b/.exec(code)?.[1] ?? 'default';
}

function mend(
  response: JsonObject,
  code: string,
  document: JsonObject,
  place: string,
  note: Note,
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
      `the answer ${code} is ${reference}; ${isSchema ? 'taken as its schema' : 'nothing is there'}`,
    );
  }
  response['description'] ??= STATUS_CODES[code] ?? '';
  for (const [name, header] of Object.entries(objectOf(response['headers']))) {
    if (isObject(header) && /^status[ -]?code$/i.test(name)) {
      remove(objectOf(response['headers']), name);
      note(place, `dropped the header "${name}" of ${code}: the status is none`);
    } else if (isObject(header)) {
      header['type'] ??= 'string';
      if (header['type'] !== 'array' || header['collectionFormat'] === 'multi') {
        remove(header, 'collectionFormat');
      }
    }
  }
}
