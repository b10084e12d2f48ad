// Every path starts with a slash, occurs once, and names all its parameters.
import type { JsonObject } from '../../document/document.js';
import { isObject, METHODS, objectOf, remove } from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

export const paths: Rule = {
  name: 'paths',
  why: 'A path without its leading slash is not valid, two spellings of a path are one path, and the converter takes an extension for a path.',
  apply(document, note) {
    const given = objectOf(document['paths']);
    const corrected: JsonObject = {};
    for (const [path, item] of Object.entries(given)) {
      if (path.startsWith('x-')) {
        document['x-kept-paths'] = { ...objectOf(document['x-kept-paths']), [path]: item };
        note(`#/paths/${path}`, 'is not a path; kept as "x-kept-paths"');
        continue;
      }
      const newPath = correctPath(path);
      if (newPath !== path) note(`#/paths/${path}`, `is renamed to "${newPath}"`);
      if (isObject(item) && isObject(corrected[newPath]))
        merge(corrected[newPath], item, newPath, note);
      else corrected[newPath] = item;
    }
    document['paths'] = corrected;
  },
};

function correctPath(path: string): string {
  let unnamed = 0;
  return `/${path.trim().replace(/^\/+/, '')}`.replace(
    /\{\s*([^{}]*?)\s*\}/g,
    (_, name: string) => {
      if (name === '') unnamed++;
      return `{${name === '' ? `parameter${unnamed}` : name}}`;
    },
  );
}

/** Adds what the first spelling lacks from the second, which loses the rest. */
function merge(item: JsonObject, other: JsonObject, path: string, note: AddNote): void {
  for (const [key, value] of Object.entries(other)) {
    if (item[key] === undefined) {
      item[key] = value;
      continue;
    }
    const isOperation = METHODS.some((method) => method === key);
    const what = isOperation ? `the operation ${key.toUpperCase()}` : `"${key}"`;
    note(`#/paths/${path}`, `dropped ${what}: another spelling of the path has it too`);
    remove(other, key);
  }
}
