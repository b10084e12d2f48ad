// Every operation has answers, by status, each with a description.
import { STATUS_CODES } from 'node:http';

import type { JsonObject } from '../document.js';
import { isObject, objectOf, operationsOf, remove, resolvePointer, textOf } from '../document.js';
import type { Note, Rule } from './rule.js';

export const responses: Rule = {
  name: 'responses',
  why: 'An operation without answers, or with one that has no status or no description, is not valid.',
  apply(document, note) {
    for (const [name, response] of Object.entries(objectOf(document['responses']))) {
      if (isObject(response)) mend(response, name, document, `#/responses/${name}`, note);
    }
    for (const { operation, place } of operationsOf(document)) {
      const given = objectOf(operation['responses']);
      mendCodes(given, place, note);
      operation['responses'] = given;
      for (const [code, response] of Object.entries(given)) {
        if (isObject(response) && !code.startsWith('x-'))
          mend(response, code, document, place, note);
      }
      if (Object.keys(given).some((code) => !code.startsWith('x-'))) continue;
      given['default'] = { description: 'The document does not say.' };
      note(place, 'has no answers; it has a default one now');
    }
  },
};

function mendCodes(given: JsonObject, place: string, note: Note): void {
  for (const [code, response] of Object.entries(given)) {
    if (/^([1-5]\d\d|default)$/.test(code) || code.startsWith('x-')) continue;
    const proper = /^\s*([1-5]\d\d)\b/.exec(code)?.[1] ?? (/^2xx$/i.test(code) ? '200' : 'default');
    remove(given, code);
    const name = given[proper] === undefined ? proper : `x-kept-${code}`;
    given[name] = response ?? {};
    note(place, `the answer "${code}" is no status; taken as "${name}"`);
  }
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
