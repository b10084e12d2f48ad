// Every reference leads to a definition. One to nothing becomes a free-form object; what describes the
// use of a schema beside a reference, which tools ignore, is kept.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, remove, resolvePointer } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import type { AddNote, Rule } from './rule.js';

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

export const references: Rule = {
  name: 'references',
  why: 'A reference to nothing, or to another file, stops every tool; scraped documents lose their definitions.',
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
    for (const [path, item] of Object.entries(objectOf(document['paths']))) {
      if (!isObject(item) || item['$ref'] === undefined) continue;
      item['x-kept-ref'] = item['$ref'];
      remove(item, '$ref');
      note(
        `#/paths/${path}`,
        `refers to ${JSON.stringify(item['x-kept-ref'])}, which is not followed`,
      );
    }
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
    note(where, `${JSON.stringify(given)} leads nowhere; a free-form object now`);
    return;
  }
  const { reference } = found;
  if (reference !== given) note(where, `${JSON.stringify(given)} is taken as "${reference}"`);
  const beside = Object.keys(schema);
  const lost = beside.filter((key) => !ANNOTATIONS.includes(key) && !key.startsWith('x-'));
  for (const key of lost) remove(schema, key);
  if (lost.length > 0) note(where, `dropped what is beside a reference: ${lost.join(', ')}`);
  if (beside.length > lost.length) schema['allOf'] = [{ $ref: reference }];
  else schema['$ref'] = reference;
}

function resolveSchema(
  document: JsonObject,
  given: Json,
): { reference: string; target: JsonObject } | undefined {
  if (typeof given !== 'string') return undefined;
  const name = given.trim().split('/').at(-1) ?? '';
  // A bare name is how Swagger 1.2 refers; other names of the section are slips.
  const slips = /^[^#/:]+$|^#?\/?(definitions?|models?|schemas?|components\/schemas)\/[^/]+$/i;
  const candidates = slips.test(given) ? [given, `#/definitions/${name}`] : [given];
  for (const reference of candidates) {
    const target = resolvePointer(document, reference);
    if (isObject(target)) return { reference, target };
  }
  return undefined;
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
        definitions[name] = structuredClone(found.target);
        document['definitions'] = definitions;
        note(where, `"${found.reference}" is now a definition of its own, "${name}"`);
      }
      schema['$ref'] = `#/definitions/${name}`;
    });
  }
}
