// Gives types the names of the specification, one type at a time, and infers a type where the rest of
// the schema leaves no doubt.
import type { JsonObject } from '../../document/document.js';
import { isObject, remove } from '../../document/document.js';
import { visitPrimitives, visitSchemas } from '../../document/schemas.js';
import { UNTYPED_MARK } from '../../document/marks.js';
import type { AddNote, Rule } from './rule.js';

interface NamedType {
  type: string;
  format?: string;
}

const VALID_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'file'];

/** What other words for types mean. */
const SYNONYMS = new Map<string, NamedType>(
  Object.entries({
    text: { type: 'string' },
    str: { type: 'string' },
    char: { type: 'string' },
    uuid: { type: 'string', format: 'uuid' },
    guid: { type: 'string', format: 'uuid' },
    uri: { type: 'string', format: 'uri' },
    url: { type: 'string', format: 'uri' },
    email: { type: 'string', format: 'email' },
    password: { type: 'string', format: 'password' },
    byte: { type: 'string', format: 'byte' },
    binary: { type: 'string', format: 'binary' },
    date: { type: 'string', format: 'date' },
    datetime: { type: 'string', format: 'date-time' },
    'date-time': { type: 'string', format: 'date-time' },
    timestamp: { type: 'string', format: 'date-time' },
    int: { type: 'integer' },
    int32: { type: 'integer', format: 'int32' },
    int64: { type: 'integer', format: 'int64' },
    long: { type: 'integer', format: 'int64' },
    short: { type: 'integer' },
    float: { type: 'number', format: 'float' },
    double: { type: 'number', format: 'double' },
    decimal: { type: 'number' },
    numeric: { type: 'number' },
    bool: { type: 'boolean' },
    list: { type: 'array' },
    map: { type: 'object' },
    hash: { type: 'object' },
    dict: { type: 'object' },
    json: { type: 'object' },
  }),
);

export const types: Rule = {
  name: 'types',
  why: 'A type by another name is not valid, and a schema without a type gives no type in TypeScript.',
  apply(document, note) {
    visitSchemas(document, (schema, where) => {
      correctType(schema, where, note);
      inferType(schema);
    });
    visitPrimitives(document, (primitive, where) => {
      correctType(primitive, where, note);
      if (primitive['type'] === undefined && isObject(primitive['items']))
        primitive['type'] = 'array';
      // An unknown type was removed; a parameter must have one.
      if (primitive['type'] === undefined && primitive['in'] !== undefined) {
        primitive[UNTYPED_MARK] = true;
      }
      primitive['type'] ??= 'string';
      if (primitive['type'] === 'file' && primitive['in'] !== 'formData') {
        primitive['type'] = 'string';
        note(where, 'is a file outside a form; a string now');
      }
    });
  },
};

function correctType(schema: JsonObject, where: string, note: AddNote): void {
  const given = schema['type'];
  if (given === undefined || schema['$ref'] !== undefined) return;
  const names = (Array.isArray(given) ? given : [given])
    .filter((name) => typeof name === 'string')
    .map((name) => name.trim().toLowerCase());
  const found = [...new Set(names.filter((name) => name !== 'null'))].map(lookUp);
  const known = found.filter((entry) => entry !== undefined);
  if (names.includes('null')) schema['x-nullable'] = true;
  remove(schema, 'type');
  const [only] = known;
  if (known.length === 1 && only !== undefined) {
    schema['type'] = only.type;
    if (only.format !== undefined) schema['format'] ??= only.format;
  } else if (known.length > 1 && schema['anyOf'] === undefined && schema['in'] === undefined) {
    schema['anyOf'] = known.map((entry) => ({ ...entry }));
  }
  if (given === schema['type']) return;
  const result = schema['type'] ?? schema['anyOf'] ?? 'any';
  // Each type that is known is in the result, or none is.
  const isKept = known.length === found.length && (known.length < 2 || result === schema['anyOf']);
  const what = `the type ${JSON.stringify(given)} is taken as ${JSON.stringify(result)}`;
  note(where, what, isKept ? undefined : given);
}

function lookUp(name: string): NamedType | undefined {
  return VALID_TYPES.includes(name) ? { type: name } : SYNONYMS.get(name);
}

/** Infers the type from keys that only an object or only a list has. */
function inferType(schema: JsonObject): void {
  if (['type', '$ref', 'enum', 'anyOf', 'oneOf', 'allOf', 'not'].some((key) => key in schema))
    return;
  if ('properties' in schema || 'additionalProperties' in schema) schema['type'] = 'object';
  else if ('items' in schema) schema['type'] = 'array';
}
