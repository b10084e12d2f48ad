// A title and a version, as every document must have; each on one line.
import type { JsonObject } from '../../document/document.js';
import { objectOf, textOf } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

export const information: Rule = {
  name: 'information',
  why: 'A document without a title or a version is not valid, and a title of several lines breaks what quotes it.',
  apply(document, note) {
    document['swagger'] = '2.0';
    const info = objectOf(document['info']);
    document['info'] = info;
    line(info, 'title', 'Untitled API', note);
    line(info, 'version', '0', note);
    document['paths'] ??= {};
  },
};

function line(info: JsonObject, key: string, otherwise: string, note: Note): void {
  const given = textOf(info[key]);
  const oneLine = given?.trim().replace(/\s*\n\s*/g, ' ') ?? '';
  info[key] = oneLine === '' ? otherwise : oneLine;
  if (given !== info[key]) {
    note(
      `#/info/${key}`,
      `${JSON.stringify(given ?? null)} is taken as ${JSON.stringify(info[key])}`,
    );
  }
}
