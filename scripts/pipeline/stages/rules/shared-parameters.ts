// Copies shared parameters, those of the document or of a path, into each operation that has them, so
// that the overlay, the converter and the generator all see them there.
import type { JsonObject, Operation } from '../../document/document.js';
import {
  isObject,
  objectOf,
  objectsIn,
  operationsOf,
  remove,
  resolvePointer,
  textAt,
} from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

export const sharedParameters: Rule = {
  name: 'shared-parameters',
  why: 'The converter loses form fields shared by a path, and the generator makes a model of every shared parameter.',
  apply(document, note) {
    const used = new Set<string>();
    for (const entry of operationsOf(document)) copyInto(entry, document, used, note);
    for (const item of Object.values(objectOf(document['paths']))) {
      if (isObject(item)) remove(item, 'parameters');
    }
    for (const name of Object.keys(objectOf(document['parameters']))) {
      if (!used.has(name)) note(`#/parameters/${name}`, 'dropped: no operation uses it');
    }
    remove(document, 'parameters');
  },
};

function copyInto(entry: Operation, document: JsonObject, used: Set<string>, note: AddNote): void {
  const { item, operation, place } = entry;
  const resolve = (parameter: JsonObject): JsonObject[] => {
    const reference = parameter['$ref'];
    if (typeof reference !== 'string') return [structuredClone(parameter)];
    used.add(reference.split('/').at(-1) ?? '');
    const target = resolveParameter(document, reference);
    if (target === undefined)
      note(place, `dropped the parameter ${reference}: nothing is there`, reference);
    return target === undefined ? [] : [structuredClone(target)];
  };
  const own = objectsIn(operation['parameters']).flatMap(resolve);
  const shared = objectsIn(item['parameters'])
    .flatMap(resolve)
    // The operation's own parameter wins.
    .filter((parameter) => !own.some((other) => isSame(parameter, other)));
  const all = [...shared, ...own];
  const last = all.filter((one, at) => !all.slice(at + 1).some((other) => isSame(one, other)));
  for (const one of all) {
    if (!last.includes(one))
      note(place, `dropped the first of two parameters called "${textAt(one, 'name')}"`, one);
  }
  if (last.length > 0) operation['parameters'] = last;
  else remove(operation, 'parameters');
}

function resolveParameter(document: JsonObject, reference: string): JsonObject | undefined {
  const bare = /^[^#/]+$/.test(reference) ? `#/parameters/${reference}` : reference;
  const target = resolvePointer(document, bare);
  if (!isObject(target)) return undefined;
  // A definition that stands for a parameter is a body.
  if (bare.startsWith('#/definitions/'))
    return { in: 'body', name: 'body', schema: { $ref: bare } };
  return target;
}

function isSame(one: JsonObject, other: JsonObject): boolean {
  return one['in'] === other['in'] && one['name'] === other['name'] && one['name'] !== undefined;
}
