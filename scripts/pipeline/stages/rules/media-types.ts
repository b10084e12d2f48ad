// What operations consume and produce, as media types; a file travels in a multipart form.
import type { Json, JsonObject } from '../../document/document.js';
import { objectsIn, operationsOf, remove } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

const multipart = 'multipart/form-data';

export const mediaTypes: Rule = {
  name: 'media-types',
  why: 'A word that is no media type is no key of a body, and a file does not fit into a urlencoded form.',
  apply(document, note) {
    mend(document, '#', note);
    for (const { operation, place } of operationsOf(document)) {
      mend(operation, place, note);
      const fields = objectsIn(operation['parameters']).filter((one) => one['in'] === 'formData');
      const consumes = textsOf(operation['consumes'] ?? document['consumes']);
      if (!fields.some((field) => field['type'] === 'file') || consumes.includes(multipart))
        continue;
      operation['consumes'] = [multipart];
      note(place, `takes a file; it consumes ${multipart}`);
    }
  },
};

const words: Readonly<Record<string, string>> = {
  json: 'application/json',
  xml: 'application/xml',
  html: 'text/html',
  text: 'text/plain',
  form: 'application/x-www-form-urlencoded',
};

function mend(holder: JsonObject, where: string, note: Note): void {
  for (const key of ['consumes', 'produces']) {
    if (holder[key] === undefined) continue;
    const given = textsOf(holder[key]);
    const known = given.map((type) => words[type.trim().toLowerCase()] ?? type.trim());
    const types = [...new Set(known)].filter((type) => /^[^\s/]+\/[^\s/]+/.test(type));
    if (types.length > 0) holder[key] = types;
    else remove(holder, key);
    if (JSON.stringify(types) !== JSON.stringify(given)) {
      note(where, `${key} ${JSON.stringify(given)}, taken as ${JSON.stringify(types)}`);
    }
  }
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
