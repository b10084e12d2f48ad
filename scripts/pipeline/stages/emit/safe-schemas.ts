// Puts schemas in the form in which the generator gets their types right.
import type { Json, JsonObject } from '../../document/document.js';
import {
  dereference,
  isObject,
  objectOf,
  objectsIn,
  remove,
  textsIn,
} from '../../document/document.js';

/** The keywords that make a schema of others. */
export const COMPOSITIONS = ['allOf', 'oneOf', 'anyOf'] as const;

/** Changes one schema in place, after its parts. */
export function adaptSchema(schema: JsonObject): void {
  describeDefault(schema);
  for (const key of ['pattern', 'x-enum-varnames', 'x-enum-descriptions']) remove(schema, key);
  // The generator does not take a schema with an empty list of properties for an object.
  const { properties } = schema;
  if (isObject(properties) && Object.keys(properties).length === 0) remove(schema, 'properties');
  dropEmptyParts(schema);
  uniteCompositions(schema);
}

/**
 * The generated client would send every default. The service knows its defaults, and may change them:
 * the comment states them, and the client does not send them.
 */
function describeDefault(schema: JsonObject): void {
  const { default: value, description } = schema;
  remove(schema, 'default');
  if (value === undefined || value === null || typeof value === 'object') return;
  const text = typeof description === 'string' ? `${description}\n` : '';
  schema['description'] = `${text}@default ${JSON.stringify(value)}`;
}

/** The generator leaves out a part that says nothing, even the only one. */
function dropEmptyParts(schema: JsonObject): void {
  for (const key of COMPOSITIONS) {
    const members = objectsIn(schema[key]);
    const meaningful = members.filter((member) => !saysNothing(member));
    if (meaningful.length === members.length) continue;
    // All of X and anything is X; one of X or anything is anything.
    if (key === 'allOf' && meaningful.length > 0) schema[key] = meaningful;
    else remove(schema, key);
  }
}

function saysNothing(schema: JsonObject): boolean {
  return !['$ref', 'type', 'enum', ...COMPOSITIONS].some((key) => key in schema);
}

/** The generator reads only one composition of a schema, and none beside additional properties. */
function uniteCompositions(schema: JsonObject): void {
  const used = COMPOSITIONS.filter((key) => objectsIn(schema[key]).length > 0);
  const { properties, required, additionalProperties } = schema;
  const isOpen = additionalProperties === true || isObject(additionalProperties);
  const hasProperties = Object.keys(objectOf(properties)).length > 0;
  const open = isOpen && (used.length > 0 || hasProperties);
  if (used.length < 2 && !open) return;
  const members = used.flatMap((key): Json[] =>
    key === 'allOf' ? objectsIn(schema[key]) : [{ [key]: schema[key] ?? [] }],
  );
  if (hasProperties)
    members.push({ type: 'object', properties: properties ?? {}, required: required ?? [] });
  // Of any kind: a dictionary of one type would clash with properties of another.
  if (open) members.push({ type: 'object', additionalProperties: true });
  for (const key of [...COMPOSITIONS, 'type', 'properties', 'additionalProperties'])
    remove(schema, key);
  schema['allOf'] = members;
}

/**
 * Puts what a composed schema requires into a part of its own. Beside a composition the generator looks
 * for it in all parts of all parts, again and again: for some documents that takes for ever.
 */
export function placeRequired(schema: JsonObject, input: JsonObject): void {
  const key = COMPOSITIONS.find((one) => objectsIn(schema[one]).length > 0);
  const names = textsIn(schema['required']);
  if (key === undefined || names.length === 0) return;
  const members = objectsIn(schema[key]);
  const found = members.flatMap((member) => optionalProperties(member, names, input));
  const properties = { ...Object.fromEntries(found), ...objectOf(schema['properties']) };
  for (const one of ['required', 'properties']) remove(schema, one);
  if (Object.keys(properties).length === 0) return;
  const required = names.filter((name) => Object.hasOwn(properties, name));
  schema[key] = [...members, { type: 'object', properties, required }];
}

/** Those of the names that are properties of the part, and not required there. */
function optionalProperties(
  member: JsonObject,
  names: string[],
  input: JsonObject,
): [string, Json][] {
  const part = dereference(input, member);
  if (COMPOSITIONS.some((key) => key in part)) return [];
  const required = new Set(textsIn(part['required']));
  const properties = objectOf(part['properties']);
  return names
    .filter((name) => Object.hasOwn(properties, name) && !required.has(name))
    .map((name) => [name, structuredClone(properties[name] ?? {})]);
}
