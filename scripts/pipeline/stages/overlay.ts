// Applies the overlay, which adds what the vendor's document leaves out, and lists the actions that
// match nothing: the document has changed under them.
import type { OpenAPIOverlayAction } from 'openapi-format';
import openapiFormat from 'openapi-format';

import { InputError } from '../input-error.js';
import type { JsonObject } from '../document/document.js';
import { isObject, remove, textOf } from '../document/document.js';
import { lineAt, parse, readText } from './read.js';

/** An overlay that was read and checked for its form. */
export interface Overlay {
  file: string;
  text: string;
  version: string;
  actions: OpenAPIOverlayAction[];
}

/** An action whose target matches nothing. */
export interface StaleAction {
  /** Position among the overlay's actions, from 1. */
  number: number;
  target: string;
  description?: string;
}

/** Reads an overlay file; refuses anything but an Overlay 1.x document with well-formed actions. */
export async function readOverlay(file: string): Promise<Overlay> {
  const text = await readText(file);
  const document = await parse(file, text);
  const version = textOf(document['overlay']) ?? '';
  const { actions } = document;
  if (!/^1\.\d+(\.\d+)?$/.test(version) || !Array.isArray(actions)) {
    const problem =
      'is not an Overlay 1.x document: it needs "overlay: 1.0.0" and a list of actions';
    throw new InputError({
      file,
      line: 1,
      problem,
      correction: 'See the OpenAPI Overlay Specification.',
    });
  }
  const overlay: Overlay = { file, text, version, actions: [] };
  for (const [index, action] of actions.entries()) {
    const problem = actionProblem(action);
    if (problem !== undefined) throw await actionError(overlay, index, problem);
    overlay.actions.push(action as unknown as OpenAPIOverlayAction);
  }
  return overlay;
}

function actionProblem(action: unknown): string | undefined {
  if (!isObject(action)) return 'is not a mapping';
  if (textOf(action['target'])?.startsWith('$') !== true)
    return 'needs a target that starts with "$"';
  if (action['remove'] === true || isObject(action['update'])) return undefined;
  return 'update' in action && action['update'] !== null
    ? undefined
    : 'needs "update" or "remove: true"';
}

/** A copy of the document with all actions applied in their order. */
export async function applyOverlay(
  document: JsonObject,
  overlay: Overlay,
): Promise<{ document: JsonObject; stale: StaleAction[] }> {
  let applied = structuredClone(document);
  const stale: StaleAction[] = [];
  for (const [index, action] of overlay.actions.entries()) {
    const { errors, result } = await captureErrors(() => apply(applied, overlay.version, action));
    if (errors[0] !== undefined) throw await actionError(overlay, index, errors[0]);
    applied = result.document;
    if (result.used) continue;
    const { target, description } = action;
    stale.push({
      number: index + 1,
      target,
      ...(description === undefined ? {} : { description }),
    });
  }
  removeRepeats(applied);
  return { document: applied, stale };
}

async function apply(
  document: JsonObject,
  version: string,
  action: OpenAPIOverlayAction,
): Promise<{ document: JsonObject; used: boolean }> {
  if (action.remove === true) return { document, used: removeMatches(document, action.target) };
  const overlaySet = { overlay: version, actions: [action] };
  const { data, resultData } = await openapiFormat.openapiOverlay(document, { overlaySet });
  return { document: data as JsonObject, used: resultData['totalUsedActions'] === 1 };
}

/** Ours: the library removes elements of one array from the front, and so misses some. */
function removeMatches(document: JsonObject, target: string): boolean {
  const matches = openapiFormat.resolveJsonPath(document, target);
  for (const { parent, key } of matches.toReversed()) {
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else if (isObject(parent)) remove(parent, String(key));
  }
  return matches.length > 0;
}

/** The library prints errors and goes on; this collects what it prints. */
async function captureErrors<T>(work: () => Promise<T>): Promise<{ result: T; errors: string[] }> {
  const errors: string[] = [];
  const { error } = console;
  console.error = (message: unknown) => errors.push(String(message));
  try {
    return { result: await work(), errors };
  } finally {
    console.error = error;
  }
}

async function actionError(
  { file, text }: Overlay,
  index: number,
  reason: string,
): Promise<InputError> {
  const line = await lineAt(text, ['actions', index]);
  const problem = `action ${index + 1} cannot be applied: ${reason.replace(/^Overlay action #1: /, '')}`;
  return new InputError({ file, line, problem, correction: 'Correct this action of the overlay.' });
}

/** Merging appends to lists, but a list of required fields must not name one twice. */
function removeRepeats(value: unknown): void {
  if (Array.isArray(value)) value.forEach(removeRepeats);
  if (!isObject(value)) return;
  const required = value['required'];
  if (Array.isArray(required)) value['required'] = [...new Set(required)];
  Object.values(value).forEach(removeRepeats);
}
