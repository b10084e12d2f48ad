// Keeps in an extension how a list is written, where OpenAPI 3 or the converter has no word for it.
import type { Json, JsonObject } from '../../document/document.js';
import {
  isObject,
  objectOf,
  objectsIn,
  operationsOf,
  textAt,
  textOf,
} from '../../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../../document/marks.js';
import type { AddNote, Rule } from './rule.js';

/** The formats that survive the conversion, by the place of the parameter. */
const CONVERTIBLE: Readonly<Record<string, readonly string[]>> = {
  query: ['csv', 'ssv', 'pipes', 'multi'],
  path: ['csv'],
  header: ['csv'],
  formData: ['multi'],
};

export const collectionFormats: Rule = {
  name: 'collection-formats',
  why: 'OpenAPI 3 has no tab-separated lists, and the converter forgets how a list in a form is written.',
  apply(document, note) {
    correctHeaders(document['responses'], '#/responses', note);
    for (const { operation, place } of operationsOf(document)) {
      for (const parameter of objectsIn(operation['parameters'])) {
        const name = JSON.stringify(parameter['name']);
        const dropped = dropInnerFormats(parameter);
        if (dropped.length > 0) {
          note(
            place,
            `dropped ${dropped.join(', ')}: the lists in the list ${name} have no format in OpenAPI 3`,
            dropped,
          );
        }
        const given = parameter['collectionFormat'];
        const what = keepFormat(parameter);
        if (what !== undefined) note(place, `${name} ${what}`, given);
      }
      correctHeaders(operation['responses'], place, note);
    }
  },
};

/** Only the outer one of nested lists has a format in OpenAPI 3. */
function dropInnerFormats(parameter: JsonObject): string[] {
  const dropped: string[] = [];
  for (let items = parameter['items']; isObject(items); items = items['items']) {
    const format = items['collectionFormat'] ?? 'csv';
    delete items['collectionFormat'];
    if (format !== 'csv') dropped.push(JSON.stringify(format));
  }
  return dropped;
}

/** Commas, the default, need no word; the client gives the text of a header whatever its format. */
function correctHeaders(responses: Json | undefined, where: string, note: AddNote): void {
  for (const [status, response] of Object.entries(objectOf(responses))) {
    for (const [name, header] of Object.entries(objectOf(objectOf(response)['headers']))) {
      if (!isObject(header)) continue;
      const dropped = dropInnerFormats(header);
      const format = textOf(header['collectionFormat']) ?? 'csv';
      delete header['collectionFormat'];
      if (format !== 'csv') header[COLLECTION_FORMAT_MARK] = format;
      const lost = [...(format === 'csv' ? [] : [JSON.stringify(format)]), ...dropped];
      if (lost.length === 0) continue;
      const list = JSON.stringify(name);
      note(
        `${where} ${status}`,
        `OpenAPI 3 has no word for ${lost.join(', ')} in the header ${list}`,
        dropped.length > 0 ? dropped : undefined,
      );
    }
  }
}

function keepFormat(parameter: JsonObject): string | undefined {
  const given = textOf(parameter['collectionFormat']);
  if (parameter['type'] !== 'array') {
    delete parameter['collectionFormat'];
    return given === undefined
      ? undefined
      : `is not a list; dropped its collectionFormat "${given}"`;
  }
  const known = ['csv', 'ssv', 'tsv', 'pipes', 'multi'].includes(given ?? 'csv');
  const possible = given !== 'multi' || ['query', 'formData'].includes(textAt(parameter, 'in'));
  const format = known && possible ? (given ?? 'csv') : 'csv';
  if (CONVERTIBLE[textAt(parameter, 'in')]?.includes(format) === true) {
    parameter['collectionFormat'] = format;
  } else {
    delete parameter['collectionFormat'];
    parameter[COLLECTION_FORMAT_MARK] = format;
  }
  if (format === (given ?? 'csv')) return undefined;
  return `cannot be written as ${JSON.stringify(given)}; taken as "${format}"`;
}
