// The document's list of tags has each tag once, with a name.
import type { JsonObject } from '../../document/document.js';
import { objectsIn, textOf } from '../../document/document.js';
import type { Rule } from './rule.js';

export const tagList: Rule = {
  name: 'tag-list',
  why: 'A tag without a name, or listed twice, makes the document invalid.',
  apply(document, note) {
    if (document['tags'] === undefined) return;
    const listed = new Map<string, JsonObject>();
    for (const tag of objectsIn(document['tags'])) {
      const name = textOf(tag['name'])?.trim() ?? '';
      if (name === '' || listed.has(name)) {
        note(
          '#/tags',
          `dropped ${name === '' ? 'a tag without a name' : `a second "${name}"`}: ${JSON.stringify(tag)}`,
        );
        continue;
      }
      listed.set(name, { ...tag, name });
    }
    document['tags'] = [...listed.values()];
  },
};
