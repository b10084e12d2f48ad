// How a list travels, where OpenAPI 3 or the converter has no word for it: kept in an extension.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectsIn, operationsOf, textOf, textAt } from '../../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../../document/marks.js';
import type { Rule } from './rule.js';

/** What OpenAPI 3 can say of a list, by the place of its parameter, and the converter does. */
const expressible: Readonly<Record<string, readonly string[]>> = {
  query: ['csv', 'ssv', 'pipes', 'multi'],
  path: ['csv'],
  header: ['csv'],
  formData: ['multi'],
};

export const collectionFormats: Rule = {
  name: 'collection-formats',
  why: 'OpenAPI 3 has no tab-separated lists, and the converter forgets how a list in a form is written.',
  apply(document, note) {
    for (const { operation, place } of operationsOf(document)) {
      for (const parameter of objectsIn(operation['parameters'])) {
        const within = innerFormat(parameter);
        if (within !== undefined) note(place, within);
        const what = keep(parameter);
        if (what !== undefined)
          note(place, `the list ${JSON.stringify(parameter['name'])} ${what}`);
      }
    }
  },
};

/** A list of lists: only the outer one has a way of travelling in OpenAPI 3. */
function innerFormat(parameter: JsonObject): string | undefined {
  const dropped: string[] = [];
  for (let items = parameter['items']; isObject(items); items = items['items']) {
    if (items['collectionFormat'] === undefined) continue;
    dropped.push(JSON.stringify(items['collectionFormat']));
    delete items['collectionFormat'];
  }
  if (dropped.length === 0) return undefined;
  const name = JSON.stringify(parameter['name']);
  return `dropped ${dropped.join(', ')}: how lists in the list ${name} are written cannot be said`;
}

function keep(parameter: JsonObject): string | undefined {
  const given = textOf(parameter['collectionFormat']);
  if (parameter['type'] !== 'array') {
    delete parameter['collectionFormat'];
    return given === undefined ? undefined : `is none; dropped its collectionFormat "${given}"`;
  }
  const known = ['csv', 'ssv', 'tsv', 'pipes', 'multi'].includes(given ?? 'csv');
  const possible = given !== 'multi' || ['query', 'formData'].includes(textAt(parameter, 'in'));
  const format = known && possible ? (given ?? 'csv') : 'csv';
  if (expressible[textAt(parameter, 'in')]?.includes(format) === true) {
    parameter['collectionFormat'] = format;
  } else {
    delete parameter['collectionFormat'];
    parameter[COLLECTION_FORMAT_MARK] = format;
  }
  if (format === (given ?? 'csv')) return undefined;
  return `cannot be written as ${JSON.stringify(given)}; it is taken as "${format}"`;
}
