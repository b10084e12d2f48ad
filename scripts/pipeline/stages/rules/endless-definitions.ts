// No definition is made of itself. One that contains itself, as a tree does, is fine.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, remove, textOf } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

export const endlessDefinitions: Rule = {
  name: 'endless-definitions',
  why: 'A type that is itself, or itself and more, has no end, and the generator looks for it.',
  apply(document, note) {
    const definitions = objectOf(document['definitions']);
    const done = new Set<string>();
    for (const name of Object.keys(definitions)) open(name, [], { definitions, done, note });
  },
};

interface Search {
  definitions: JsonObject;
  done: Set<string>;
  note: Note;
}

function open(name: string, way: string[], search: Search): void {
  if (search.done.has(name)) return;
  for (const member of parts(search.definitions[name])) {
    const target = textOf(member['$ref'])?.replace('#/definitions/', '') ?? '';
    if (target === name || way.includes(target)) {
      remove(member, '$ref');
      search.note(
        `#/definitions/${name}`,
        `is made of itself by way of "${target}"; that part is free-form`,
      );
    } else {
      open(target, [...way, name], search);
    }
  }
  search.done.add(name);
}

/** The references that a schema is made of, as against those in its properties or items. */
function parts(value: unknown): JsonObject[] {
  if (!isObject(value)) return [];
  if (value['$ref'] !== undefined) return [value];
  return ['allOf', 'anyOf', 'oneOf', 'x-anyOf', 'x-oneOf'].flatMap((key) =>
    objectsIn(value[key]).flatMap(parts),
  );
}
