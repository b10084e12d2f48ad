// Lists the properties that a schema requires, names its discriminator, and gives every list its items.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectOf, remove } from '../../document/document.js';
import { visitSchemas } from '../../document/schemas.js';
import type { AddNote, Rule } from './rule.js';

export const properties: Rule = {
  name: 'properties',
  why: 'Tools ignore a property that marks itself as required: its schema must list it.',
  apply(document, note) {
    visitSchemas(document, (schema, where) => {
      correctRequired(schema, where, note);
      correctDiscriminator(schema, where, note);
      if (schema['type'] === 'array') schema['items'] ??= {};
    });
  },
};

function correctRequired(schema: JsonObject, where: string, note: AddNote): void {
  const own = Object.entries(objectOf(schema['properties'])).flatMap(([name, property]) =>
    isObject(property) && property['required'] === true ? [name] : [],
  );
  const given = schema['required'];
  // A flag on a property was read when its schema was visited.
  const listed = Array.isArray(given) ? given.filter((name) => typeof name === 'string') : [];
  const named = typeof given === 'string' ? [given] : listed;
  const required = [...new Set([...named, ...own])];
  for (const property of Object.values(objectOf(schema['properties']))) {
    if (isObject(property) && typeof property['required'] === 'boolean')
      remove(property, 'required');
  }
  if (required.length > 0) schema['required'] = required;
  else remove(schema, 'required');
  const before = given ?? [];
  if (JSON.stringify(before) !== JSON.stringify(required)) {
    note(where, `requires ${JSON.stringify(required)} in place of ${JSON.stringify(before)}`);
  }
}

function correctDiscriminator(schema: JsonObject, where: string, note: AddNote): void {
  const given = schema['discriminator'];
  if (given === undefined || typeof given === 'string') return;
  const name = objectOf(given)['propertyName'];
  if (typeof name === 'string') schema['discriminator'] = name;
  else remove(schema, 'discriminator');
  schema['x-kept-discriminator'] = given;
  note(where, 'its discriminator is not a name; kept as "x-kept-discriminator"');
}
