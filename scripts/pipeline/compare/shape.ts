// A schema in the one form that the comparison reads: `allOf` merged, nullability among the types, and
// nothing that only says what holds anyway.
import { dereference, difference, equal, type JsonObject, objectOf } from '../document/document.js';
import { objectsIn, textOf, textsIn } from '../document/document.js';
import { isForPeople } from './meaning.js';

export interface Shape {
  /** Undefined: any type. */
  types: Set<string> | undefined;
  /** Undefined: any value of the type. */
  values: unknown[] | undefined;
  format: string | undefined;
  properties: Map<string, JsonObject>;
  required: Set<string>;
  /** `false`, or the schema of further properties; `{}` is the default of JSON Schema. */
  additional: false | JsonObject;
  items: JsonObject;
  /** Those of `oneOf` or `anyOf`. */
  alternatives: JsonObject[] | undefined;
  /** Whether exactly one of them must fit. */
  exclusive: boolean;
  discriminator: JsonObject | undefined;
  /** `minimum`, `pattern` and the like. */
  limits: Map<string, unknown>;
  default: unknown;
  deprecated: boolean;
  /** Keywords that the comparison knows no rule for. */
  rest: JsonObject;
}

const LIMITS = new Set(
  `minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern
  minItems maxItems uniqueItems minProperties maxProperties`.split(/\s+/),
);

/** `readOnly` and `writeOnly` are read with the properties that have them. */
const READ = new Set(
  `$ref type nullable enum const format properties required additionalProperties items oneOf anyOf
  allOf default deprecated discriminator readOnly writeOnly`.split(/\s+/),
);

export function shapeOf(document: JsonObject, schema: unknown): Shape {
  const node = mergeAllOf(document, dereference(document, schema));
  const rest = Object.entries(node).filter(
    ([key]) => !READ.has(key) && !LIMITS.has(key) && !isForPeople(key),
  );
  const { oneOf, anyOf } = node;
  const alternatives = oneOf ?? anyOf;
  // Two lists of alternatives have no rule.
  if (oneOf !== undefined && anyOf !== undefined) rest.push(['anyOf', anyOf]);
  return {
    types: typesIn(node),
    values:
      'const' in node ? [node['const']] : Array.isArray(node['enum']) ? node['enum'] : undefined,
    format: textOf(node['format']),
    properties: new Map(
      Object.entries(objectOf(node['properties'])).map(([k, v]) => [k, objectOf(v)]),
    ),
    required: new Set(textsIn(node['required'])),
    additional:
      node['additionalProperties'] === false ? false : objectOf(node['additionalProperties']),
    items: objectOf(node['items']),
    alternatives: Array.isArray(alternatives) ? objectsIn(alternatives) : undefined,
    exclusive: oneOf !== undefined,
    discriminator:
      node['discriminator'] === undefined ? undefined : objectOf(node['discriminator']),
    limits: new Map(Object.entries(node).filter(([key, value]) => isLimit(key, value))),
    default: node['default'],
    deprecated: node['deprecated'] === true,
    rest: Object.fromEntries(rest),
  };
}

/** Nothing is shorter than 0, and what is `false` does not hold. */
function isLimit(keyword: string, value: unknown): boolean {
  const isNothing =
    value === false || (value === 0 && /^min(Length|Items|Properties)$/.test(keyword));
  return LIMITS.has(keyword) && !isNothing;
}

function typesIn(node: JsonObject): Set<string> | undefined {
  const declared = Array.isArray(node['type']) ? node['type'] : [node['type'] ?? impliedType(node)];
  const types = new Set(declared.filter((type) => typeof type === 'string'));
  if (types.size === 0) return undefined;
  return node['nullable'] === true ? types.add('null') : types;
}

function impliedType(node: JsonObject): string | undefined {
  if (Object.keys(objectOf(node['properties'])).length > 0) return 'object';
  if ('additionalProperties' in node) return 'object';
  return 'items' in node ? 'array' : undefined;
}

/** By the schema, which belongs to one document; parts that several schemas share are merged once. */
const MERGED = new WeakMap<JsonObject, JsonObject>();

/** All members of `allOf` hold at once. */
function mergeAllOf(document: JsonObject, schema: JsonObject): JsonObject {
  if (!Array.isArray(schema['allOf'])) return schema;
  const known = MERGED.get(schema);
  if (known) return known;
  // Where a schema is a part of itself, that part adds nothing.
  MERGED.set(schema, {});
  const { allOf, ...own } = schema;
  const merged: JsonObject = {};
  const properties: JsonObject = {};
  const required = new Set<string>();
  // One after another into one object: a copy for each of many parts would take too long.
  const add = (part: JsonObject): void => {
    for (const [key, value] of Object.entries(part)) {
      if (key === 'required') for (const name of textsIn(value)) required.add(name);
      else if (key === 'properties') addProperties(properties, objectOf(value));
      else addKeyword(merged, key, value);
    }
  };
  for (const part of objectsIn(allOf)) add(mergeAllOf(document, dereference(document, part)));
  add(own);
  if (required.size > 0) merged['required'] = [...required];
  if (Object.keys(properties).length > 0) merged['properties'] = properties;
  MERGED.set(schema, merged);
  return merged;
}

function addProperties(all: JsonObject, more: JsonObject): void {
  for (const [name, value] of Object.entries(more))
    all[name] = Object.hasOwn(all, name) ? bothOf(all[name], value) : value;
}

/** What both say must hold. */
function addKeyword(merged: JsonObject, key: string, value: JsonObject[string]): void {
  const known = Object.hasOwn(merged, key) ? merged[key] : undefined;
  if (known === undefined || isForPeople(key) || equal(known, value)) merged[key] = value;
  else mergeKeyword(merged, key, known, value);
}

function mergeKeyword(
  merged: JsonObject,
  key: string,
  known: JsonObject[string],
  value: JsonObject[string],
): void {
  if (key === 'items' || (key === 'additionalProperties' && known !== false && value !== false))
    merged[key] = bothOf(known, value);
  else if (key === 'additionalProperties') merged[key] = false;
  else if (Array.isArray(known) && Array.isArray(value) && key === 'enum')
    merged[key] = difference(known, difference(known, value));
  else if (typeof known === 'number' && typeof value === 'number' && /min/i.test(key))
    merged[key] = Math.max(known, value);
  else if (typeof known === 'number' && typeof value === 'number' && /max/i.test(key))
    merged[key] = Math.min(known, value);
  else if (['deprecated', 'uniqueItems', 'readOnly', 'writeOnly'].includes(key)) merged[key] = true;
  // What else both constrain has no rule: a keyword of its own, for the last and for those before it.
  else {
    merged[`${key} of allOf`] = [merged[`${key} of allOf`] ?? [], known];
    merged[key] = value;
  }
}

function bothOf(one: unknown, other: unknown): JsonObject {
  return equal(one, other) ? objectOf(one) : { allOf: [objectOf(one), objectOf(other)] };
}
