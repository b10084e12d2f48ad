// Merges what an action of an overlay says into a part of a document, and notes what it would replace or relies
// on, where that is not what the action expects.
import type { Json, JsonObject } from '../document/document.js';
import { equal, isObject, objectOf } from '../document/document.js';

/** Why an action cannot be applied. */
export class OverlayProblem extends Error {
  override readonly name = 'OverlayProblem';
}

/** The keys from the document down to a part of it. */
export type Path = (string | number)[];

/** What an action does not expect, in words that follow its target. */
export type Unexpected = `${'would replace' | 'expects something else of'} ${string}`;

/** One update of one place, with what it replaces and does not expect. */
interface Update {
  path: Path;
  expected: Json | undefined;
  unexpected: Unexpected[];
}

export function valueAt(document: JsonObject, path: Path): Json {
  return path.reduce<Json>((value, key) => (value as JsonObject)[key] ?? null, document);
}

/** Merges the value into what is there; tells whether that changed anything. */
export function updateAt(document: JsonObject, value: Json, update: Update): boolean {
  const { path } = update;
  const old = valueAt(document, path);
  // To a list, also a single entry can be added.
  const merged = Array.isArray(old)
    ? join(old, Array.isArray(value) ? value : [value], path)
    : merge(old, value, update);
  if (equal(old, merged)) return false;
  if (path.length === 0) Object.assign(document, merged);
  else
    Object.assign(valueAt(document, path.slice(0, -1)) as object, { [path.at(-1) ?? '']: merged });
  return true;
}

/** Objects are merged key by key, lists are joined, and plain values replace plain values. */
function merge(old: Json, value: Json, update: Update): Json {
  const { path, expected, unexpected } = update;
  if (kindOf(old) !== kindOf(value)) {
    const place = path.length === 0 ? 'the document' : path.join(' ');
    throw new OverlayProblem(`${place} is ${kindOf(old)}, the update is ${kindOf(value)}`);
  }
  if (replaces(old, value) && !equal(old, expected ?? null)) {
    unexpected.push(`would replace ${placeAndValue(path, old)}`);
  }
  if (Array.isArray(old) && Array.isArray(value)) return join(old, value, path);
  if (!isObject(old) || !isObject(value)) return value;
  const changes = Object.entries(value).map(([key, each]) => {
    const known = ownValue(old, key);
    const below = { path: [...path, key], expected: ownValue(objectOf(expected), key), unexpected };
    if (known !== undefined) return [key, merge(known, each, below)];
    if (below.expected !== undefined)
      unexpected.push(`would replace ${placeAndValue(below.path, undefined)}`);
    return [key, structuredClone(each)];
  });
  for (const [key, each] of Object.entries(objectOf(expected)))
    if (!Object.hasOwn(value, key)) rely(ownValue(old, key), each, [...path, key], unexpected);
  return { ...old, ...(Object.fromEntries(changes) as JsonObject) };
}

/** Notes where the document says something else than is relied on; of an object only what is stated counts. */
export function rely(
  old: Json | undefined,
  expected: Json,
  path: Path,
  unexpected: Unexpected[],
): void {
  if (isObject(expected) && isObject(old)) {
    for (const [key, each] of Object.entries(expected))
      rely(ownValue(old, key), each, [...path, key], unexpected);
  } else if (!equal(old, expected))
    unexpected.push(`expects something else of ${placeAndValue(path, old)}`);
}

function placeAndValue(path: Path, value: Json | undefined): string {
  const found = value === undefined ? 'not there' : JSON.stringify(value);
  return `${path.join(' ')}, which is ${found}`;
}

function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A list of required fields must not name one twice. */
function join(old: Json[], added: Json[], path: Path): Json[] {
  const isNew = (each: Json): boolean => path.at(-1) !== 'required' || !old.includes(each);
  return [...old, ...structuredClone(added.filter(isNew))];
}

/** Whether what the document says would no longer hold, or no longer alone. */
function replaces(old: Json, value: Json): boolean {
  if (Array.isArray(old)) return old.length > 0;
  if (!isObject(old) || !isObject(value)) return !equal(old, value);
  // A reference stands for all that is beside it.
  return Object.keys(old).length > 0 && '$ref' in old !== '$ref' in value;
}

export function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
