// Gives every part of the document the shape of the specification: what is written a little differently
// is corrected, and what does not belong where it stands is kept as an extension.
import type { Json, JsonObject } from '../../../document/document.js';
import { isObject, METHODS, remove } from '../../../document/document.js';
import { isSupportedExtension } from './extensions.js';
import { isQuotation, mute } from '../../../document/quotations.js';
import type { AddNote, Rule } from '../rule.js';
import type { Kind, Shape } from './shape-tables.js';
import { KINDS } from './shape-tables.js';
import { contentFor, objectFor, toPlain } from './shape-values.js';

export const shapes: Rule = {
  name: 'shapes',
  why: 'Validators, the converter and the generator each fail in their own way on a part that does not belong where it stands.',
  apply(document, note) {
    visit(document, 'document', '#', note);
  },
};

/** Gives a part that serves as a schema, wherever it stood, the shape of one. */
export function shapeSchema(part: JsonObject, where: string, note: AddNote): void {
  visit(part, 'schema', where, note);
}

/** The name under which a part stays in the document when Swagger 2.0 has no place for it. */
const keptName = (key: string): string => `x-kept-${key.replace(/^x-/, '')}`;

function visit(object: JsonObject, kind: Kind, where: string, note: AddNote): void {
  const known: Readonly<Record<string, Shape>> = KINDS[kind];
  for (const [name, value] of Object.entries(object)) {
    const place = `${where}/${name}`;
    const corrected = correctKey(name, kind);
    const key = Object.hasOwn(object, corrected) ? name : corrected;
    if (key !== name) {
      remove(object, name);
      note(place, `is renamed to "${key}"`);
    }
    const shape = Object.hasOwn(known, key) ? known[key] : undefined;
    const extension = key.startsWith('x-');
    if (extension ? isQuotation(key) : isQuote(shape)) quote(value, place, note);
    // Null says nothing.
    if (value === null && !extension) remove(object, key);
    else if (extension ? isSupportedExtension(key, value) : shape === 'any' || shape === 'quote') {
      object[key] = value;
    } else keepInShape(object, key, value, shape, { place, note });
  }
}

/** What has no place becomes an extension, and so a quotation. */
function isQuote(shape: Shape | undefined): boolean {
  return shape === undefined || shape === 'quote' || shape === 'quotes';
}

function quote(value: Json, place: string, note: AddNote): void {
  if (mute(value)) note(place, 'a "$ref" that is not a reference is renamed to "x-ref"');
}

/** Methods in upper case are common. */
function correctKey(key: string, kind: Kind): string {
  const lower = key.toLowerCase();
  return kind === 'pathItem' && METHODS.some((method) => method === lower) ? lower : key;
}

/** Without this key an object of its kind says nothing. */
const REQUIRED_KEY: Readonly<Partial<Record<Kind, string>>> = {
  externalDocs: 'url',
  license: 'name',
};

interface Context {
  place: string;
  note: AddNote;
}

function keepInShape(
  object: JsonObject,
  key: string,
  value: Json,
  shape: Shape | undefined,
  { place, note }: Context,
): void {
  const shaped = shape === undefined ? undefined : take(value, shape, { place, note });
  if (shaped !== undefined) {
    object[key] = shaped;
    return;
  }
  remove(object, key);
  quote(value, place, note);
  if (key !== '__proto__') object[keptName(key)] = value;
  note(place, `does not belong here; kept as "${keptName(key)}"`);
}

/** The value in its shape; undefined when it cannot be corrected. */
function take(value: Json, shape: Shape, context: Context): Json | undefined {
  const content = contentFor(shape);
  if (content !== undefined) return takeObjects(value, content.kind, content.form, context);
  if (shape === 'schemaOrFlag') {
    return typeof value === 'boolean' ? value : takeObject(value, 'schema', context);
  }
  const taken = toPlain(value, shape);
  if (taken !== undefined && taken !== value && JSON.stringify(taken) !== JSON.stringify(value)) {
    context.note(context.place, `${JSON.stringify(value)} is taken as ${JSON.stringify(taken)}`);
  }
  return taken;
}

function takeObjects(value: Json, kind: Kind, form: string, context: Context): Json | undefined {
  const { place, note } = context;
  if (form === 'Object') return takeObject(value, kind, context);
  if (form === 'Objects') {
    const list = isObject(value) ? Object.values(value) : value;
    if (!Array.isArray(list)) return undefined;
    if (list !== value) note(place, 'is a map; its values are taken as the list');
    return list.flatMap((entry, index) => {
      const taken = takeObject(entry, kind, { place: `${place}/${index}`, note });
      if (taken === undefined) note(`${place}/${index}`, `dropped ${JSON.stringify(entry)}`, entry);
      return taken ?? [];
    });
  }
  if (!isObject(value)) return undefined;
  visitMap(value, kind, context);
  return value;
}

function visitMap(map: JsonObject, kind: Kind, { place, note }: Context): void {
  // Only in these maps a key with "x-" is an extension; elsewhere it is a name like any other.
  const extensible = kind === 'pathItem' || (kind === 'response' && place.includes('#/paths/'));
  for (const [key, value] of Object.entries(map)) {
    const context = { place: `${place}/${key}`, note };
    if (extensible && key.startsWith('x-')) {
      quote(value, context.place, note);
      continue;
    }
    const taken = key === '__proto__' ? undefined : takeObject(value ?? {}, kind, context);
    if (taken !== undefined) {
      map[key] = taken;
      continue;
    }
    remove(map, key);
    note(context.place, `dropped ${JSON.stringify(value)}`, value);
  }
}

function takeObject(value: Json, kind: Kind, { place, note }: Context): JsonObject | undefined {
  const object = isObject(value) ? value : objectFor(value, kind);
  if (object === undefined) return undefined;
  if (object !== value)
    note(place, `${JSON.stringify(value)} is taken as ${JSON.stringify(object)}`);
  visit(object, kind, place, note);
  const required = REQUIRED_KEY[kind];
  return required === undefined || typeof object[required] === 'string' ? object : undefined;
}
