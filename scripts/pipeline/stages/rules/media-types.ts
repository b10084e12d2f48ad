// What operations consume and produce, as media types; a file is sent in a multipart form.
import type { JsonObject } from '../../document/document.js';
import { objectsIn, operationsOf, remove, textsIn } from '../../document/document.js';
import { isMediaType, splitMediaTypes } from '../../document/grammar.js';
import type { AddNote, Rule } from './rule.js';

const MULTIPART = 'multipart/form-data';

/** How a form is sent, and what most documents say at their top for all operations, also for those with a form. */
const FORMS = [MULTIPART, 'application/x-www-form-urlencoded', 'application/json'];

export const mediaTypes: Rule = {
  name: 'media-types',
  why: 'A body needs a valid media type, and a urlencoded form cannot carry a file.',
  apply(document, note) {
    correctTypes(document, '#', note);
    for (const { operation, place } of operationsOf(document)) {
      correctTypes(operation, place, note);
      const fields = objectsIn(operation['parameters']).filter((one) => one['in'] === 'formData');
      const consumes = textsIn(operation['consumes'] ?? document['consumes']);
      const others = fields.length > 0 ? consumes.filter((type) => !FORMS.includes(type)) : [];
      if (others.length > 0)
        note(place, `has a form, which is not sent as ${others.join(', ')}`, others);
      if (!fields.some((field) => field['type'] === 'file') || consumes.includes(MULTIPART))
        continue;
      operation['consumes'] = [MULTIPART];
      note(place, `takes a file, so it consumes ${MULTIPART}`);
    }
  },
};

const MEDIA_TYPES = new Map<string, string>(
  Object.entries({
    json: 'application/json',
    xml: 'application/xml',
    html: 'text/html',
    text: 'text/plain',
    form: 'application/x-www-form-urlencoded',
  }),
);

function correctTypes(holder: JsonObject, where: string, note: AddNote): void {
  for (const key of ['consumes', 'produces']) {
    if (holder[key] === undefined) continue;
    const given = textsIn(holder[key]);
    const known = given
      .flatMap(splitMediaTypes)
      .map((type) => MEDIA_TYPES.get(type.toLowerCase()) ?? type);
    const types = [...new Set(known)].filter(isMediaType);
    if (types.length > 0) holder[key] = types;
    else remove(holder, key);
    if (JSON.stringify(types) !== JSON.stringify(given)) {
      const what = `${key} ${JSON.stringify(given)} is taken as ${JSON.stringify(types)}`;
      note(where, what, known.every(isMediaType) ? undefined : given);
    }
  }
}
