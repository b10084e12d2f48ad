// No definition is composed of itself. One that contains itself in a property, as a tree does, is fine.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, remove, textOf } from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

export const endlessDefinitions: Rule = {
  name: 'endless-definitions',
  why: 'A type that is composed of itself never ends, and the generator searches it without end.',
  apply(document, note) {
    const definitions = objectOf(document['definitions']);
    const done = new Set<string>();
    for (const name of Object.keys(definitions)) breakLoops(name, [], { definitions, done, note });
  },
};

interface Search {
  definitions: JsonObject;
  done: Set<string>;
  note: AddNote;
}

function breakLoops(name: string, path: string[], search: Search): void {
  if (search.done.has(name)) return;
  for (const member of referencesIn(search.definitions[name])) {
    const target = textOf(member['$ref'])?.replace('#/definitions/', '') ?? '';
    if (target === name || path.includes(target)) {
      remove(member, '$ref');
      search.note(
        `#/definitions/${name}`,
        `is composed of itself through "${target}"; that part is free-form now`,
      );
    } else {
      breakLoops(target, [...path, name], search);
    }
  }
  search.done.add(name);
}

/** The references that a schema is composed of, without those in its properties or items. */
function referencesIn(value: unknown): JsonObject[] {
  if (!isObject(value)) return [];
  if (value['$ref'] !== undefined) return [value];
  return ['allOf', 'anyOf', 'oneOf', 'x-anyOf', 'x-oneOf'].flatMap((key) =>
    objectsIn(value[key]).flatMap(referencesIn),
  );
}
