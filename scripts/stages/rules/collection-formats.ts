// How a list travels, where OpenAPI 3 or the converter has no word for it: kept in an extension.
import type { JsonObject } from '../document.js';
import { objectsIn, operationsOf, textOf } from '../document.js';
import type { Rule } from './rule.js';

/** The extension that keeps a list's way of travelling. */
export const collectionFormatMark = 'x-collection-format';

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
        const what = keep(parameter);
        if (what !== undefined)
          note(place, `the list ${JSON.stringify(parameter['name'])} ${what}`);
      }
    }
  },
};

function keep(parameter: JsonObject): string | undefined {
  const given = textOf(parameter['collectionFormat']);
  if (parameter['type'] !== 'array') {
    delete parameter['collectionFormat'];
    return given === undefined ? undefined : `is none; dropped its collectionFormat "${given}"`;
  }
  const known = ['csv', 'ssv', 'tsv', 'pipes', 'multi'].includes(given ?? 'csv');
  const possible = given !== 'multi' || ['query', 'formData'].includes(String(parameter['in']));
  const format = known && possible ? (given ?? 'csv') : 'csv';
  if (expressible[String(parameter['in'])]?.includes(format) === true) {
    parameter['collectionFormat'] = format;
  } else {
    delete parameter['collectionFormat'];
    parameter[collectionFormatMark] = format;
  }
  if (format === (given ?? 'csv')) return undefined;
  return `cannot be written as ${JSON.stringify(given)}; it is taken as "${format}"`;
}
