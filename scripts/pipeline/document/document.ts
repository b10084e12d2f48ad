// A parsed document as all of the pipeline reads it: plain JSON whose shape nobody has checked yet.

/** Any value of a parsed document. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A mapping of a parsed document. */
export interface JsonObject {
  [key: string]: Json;
}

/** The methods an operation can have. OpenAPI 3.0 adds `trace`, which the generator leaves out. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;

/** One operation and where it stands. */
export interface Operation {
  path: string;
  /** Lower case. */
  method: (typeof METHODS)[number];
  /** The path's own object, with what is shared by its operations. */
  item: JsonObject;
  operation: JsonObject;
  /** For people: `POST /message/`. */
  place: string;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one that belongs to nobody. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The objects of an array; everything else in it, or instead of it, is passed over. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of an array, in the same way. */
export function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The value when it is a text, else undefined. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The text under a key; empty when there is none. */
export function textAt(object: JsonObject, key: string): string {
  return textOf(object[key]) ?? '';
}

/** Removes a key, as `delete` does; a name for it because keys come from documents. */
export function remove(object: JsonObject, key: string): void {
  Reflect.deleteProperty(object, key);
}

/** Every operation, in the document's order. */
export function operationsOf(document: JsonObject): Operation[] {
  return Object.entries(objectOf(document['paths'])).flatMap(([path, item]) =>
    isObject(item) ? operationsAt(path, item) : [],
  );
}

function operationsAt(path: string, item: JsonObject): Operation[] {
  return Object.keys(item).flatMap((key) => {
    const method = METHODS.find((known) => known === key);
    const operation = item[key];
    if (method === undefined || !isObject(operation)) return [];
    return [{ path, method, item, operation, place: `${method.toUpperCase()} ${path}` }];
  });
}

/** What a local reference such as `#/definitions/Pet` points to; undefined when nothing is there. */
export function resolvePointer(document: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  const keys = reference.slice(1).split('/').slice(1).map(unescapePointer);
  return keys.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}

/** One step of a JSON pointer, as it stands in the document. */
export function unescapePointer(step: string): string {
  return decode(step).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** The object itself or, when it is a reference, what that points to (an empty object if nothing). */
export function dereference(document: JsonObject, value: unknown): JsonObject {
  let target = objectOf(value);
  const visited = new Set<string>();
  for (;;) {
    const reference = textOf(target['$ref']);
    if (reference === undefined) return target;
    // A loop leads nowhere.
    if (visited.has(reference)) return {};
    visited.add(reference);
    target = objectOf(resolvePointer(document, reference));
  }
}

/** The object without some of its keys. */
export function without(object: JsonObject, ...keys: string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** The value as text that is the same for equal values: for sets of them. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    isObject(each) ? Object.fromEntries(Object.entries(each).sort(byKey)) : each,
  );
}

function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}

/** Those of the values that are not among the others. */
export function difference<T>(values: readonly T[], others: readonly unknown[]): T[] {
  const known = new Set(others.map(canonical));
  return values.filter((value) => !known.has(canonical(value)));
}

/** Equal in content; the order of keys means nothing in JSON. */
export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => equal(each, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]));
}
