// Enumerations and defaults hold values of the type they belong to.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, remove } from '../../document/document.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import type { Note, Rule } from './rule.js';

export const values: Rule = {
  name: 'values',
  why: 'YAML reads yes, 1 or 2.0 as it likes; a value of another type than its schema cannot be used.',
  apply(document, note) {
    const mend = (schema: JsonObject, where: string): void => {
      mendEnumeration(schema, where, note);
      mendDefault(schema, where, note);
      mendLimits(schema, where, note);
    };
    visitSchemas(document, mend);
    visitPrimitives(document, mend);
  },
};

function mendEnumeration(schema: JsonObject, where: string, note: Note): void {
  const given = schema['enum'];
  if (given === undefined) return;
  const list = Array.isArray(given) ? given : isObject(given) ? Object.keys(given) : [given];
  if (list.includes(null)) schema['x-nullable'] = true;
  // An enumeration on a list belongs to its members.
  const holder = schema['type'] === 'array' && isObject(schema['items']) ? schema['items'] : schema;
  const cast = list.map((value) => castTo(holder['type'], value));
  const members = [...new Set(cast.filter((value) => value !== undefined && value !== null))];
  remove(schema, 'enum');
  if (members.length > 0 && holder['enum'] === undefined) holder['enum'] = members;
  if (members.every((value) => typeof value === 'boolean')) holder['type'] ??= 'boolean';
  if (holder !== schema) note(where, 'the enumeration of a list is one of its members');
  if (JSON.stringify(members) !== JSON.stringify(given)) {
    note(where, `the enumeration ${JSON.stringify(given)} is taken as ${JSON.stringify(members)}`);
  }
}

function mendDefault(schema: JsonObject, where: string, note: Note): void {
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

/** JSON Schema's later form, a number, becomes the flag that OpenAPI 3.0 has. */
function mendLimits(schema: JsonObject, where: string, note: Note): void {
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
    );
  }
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

/** The value as one of the type; undefined when it is none. */
function castTo(type: Json | undefined, value: Json): Json | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'object' ? undefined : String(value);
    case 'integer':
    case 'number':
      if (typeof value === 'number') return value;
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? flags[value.toLowerCase()] : undefined;
    case 'array':
      return Array.isArray(value) ? value : undefined;
    case 'object':
      return isObject(value) ? value : undefined;
    default:
      return value;
  }
}
