// Paths that start with a slash, each once, with names for all their parameters.
import type { JsonObject } from '../../document/document.js';
import { isObject, METHODS, objectOf, remove } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

export const paths: Rule = {
  name: 'paths',
  why: 'A path without its slash is not valid, two spellings of one path are one, and to the converter an extension is a path.',
  apply(document, note) {
    const given = objectOf(document['paths']);
    const mended: JsonObject = {};
    for (const [path, item] of Object.entries(given)) {
      if (path.startsWith('x-')) {
        document['x-kept-paths'] = { ...objectOf(document['x-kept-paths']), [path]: item };
        note(`#/paths/${path}`, 'is no path; kept as "x-kept-paths"');
        continue;
      }
      const proper = properPath(path);
      if (proper !== path) note(`#/paths/${path}`, `is called "${proper}"`);
      if (isObject(item) && isObject(mended[proper])) merge(mended[proper], item, proper, note);
      else mended[proper] = item;
    }
    document['paths'] = mended;
  },
};

function properPath(path: string): string {
  let unnamed = 0;
  return `/${path.trim().replace(/^\/+/, '')}`.replace(
    /\{\s*([^{}]*?)\s*\}/g,
    (_, name: string) => {
      if (name === '') unnamed++;
      return `{${name === '' ? `parameter${unnamed}` : name}}`;
    },
  );
}

/** What the first spelling lacks comes from the second; an operation of both is kept aside. */
function merge(item: JsonObject, other: JsonObject, path: string, note: Note): void {
  for (const [key, value] of Object.entries(other)) {
    if (item[key] === undefined) {
      item[key] = value;
      continue;
    }
    const isOperation = METHODS.some((method) => method === key);
    const what = isOperation ? `the operation ${key.toUpperCase()}` : `"${key}"`;
    note(`#/paths/${path}`, `dropped ${what} of a second spelling of the path`);
    remove(other, key);
  }
}
