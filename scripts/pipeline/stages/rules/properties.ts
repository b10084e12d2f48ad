// Which properties a schema requires, said as a list of names it has; and lists with one kind of item.
import type { JsonObject } from '../../document/document.js';
import { isObject, objectOf, remove } from '../../document/document.js';
import { visitSchemas } from '../../document/schemas.js';
import type { Note, Rule } from './rule.js';

export const properties: Rule = {
  name: 'properties',
  why: 'A property that says of itself that it is required is not heard: its owner has the list of those.',
  apply(document, note) {
    visitSchemas(document, (schema, where) => {
      mendRequired(schema, where, note);
      mendDiscriminator(schema, where, note);
      if (schema['type'] === 'array') schema['items'] ??= {};
    });
  },
};

function mendRequired(schema: JsonObject, where: string, note: Note): void {
  const own = Object.entries(objectOf(schema['properties'])).flatMap(([name, property]) =>
    isObject(property) && property['required'] === true ? [name] : [],
  );
  const given = schema['required'];
  // Its owner, where there is one, has taken a flag by now.
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
    note(
      where,
      `requires ${JSON.stringify(required)}, where the document says ${JSON.stringify(before)}`,
    );
  }
}

function mendDiscriminator(schema: JsonObject, where: string, note: Note): void {
  const given = schema['discriminator'];
  if (given === undefined || typeof given === 'string') return;
  const name = objectOf(given)['propertyName'];
  if (typeof name === 'string') schema['discriminator'] = name;
  else remove(schema, 'discriminator');
  schema['x-kept-discriminator'] = given;
  note(where, 'its discriminator is no name; kept as "x-kept-discriminator"');
}
