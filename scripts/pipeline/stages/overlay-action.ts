// Applies one action of an overlay to a document in place. JSONPath is a library's; the merge is ours, for
// the libraries tried do not merge as the specification says.
import { JSONPathSyntaxError, paths } from 'jsonpathly';

import type { Json, JsonObject } from '../document/document.js';
import { isObject } from '../document/document.js';
import type { Path, Unexpected } from './overlay-merge.js';
import { kindOf, OverlayProblem, rely, updateAt, valueAt } from './overlay-merge.js';

export interface Action {
  target: string;
  description?: string;
  update?: Json;
  copy?: string;
  remove?: boolean;
  /** What the target says where the update replaces something, and in what else the action relies on. */
  'x-expects'?: Json;
}

/** `changes`, or why the action is stale. */
export type Effect = 'changes' | 'changes nothing' | 'matches nothing' | Unexpected;

/** With `strict`, also an action that states nothing must replace nothing. */
export function applyAction(document: JsonObject, action: Action, { strict = false } = {}): Effect {
  const targets = findPaths(document, action.target);
  if (targets.length === 0) return 'matches nothing';
  const unexpected: Unexpected[] = [];
  const expected = action['x-expects'];
  if (action.remove === true) {
    for (const path of targets)
      if (expected !== undefined) rely(valueAt(document, path), expected, path, unexpected);
    if (unexpected[0] !== undefined) return unexpected[0];
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
  const changed = targets.map((path) =>
    updateAt(document, value ?? null, { path, expected, unexpected }),
  );
  const isStrict = strict || expected !== undefined;
  if (isStrict && unexpected[0] !== undefined) return unexpected[0];
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
