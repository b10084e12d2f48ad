// Reads the overlay, which adds what the vendor's document leaves out, applies it as the Overlay
// Specification says (1.0, and `copy` of 1.1), and lists the actions that changed nothing: the document
// has changed under them.
import { InputError } from '../input-error.js';
import type { JsonObject } from '../document/document.js';
import { equal, isObject, textOf } from '../document/document.js';
import { type Action, applyAction, type Effect } from './overlay-action.js';
import { OverlayProblem } from './overlay-merge.js';
import { lineAt, parse, readText } from './read.js';

/** An overlay that was read and checked for its form. */
export interface Overlay {
  file: string;
  text: string;
  actions: Action[];
  /** `x-strict` of the overlay: an action replaces only what it states in `x-expects`. */
  strict: boolean;
}

/** An action that changed nothing. */
export interface StaleAction {
  /** Position among the overlay's actions, from 1. */
  number: number;
  /** Where it stands: the absolute path of the overlay, and the line. */
  file: string;
  line?: number;
  target: string;
  description?: string;
  /** Its target matches nothing, says already what the action would make of it, or says what it does not expect. */
  reason: Exclude<Effect, 'changes'>;
}

const ACTION_KEYS = ['target', 'description', 'update', 'remove'];

/** Reads an overlay file; refuses anything but an Overlay 1.0 or 1.1 document with well-formed actions. */
export async function readOverlay(file: string): Promise<Overlay> {
  const text = await readText(file);
  const document = await parse(file, text);
  const problem = documentProblem(document);
  if (problem !== undefined) {
    const correction = 'See the OpenAPI Overlay Specification.';
    throw new InputError({ file, line: 1, problem, correction });
  }
  const hasCopy = textOf(document['overlay'])?.startsWith('1.1') === true;
  const actions = document['actions'] as unknown[];
  for (const [index, action] of actions.entries()) {
    const found = actionProblem(action, hasCopy) ?? repeatProblem(actions, index);
    if (found !== undefined) throw await actionError({ file, text }, index, found);
  }
  return { file, text, actions: actions as Action[], strict: document['x-strict'] === true };
}

function documentProblem(document: JsonObject): string | undefined {
  const { overlay: version, info, actions } = document;
  if (!/^1\.[01](\.\d+)?$/.test(textOf(version) ?? '') || !Array.isArray(actions)) {
    return 'is not an Overlay 1.0 or 1.1 document: it needs "overlay: 1.0.0" and a list of actions';
  }
  if (!isObject(info) || !['title', 'version'].every((key) => textOf(info[key]) !== undefined)) {
    return 'needs an "info" with a title and a version, both as text';
  }
  return actions.length === 0 ? 'has no actions' : undefined;
}

function actionProblem(action: unknown, hasCopy: boolean): string | undefined {
  if (!isObject(action)) return 'is not a mapping';
  const { target, update, remove, copy } = action;
  const known = hasCopy ? [...ACTION_KEYS, 'copy'] : ACTION_KEYS;
  const unknown = Object.keys(action).find((key) => !known.includes(key) && !key.startsWith('x-'));
  if (unknown === 'copy') return '"copy" needs "overlay: 1.1.0"';
  if (unknown !== undefined) return `"${unknown}" is not a field of an action`;
  if (textOf(target)?.startsWith('$') !== true) return 'needs a target that starts with "$"';
  if (remove !== undefined && typeof remove !== 'boolean') return '"remove" must be true or false';
  if (remove === true) return target === '$' ? 'would remove the whole document' : undefined;
  if (update !== undefined && copy !== undefined) return 'has both "update" and "copy"';
  if (copy !== undefined && textOf(copy)?.startsWith('$') !== true)
    return 'needs a "copy" that starts with "$"';
  const isEmpty =
    (update ?? null) === null || (isObject(update) && Object.keys(update).length === 0);
  return isEmpty && copy === undefined ? 'needs "update" or "remove: true"' : undefined;
}

function repeatProblem(actions: unknown[], index: number): string | undefined {
  const first = actions.findIndex((other) => equal(other, actions[index]));
  return first < index ? `is action ${first + 1} again` : undefined;
}

/** A copy of the document with all actions applied in their order. */
export async function applyOverlay(
  document: JsonObject,
  overlay: Overlay,
): Promise<{ document: JsonObject; stale: StaleAction[] }> {
  const applied = structuredClone(document);
  const stale: StaleAction[] = [];
  for (const [index, action] of overlay.actions.entries()) {
    const effect = await tryAction(action, index, applied, overlay);
    if (effect === 'changes') continue;
    const { target, description } = action;
    const described = description === undefined ? {} : { description };
    const line = await lineAt(overlay.text, ['actions', index]);
    const place = { file: overlay.file, ...(line === undefined ? {} : { line }) };
    stale.push({ number: index + 1, ...place, target, ...described, reason: effect });
  }
  return { document: applied, stale };
}

async function tryAction(
  action: Action,
  index: number,
  document: JsonObject,
  overlay: Overlay,
): Promise<Effect> {
  try {
    return applyAction(document, action, overlay);
  } catch (error) {
    if (!(error instanceof OverlayProblem)) throw error;
    throw await actionError(overlay, index, error.message);
  }
}

async function actionError(
  { file, text }: Pick<Overlay, 'file' | 'text'>,
  index: number,
  reason: string,
): Promise<InputError> {
  const line = await lineAt(text, ['actions', index]);
  const problem = `action ${index + 1} cannot be applied: ${reason}`;
  return new InputError({ file, line, problem, correction: 'Correct this action of the overlay.' });
}
