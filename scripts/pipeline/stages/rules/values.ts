// Converts enumerations, defaults and limits to the type of their schema.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, remove } from '../../document/document.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import type { AddNote, Rule } from './rule.js';
import type { Shape } from './shapes/shape-tables.js';
import { toPlain } from './shapes/shape-values.js';

export const values: Rule = {
  name: 'values',
  why: 'YAML guesses the type of yes, 1 or 2.0, and a value of another type than its schema cannot be used.',
  apply(document, note) {
    const convertValues = (schema: JsonObject, where: string): void => {
      convertEnumeration(schema, where, note);
      convertDefault(schema, where, note);
      convertLimits(schema, where, note);
    };
    visitSchemas(document, convertValues);
    visitPrimitives(document, convertValues);
  },
};

function convertEnumeration(schema: JsonObject, where: string, note: AddNote): void {
  const given = schema['enum'];
  if (given === undefined) return;
  const list = Array.isArray(given) ? given : isObject(given) ? Object.keys(given) : [given];
  if (list.includes(null)) schema['x-nullable'] = true;
  // An enumeration on a list belongs to its members.
  const owner = schema['type'] === 'array' && isObject(schema['items']) ? schema['items'] : schema;
  const cast = list.map((value) => castTo(owner['type'], value));
  const members = [...new Set(cast.filter((value) => value !== undefined && value !== null))];
  remove(schema, 'enum');
  if (members.length > 0 && owner['enum'] === undefined) owner['enum'] = members;
  if (members.every((value) => typeof value === 'boolean')) owner['type'] ??= 'boolean';
  if (owner !== schema) note(where, 'the enumeration is moved from the list to its items');
  if (JSON.stringify(members) !== JSON.stringify(given)) {
    const isKept = cast.every((value) => value !== undefined) && owner['enum'] === members;
    const what = `the enumeration ${JSON.stringify(given)} is taken as ${JSON.stringify(members)}`;
    note(where, what, isKept ? undefined : given);
  }
}

function convertDefault(schema: JsonObject, where: string, note: AddNote): void {
  const given = schema['default'];
  if (given === undefined) return;
  const cast = castTo(schema['type'], given);
  if (cast === given) return;
  if (cast === undefined) {
    remove(schema, 'default');
    if (given !== null) schema['x-kept-default'] = given;
    note(
      where,
      `the default ${JSON.stringify(given)} is of another type; kept as "x-kept-default"`,
    );
  } else {
    schema['default'] = cast;
    note(where, `the default ${JSON.stringify(given)} is taken as ${JSON.stringify(cast)}`);
  }
}

/** A number, as in later JSON Schema, becomes the flag of OpenAPI 3.0 and its limit. */
function convertLimits(schema: JsonObject, where: string, note: AddNote): void {
  for (const [key, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const given = schema[key];
    if (given === undefined || typeof given === 'boolean') continue;
    remove(schema, key);
    if (typeof given === 'number') Object.assign(schema, { [limit]: given, [key]: true });
    note(
      where,
      `${key} ${JSON.stringify(given)} is ${typeof given === 'number' ? `taken as the ${limit}` : 'dropped'}`,
      typeof given === 'number' ? undefined : given,
    );
  }
}

const SHAPES = new Map<string, Shape>(
  Object.entries({
    string: 'text',
    integer: 'number',
    number: 'number',
    boolean: 'flag',
    array: 'list',
    object: 'map',
  }),
);

/** The value converted to the type; undefined when that cannot be done. */
function castTo(type: Json | undefined, value: Json): Json | undefined {
  const shape = typeof type === 'string' ? SHAPES.get(type) : undefined;
  return shape === undefined ? value : toPlain(value, shape);
}
