// The title and the version that every document must have, each on one line, and terms with an address.
import type { JsonObject } from '../../document/document.js';
import { objectOf, remove, textOf } from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

export const information: Rule = {
  name: 'information',
  why: 'A document without a title or a version is not valid, and a title of several lines breaks the comments that quote it.',
  apply(document, note) {
    document['swagger'] = '2.0';
    const info = objectOf(document['info']);
    document['info'] = info;
    correctLine(info, 'title', 'Untitled API', note);
    correctLine(info, 'version', '0', note);
    correctTerms(info, note);
    document['paths'] ??= {};
  },
};

function correctLine(info: JsonObject, key: string, byDefault: string, note: AddNote): void {
  const given = textOf(info[key]);
  const oneLine = given?.trim().replace(/\s*\n\s*/g, ' ') ?? '';
  info[key] = oneLine === '' ? byDefault : oneLine;
  if (given !== info[key]) {
    note(
      `#/info/${key}`,
      `${JSON.stringify(given ?? null)} is taken as ${JSON.stringify(info[key])}`,
    );
  }
}

/** In OpenAPI 3 the terms of service are a URL; Swagger 2.0 has any text. */
function correctTerms(info: JsonObject, note: AddNote): void {
  const given = textOf(info['termsOfService']);
  if (given === undefined || URL.canParse(given)) return;
  remove(info, 'termsOfService');
  info['x-kept-termsOfService'] = given;
  note('#/info/termsOfService', 'is not a URL; kept as "x-kept-termsOfService"');
}
