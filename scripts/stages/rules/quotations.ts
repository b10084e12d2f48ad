// Examples and extensions are quotations: a reference in one is no reference.
import type { Json, JsonObject } from '../document.js';
import { isObject, objectOf, objectsIn, operationsOf, remove } from '../document.js';
import { visitPrimitives, visitSchemas } from '../schemas.js';
import type { Note, Rule } from './rule.js';

/** Extensions that are schemas. */
const schemaExtensions = ['x-anyOf', 'x-oneOf', 'x-not'];

export const quotations: Rule = {
  name: 'quotations',
  why: 'The converter follows every "$ref" it finds, also one in an example, and fails when it leads nowhere.',
  apply(document, note) {
    const quoteIn = (holder: JsonObject, keys: string[], where: string): void => {
      for (const [key, value] of Object.entries(holder)) {
        const isExtension = key.startsWith('x-') && !schemaExtensions.includes(key);
        if (isExtension || keys.includes(key)) quote(value, `${where}/${key}`, note);
      }
    };
    quoteIn(document, [], '#');
    quoteIn(objectOf(document['info']), [], '#/info');
    quoteIn(objectOf(document['paths']), [], '#/paths');
    for (const response of Object.values(objectOf(document['responses']))) {
      if (isObject(response)) quoteIn(response, ['examples'], '#/responses');
    }
    for (const { item, operation, place } of operationsOf(document)) {
      quoteIn(item, [], place);
      quoteIn(operation, [], place);
      const bodies = objectsIn(operation['parameters']).filter((one) => one['in'] === 'body');
      for (const body of bodies) quoteIn(body, ['example'], place);
      for (const [code, response] of Object.entries(objectOf(operation['responses']))) {
        if (isObject(response)) quoteIn(response, ['examples'], `${place} ${code}`);
      }
    }
    const values = ['example', 'default', 'enum'];
    visitSchemas(document, (schema, where) => {
      quoteIn(schema, values, where);
    });
    visitPrimitives(document, (primitive, where) => {
      quoteIn(primitive, values, where);
    });
  },
};

function quote(value: Json, where: string, note: Note): void {
  if (Array.isArray(value)) {
    value.forEach((entry) => {
      quote(entry, where, note);
    });
    return;
  }
  if (!isObject(value)) return;
  const reference = value['$ref'];
  if (reference !== undefined) {
    remove(value, '$ref');
    value['x-ref'] = reference;
    note(where, 'a "$ref" that is no reference is called "x-ref"');
  }
  for (const entry of Object.values(value)) quote(entry, where, note);
}
