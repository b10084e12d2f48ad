// Tells a difference of wording from one of meaning, and finds the parts for which no rule is written.
import type { JsonObject } from '../document/document.js';
import { equal, isObject, objectOf } from '../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../document/marks.js';
import { type Change, change } from './change.js';

/** Words for people. Extensions are not read by the client either, but for our own mark and what a rule put aside. */
const FOR_PEOPLE = new Set(
  '$comment title summary description example examples externalDocs bearerFormat'.split(' '),
);

/** Below these stand names, not keywords. */
export const MAPS = new Set(
  `paths schemas responses parameters requestBodies headers securitySchemes callbacks links content
  properties patternProperties dependentSchemas $defs definitions encoding variables mapping`.split(
    /\s+/,
  ),
);

/** Below these stand values, which mean what they are. */
export const VALUES = new Set(['default', 'enum', 'const', 'security', 'required']);

/** Whether a keyword is only for people. */
export function isForPeople(keyword: string): boolean {
  if (FOR_PEOPLE.has(keyword)) return true;
  const isOwn = keyword.startsWith('x-kept-') || keyword === COLLECTION_FORMAT_MARK;
  return keyword.startsWith('x-') && !isOwn;
}

/** Equal but for what is only for people, and for the order of keys. */
export function meanTheSame(a: unknown, b: unknown, isMap = false): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => meanTheSame(each, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const counts = (key: string) => isMap || !isForPeople(key);
  return (
    Object.keys(a).every((key) => !counts(key) || sameBelow(key, a[key], b[key], isMap)) &&
    Object.keys(b).every((key) => !counts(key) || Object.hasOwn(a, key))
  );
}

function sameBelow(key: string, a: unknown, b: unknown, isName: boolean): boolean {
  if (isName) return meanTheSame(a, b);
  if (VALUES.has(key)) return equal(a, b);
  // Of a scope, only its name counts.
  if (key === 'scopes')
    return equal(Object.keys(objectOf(a)).sort(), Object.keys(objectOf(b)).sort());
  return meanTheSame(a, b, MAPS.has(key));
}

/** One change for each part that differs and that none of the rules reads. */
export function compareUnread(
  where: string,
  old: JsonObject,
  now: JsonObject,
  read: ReadonlySet<string>,
): Change[] {
  const isUnread = (key: string) =>
    !read.has(key) && !isForPeople(key) && !sameBelow(key, old[key], now[key], false);
  const parts = [
    ...Object.keys(old).filter(isUnread),
    ...Object.keys(now).filter((key) => !Object.hasOwn(old, key) && isUnread(key)),
  ];
  return parts.map((part) => change('not-understood', where, { part }));
}
