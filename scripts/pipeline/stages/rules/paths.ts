// Every path starts with a slash, occurs once, holds its operations itself, and names all its parameters.
import type { JsonObject } from '../../document/document.js';
import { dereference, isObject, METHODS, objectOf, remove } from '../../document/document.js';
import { pathParameterName, takeUnique } from '../../document/names.js';
import type { AddNote, Rule } from './rule.js';

export const paths: Rule = {
  name: 'paths',
  why: 'A path without its leading slash is not valid, two spellings of a path are one path, no tool follows a path to another, and the converter takes an extension for a path.',
  apply(document, note) {
    const given = objectOf(document['paths']);
    const corrected: JsonObject = {};
    for (const [path, item] of Object.entries(given)) {
      if (isObject(item) && item['$ref'] !== undefined) followReference(document, path, item, note);
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

/** Puts the operations of the other path here; nothing else can be referred to. */
function followReference(
  document: JsonObject,
  path: string,
  item: JsonObject,
  note: AddNote,
): void {
  const reference = item['$ref'] ?? null;
  const target = dereference(document, item);
  remove(item, '$ref');
  for (const [key, value] of Object.entries(structuredClone(target))) item[key] ??= value;
  const isFollowed = Object.keys(target).length > 0;
  const what = isFollowed ? 'replaced by its content' : 'nothing is there';
  note(`#/paths/${path}`, `refers to ${JSON.stringify(reference)}; ${what}`);
}

function correctPath(path: string): string {
  let unnamed = 0;
  const names = new Map<string, string>();
  const taken = new Set<string>();
  return `/${path.trim().replace(/^\/+/, '')}`.replaceAll(/\{([^{}]*)\}/g, (_, given: string) => {
    const name = pathParameterName(given);
    if (name === '') unnamed++;
    const wanted = name === '' ? `parameter${unnamed}` : name;
    const unique = names.get(given) ?? takeUnique(wanted, taken, (one) => one);
    names.set(given, unique);
    return `{${unique}}`;
  });
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
    note(`#/paths/${path}`, `dropped ${what}: another spelling of the path has it too`, value);
    remove(other, key);
  }
}
