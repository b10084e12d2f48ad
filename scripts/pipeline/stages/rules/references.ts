// Every reference leads to a definition. One to nothing becomes a free-form object; what describes the
// use of a schema beside a reference, which tools ignore, is kept.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, remove, resolvePointer } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import type { AddNote, Rule } from './rule.js';
import { shapeSchema } from './shapes/shapes.js';

/** Keys that describe this use of a schema, not the schema. */
const ANNOTATIONS = [
  'description',
  'title',
  'default',
  'example',
  'readOnly',
  'x-nullable',
  'nullable',
];

/** A bare name is how Swagger 1.2 refers; other names of the section are slips. */
const SLIPS = /^[^#/:]+$|^#?\/?(definitions?|models?|schemas?|components\/schemas)\/[^/]+$/i;

export const references: Rule = {
  name: 'references',
  why: 'A reference to nothing stops every tool; scraped documents lose their definitions.',
  apply(document, note) {
    visitPrimitives(document, (primitive, where) => {
      if (primitive['$ref'] === undefined) return;
      const target = objectOf(resolveSchema(document, primitive['$ref'])?.target);
      note(where, `refers to ${JSON.stringify(primitive['$ref'])}; replaced by its content`);
      remove(primitive, '$ref');
      for (const key of ['type', 'format', 'enum', 'items']) primitive[key] ??= target[key] ?? null;
      for (const key of ['format', 'enum', 'items'])
        if (primitive[key] === null) remove(primitive, key);
      if (typeof primitive['type'] !== 'string') primitive['type'] = 'string';
    });
    hoistParts(document, note);
    visitSchemas(document, (schema, where) => {
      if (schema['$ref'] !== undefined) correctReference(schema, document, where, note);
    });
  },
};

function correctReference(
  schema: JsonObject,
  document: JsonObject,
  where: string,
  note: AddNote,
): void {
  const given = schema['$ref'] ?? null;
  const found = resolveSchema(document, given);
  remove(schema, '$ref');
  if (found === undefined) {
    schema['type'] ??= 'object';
    note(where, `${JSON.stringify(given)} leads nowhere; a free-form object now`, given);
    return;
  }
  const { reference } = found;
  if (reference !== given) note(where, `${JSON.stringify(given)} is taken as "${reference}"`);
  const beside = Object.keys(schema);
  const lost = beside.filter((key) => !ANNOTATIONS.includes(key) && !key.startsWith('x-'));
  if (lost.length > 0) {
    const what = `dropped what is beside a reference: ${lost.join(', ')}`;
    note(where, what, Object.fromEntries(lost.map((key) => [key, schema[key] ?? null])));
  }
  for (const key of lost) remove(schema, key);
  if (beside.length > lost.length) schema['allOf'] = [{ $ref: reference }];
  else schema['$ref'] = reference;
}

function resolveSchema(
  document: JsonObject,
  given: Json,
): { reference: string; target: JsonObject } | undefined {
  if (typeof given !== 'string') return undefined;
  const name = given.trim().split('/').at(-1) ?? '';
  const candidates = SLIPS.test(given) ? [given, `#/definitions/${name}`] : [given];
  for (const candidate of candidates) {
    // Of a response, its schema.
    const reference = candidate.replace(/^#\/responses\/[^/]+$/, '$&/schema');
    const target = resolvePointer(document, reference);
    if (isObject(target)) return { reference, target };
  }
  return undefined;
}

/** Whether a reference leads out of the document: it has a path or an address before any `#`. */
export function isToAnotherFile(document: JsonObject, given: string): boolean {
  if (given.trim().startsWith('#') || resolveSchema(document, given) !== undefined) return false;
  return !SLIPS.test(given) || /\.(json|ya?ml)$/i.test(given);
}

/** Makes definitions of other parts that are referred to: later stages follow only definitions. */
function hoistParts(document: JsonObject, note: AddNote): void {
  const hoisted = new Map<string, string>();
  const definitions = objectOf(document['definitions']);
  for (let known = -1; known < hoisted.size;) {
    known = hoisted.size;
    visitSchemas(document, (schema, where) => {
      const found = resolveSchema(document, schema['$ref'] ?? null);
      if (found === undefined || /^#\/definitions\/[^/]+$/.test(found.reference)) return;
      let name = hoisted.get(found.reference);
      if (name === undefined) {
        name = takeUnique(pascal(found.reference), new Set(Object.keys(definitions).map(nameKey)));
        hoisted.set(found.reference, name);
        const part = structuredClone(found.target);
        shapeSchema(part, where, note);
        definitions[name] = part;
        document['definitions'] = definitions;
        note(where, `"${found.reference}" is now a definition of its own, "${name}"`);
      }
      schema['$ref'] = `#/definitions/${name}`;
    });
  }
}
