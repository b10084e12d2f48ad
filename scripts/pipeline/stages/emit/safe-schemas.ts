// Schemas, in the form in which the generator gets their types right.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, remove } from '../../document/document.js';
import { escapeBackslashes, escapeComment, escapeText } from './safe-text.js';

/** What decides a type by being made of others. */
const compositions = ['allOf', 'oneOf', 'anyOf'] as const;

/** Mends one schema in place, whose parts are mended already. */
export function safeSchema(schema: JsonObject): void {
  describeDefault(schema);
  for (const key of ['pattern', 'x-enum-varnames', 'x-enum-descriptions']) remove(schema, key);
  const { enum: members, description } = schema;
  if (typeof description === 'string') schema['description'] = escapeComment(description);
  if (Array.isArray(members))
    schema['enum'] = members.map((member) => mapText(member, escapeBackslashes));
  safeProperties(schema);
  meaningfulParts(schema);
  oneComposition(schema);
}

/**
 * The generator would send every default along. The service knows its defaults, and may change them:
 * they are told, not sent.
 */
function describeDefault(schema: JsonObject): void {
  const { default: value, description } = schema;
  remove(schema, 'default');
  if (value === undefined || value === null || typeof value === 'object') return;
  const text = typeof description === 'string' ? `${description}\n` : '';
  schema['description'] = `${text}@default ${JSON.stringify(value)}`;
}

function safeProperties(schema: JsonObject): void {
  const { properties, required, discriminator } = schema;
  // An object with a list of properties that is empty is to the generator no object at all.
  if (isObject(properties) && Object.keys(properties).length === 0) {
    remove(schema, 'properties');
  } else if (isObject(properties)) {
    const entries = Object.entries(properties);
    schema['properties'] = Object.fromEntries(
      entries.map(([name, value]) => [escapeText(name), value]),
    );
  }
  if (Array.isArray(required))
    schema['required'] = required.map((name) => mapText(name, escapeText));
  const name = objectOf(discriminator)['propertyName'];
  if (typeof name === 'string')
    schema['discriminator'] = { ...objectOf(discriminator), propertyName: escapeText(name) };
}

/** A part that says nothing is left out by the generator, also when it is the only one. */
function meaningfulParts(schema: JsonObject): void {
  for (const key of compositions) {
    const members = objectsIn(schema[key]);
    const telling = members.filter((member) => !saysNothing(member));
    if (telling.length === members.length) continue;
    // All of it and anything is all of it; one of it or anything is anything.
    if (key === 'allOf' && telling.length > 0) schema[key] = telling;
    else remove(schema, key);
  }
}

function saysNothing(schema: JsonObject): boolean {
  return !['$ref', 'type', 'enum', ...compositions].some((key) => key in schema);
}

/** The generator sees one way of composing a schema and, before it, only additional properties. */
function oneComposition(schema: JsonObject): void {
  const used = compositions.filter((key) => objectsIn(schema[key]).length > 0);
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
  for (const key of [...compositions, 'type', 'properties', 'additionalProperties'])
    remove(schema, key);
  schema['allOf'] = members;
}

function mapText(value: Json, map: (text: string) => string): Json {
  return typeof value === 'string' ? map(value) : value;
}
