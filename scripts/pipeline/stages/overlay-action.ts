// Applies one action of an overlay to a document in place. JSONPath is a library's; the merge is ours, for
// the libraries tried do not merge as the specification says.
import { JSONPathSyntaxError, paths } from 'jsonpathly';

import type { Json, JsonObject } from '../document/document.js';
import { equal, isObject, objectOf } from '../document/document.js';

export interface Action {
  target: string;
  description?: string;
  update?: Json;
  copy?: string;
  remove?: boolean;
  /** What the target says where the update replaces something, in the form of the update. */
  'x-expects'?: Json;
}

/** Why an action cannot be applied. */
export class OverlayProblem extends Error {
  override readonly name = 'OverlayProblem';
}

/** The keys from the document down to a part of it. */
type Path = (string | number)[];

/** `changes`, or why the action is stale. */
export type Effect = 'changes' | 'changes nothing' | 'matches nothing' | `would replace ${string}`;

/** One update of one place, with what it replaces and does not expect. */
interface Update {
  path: Path;
  expected: Json | undefined;
  unexpected: string[];
}

/** With `strict`, also an action that states nothing must replace nothing. */
export function applyAction(document: JsonObject, action: Action, { strict = false } = {}): Effect {
  const targets = findPaths(document, action.target);
  if (targets.length === 0) return 'matches nothing';
  if (action.remove === true) {
    // The last of a list first: what leaves a list moves what is behind it.
    for (const path of targets.sort(byIndex).reverse()) removeAt(document, path);
    return 'changes';
  }
  const value = action.copy === undefined ? action.update : valueToCopy(document, action.copy);
  const kinds = new Set(targets.map((path) => kindOf(valueAt(document, path))));
  if (kinds.size > 1) {
    throw new OverlayProblem(
      `its target matches ${[...kinds].join(' and ')}, not one of these alone`,
    );
  }
  const unexpected: string[] = [];
  const changed = targets.map((path) =>
    updateAt(document, value ?? null, { path, expected: action['x-expects'], unexpected }),
  );
  const isStrict = strict || action['x-expects'] !== undefined;
  if (isStrict && unexpected[0] !== undefined) return `would replace ${unexpected[0]}`;
  return changed.includes(true) ? 'changes' : 'changes nothing';
}

/** The paths of what a JSONPath matches, each once. */
function findPaths(document: JsonObject, expression: string): Path[] {
  try {
    return [...new Set(paths(document, expression))].map(keysIn);
  } catch (error) {
    if (!(error instanceof JSONPathSyntaxError)) throw error;
    throw new OverlayProblem(`${JSON.stringify(expression)} is not a JSONPath: ${error.message}`);
  }
}

/** The keys of a normalised path such as `$['paths']['/a'][0]` (RFC 9535, section 2.7). */
function keysIn(path: string): Path {
  const keys = path.matchAll(/\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]/gs);
  return [...keys].map(([, name, index]) =>
    name === undefined ? Number(index) : unescapeName(name),
  );
}

function unescapeName(name: string): string {
  const text = name.replaceAll("\\'", "'").replaceAll('"', '\\"');
  return JSON.parse(`"${text}"`) as string;
}

function valueAt(document: JsonObject, path: Path): Json {
  return path.reduce<Json>((value, key) => (value as JsonObject)[key] ?? null, document);
}

/** Orders paths that differ in an index by it, and others in any way. */
function byIndex(one: Path, other: Path): number {
  const at = one.findIndex((key, index) => key !== other[index]);
  const [a, b] = [one[at] ?? '', other[at] ?? ''];
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
}

function removeAt(document: JsonObject, path: Path): void {
  const holder = valueAt(document, path.slice(0, -1));
  const key = path.at(-1) ?? '';
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (isObject(holder)) Reflect.deleteProperty(holder, key);
}

function valueToCopy(document: JsonObject, expression: string): Json {
  const [path, ...more] = findPaths(document, expression);
  if (path !== undefined && more.length === 0) return valueAt(document, path);
  const count = path === undefined ? 0 : more.length + 1;
  throw new OverlayProblem(`"copy" matches ${count} places and must match one`);
}

/** Merges the value into what is there; tells whether that changed anything. */
function updateAt(document: JsonObject, value: Json, update: Update): boolean {
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
    unexpected.push(`${path.join(' ')}, which is ${JSON.stringify(old)}: see "x-expects"`);
  }
  if (Array.isArray(old) && Array.isArray(value)) return join(old, value, path);
  if (!isObject(old) || !isObject(value)) return value;
  const changes = Object.entries(value).map(([key, each]) => {
    const known = ownValue(old, key);
    const below = { path: [...path, key], expected: ownValue(objectOf(expected), key), unexpected };
    if (known !== undefined) return [key, merge(known, each, below)];
    if (below.expected !== undefined)
      unexpected.push(`${below.path.join(' ')}, which is not there: see "x-expects"`);
    return [key, structuredClone(each)];
  });
  return { ...old, ...(Object.fromEntries(changes) as JsonObject) };
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

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
