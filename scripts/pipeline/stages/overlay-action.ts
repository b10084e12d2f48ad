// Applies one action of an overlay to a document in place. JSONPath is a library's; the merge is ours, for
// the libraries tried do not merge as the specification says.
import { JSONPathSyntaxError, paths } from 'jsonpathly';

import type { Json, JsonObject } from '../document/document.js';
import { equal, isObject } from '../document/document.js';

export interface Action {
  target: string;
  description?: string;
  update?: Json;
  copy?: string;
  remove?: boolean;
}

/** Why an action cannot be applied. */
export class OverlayProblem extends Error {
  override readonly name = 'OverlayProblem';
}

/** The keys from the document down to a part of it. */
type Path = (string | number)[];

export type Effect = 'changes' | 'changes nothing' | 'matches nothing';

export function applyAction(document: JsonObject, action: Action): Effect {
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
  const changed = targets.map((path) => updateAt(document, path, value ?? null));
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
function updateAt(document: JsonObject, path: Path, value: Json): boolean {
  const old = valueAt(document, path);
  // To a list, also a single entry can be added.
  const merged = merge(old, Array.isArray(old) && !Array.isArray(value) ? [value] : value, path);
  if (equal(old, merged)) return false;
  if (path.length === 0) Object.assign(document, merged);
  else
    Object.assign(valueAt(document, path.slice(0, -1)) as object, { [path.at(-1) ?? '']: merged });
  return true;
}

/** Objects are merged key by key, lists are joined, and plain values replace plain values. */
function merge(old: Json, update: Json, path: Path): Json {
  if (kindOf(old) !== kindOf(update)) {
    const place = path.length === 0 ? 'the document' : path.join(' ');
    throw new OverlayProblem(`${place} is ${kindOf(old)}, the update is ${kindOf(update)}`);
  }
  if (Array.isArray(old) && Array.isArray(update)) {
    // A list of required fields must not name one twice.
    const added =
      path.at(-1) === 'required' ? update.filter((each) => !old.includes(each)) : update;
    return [...old, ...structuredClone(added)];
  }
  if (!isObject(old) || !isObject(update)) return update;
  const changes = Object.entries(update).map(([key, value]) => {
    const known = Object.hasOwn(old, key) ? old[key] : undefined;
    return [
      key,
      known === undefined ? structuredClone(value) : merge(known, value, [...path, key]),
    ];
  });
  return { ...old, ...(Object.fromEntries(changes) as JsonObject) };
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return isObject(value) ? 'an object' : 'a plain value';
}
