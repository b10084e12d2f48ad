// Every reference leads to something. One that does not becomes a free-form object; and what stands
// beside a reference, where the specification says it is not heard, is heard.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, remove, resolvePointer } from '../../document/document.js';
import { nameKey, pascal, takeUnique } from '../../document/names.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import type { Note, Rule } from './rule.js';

/** What says something about this use of a schema, not about the schema. */
const annotations = [
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
      note(where, `is ${JSON.stringify(primitive['$ref'])}; taken as what is there`);
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
        `is elsewhere, ${JSON.stringify(item['x-kept-ref'])}; that is not followed`,
      );
    }
    hoistParts(document, note);
    visitSchemas(document, (schema, where) => {
      if (schema['$ref'] !== undefined) mend(schema, document, where, note);
    });
  },
};

function mend(schema: JsonObject, document: JsonObject, where: string, note: Note): void {
  const given = schema['$ref'] ?? null;
  const found = resolveSchema(document, given);
  remove(schema, '$ref');
  if (found === undefined) {
    schema['type'] ??= 'object';
    note(where, `${JSON.stringify(given)} leads nowhere; it is a free-form object now`);
    return;
  }
  const { reference } = found;
  if (reference !== given) note(where, `${JSON.stringify(given)} is taken as "${reference}"`);
  const beside = Object.keys(schema);
  const lost = beside.filter((key) => !annotations.includes(key) && !key.startsWith('x-'));
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
  // A bare name is what Swagger 1.2 wrote; other spellings of the section are slips.
  const slips = /^[^#/:]+$|^#?\/?(definitions?|models?|schemas?|components\/schemas)\/[^/]+$/i;
  const candidates = slips.test(given) ? [given, `#/definitions/${name}`] : [given];
  for (const reference of candidates) {
    const target = resolvePointer(document, reference);
    if (isObject(target)) return { reference, target };
  }
  return undefined;
}

/** A part of something that is referred to becomes a definition: no other stage knows such references. */
function hoistParts(document: JsonObject, note: Note): void {
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
        note(where, `"${found.reference}" is a definition of its own now, "${name}"`);
      }
      schema['$ref'] = `#/definitions/${name}`;
    });
  }
}
