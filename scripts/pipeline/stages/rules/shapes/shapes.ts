// Every part of the document has the shape the specification gives it: what is written a little
// differently is taken as it is meant, and what does not belong is kept as an extension.
import type { Json, JsonObject } from '../../../document/document.js';
import { isObject, METHODS, remove } from '../../../document/document.js';
import { keepsExtension } from './extensions.js';
import { isQuotation, mute } from '../../../document/quotations.js';
import type { Note, Rule } from '../rule.js';
import type { Kind, Shape } from './shape-tables.js';
import { kinds } from './shape-tables.js';
import { heldBy, objectFor, plain } from './shape-values.js';

export const shapes: Rule = {
  name: 'shapes',
  why: 'Validators, the converter and the generator each fail in their own way on a part that has no business there.',
  apply(document, note) {
    visit(document, 'document', '#', note);
  },
};

/** Under this name a part stays in the document that Swagger 2.0 has no place for. */
const kept = (key: string): string => `x-kept-${key.replace(/^x-/, '')}`;

function visit(object: JsonObject, kind: Kind, where: string, note: Note): void {
  const known: Readonly<Record<string, Shape>> = kinds[kind];
  for (const [given, value] of Object.entries(object)) {
    const place = `${where}/${given}`;
    const proper = properKey(given, kind);
    const key = proper !== given && Object.hasOwn(object, proper) ? given : proper;
    if (key !== given) {
      remove(object, given);
      note(place, `is called "${key}" here`);
    }
    const shape = Object.hasOwn(known, key) ? known[key] : undefined;
    const extension = key.startsWith('x-');
    if (extension ? isQuotation(key) : isQuote(shape)) quote(value, place, note);
    // Nothing was said.
    if (value === null && !extension) remove(object, key);
    else if (extension ? keepsExtension(key, value) : shape === 'any' || shape === 'quote') {
      object[key] = value;
    } else keep(object, key, value, shape, { place, note });
  }
}

/** What has no place is quoted from then on. */
function isQuote(shape: Shape | undefined): boolean {
  return shape === undefined || shape === 'quote' || shape === 'quotes';
}

function quote(value: Json, place: string, note: Note): void {
  if (mute(value)) note(place, 'a "$ref" that is no reference is called "x-ref"');
}

/** Methods in capitals are common. */
function properKey(key: string, kind: Kind): string {
  const lower = key.toLowerCase();
  return kind === 'pathItem' && METHODS.some((method) => method === lower) ? lower : key;
}

/** Without these an object of its kind says nothing. */
const needs: Readonly<Partial<Record<Kind, string>>> = { externalDocs: 'url', license: 'name' };

interface Context {
  place: string;
  note: Note;
}

function keep(
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
  // Under this name, too, there may be something the document's author put there.
  if (key !== '__proto__') object[kept(key)] = value;
  note(place, `has no meaning here; kept as "${kept(key)}"`);
}

/** The value in its shape; undefined when it cannot be taken so. */
function take(value: Json, shape: Shape, context: Context): Json | undefined {
  const held = heldBy(shape);
  if (held !== undefined) return takeObjects(value, held.kind, held.form, context);
  if (shape === 'schemaOrFlag') {
    return typeof value === 'boolean' ? value : takeObject(value, 'schema', context);
  }
  const taken = plain(value, shape);
  if (taken !== undefined && taken !== value && JSON.stringify(taken) !== JSON.stringify(value)) {
    context.note(context.place, `${JSON.stringify(value)} is taken as ${JSON.stringify(taken)}`);
  }
  return taken;
}

function takeObjects(value: Json, kind: Kind, form: string, context: Context): Json | undefined {
  const { place, note } = context;
  if (form === 'Object') return takeObject(value, kind, context);
  if (form === 'Objects') {
    // A map where a list belongs: its values are the list.
    const list = isObject(value) ? Object.values(value) : value;
    if (!Array.isArray(list)) return undefined;
    if (list !== value) note(place, 'is a map; its values are taken as the list');
    return list.flatMap((entry, index) => {
      const taken = takeObject(entry, kind, { place: `${place}/${index}`, note });
      if (taken === undefined) note(`${place}/${index}`, `dropped ${JSON.stringify(entry)}`);
      return taken ?? [];
    });
  }
  if (!isObject(value)) return undefined;
  visitMap(value, kind, context);
  return value;
}

function visitMap(map: JsonObject, kind: Kind, { place, note }: Context): void {
  // In these maps a key with "x-" is an extension; elsewhere it is a name like any other.
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
    note(context.place, `dropped ${JSON.stringify(value)}`);
  }
}

function takeObject(value: Json, kind: Kind, { place, note }: Context): JsonObject | undefined {
  const object = isObject(value) ? value : objectFor(value, kind);
  if (object === undefined) return undefined;
  if (object !== value)
    note(place, `${JSON.stringify(value)} is taken as ${JSON.stringify(object)}`);
  visit(object, kind, place, note);
  const need = needs[kind];
  return need === undefined || typeof object[need] === 'string' ? object : undefined;
}
