// Puts marks in place of every text of the document that the generator writes into TypeScript.
import type { Json, JsonObject } from '../../document/document.js';
import { isObject, objectOf, objectsIn, operationsOf, textAt } from '../../document/document.js';
import { openapiSchemas } from '../../document/schemas.js';
import type { Texts } from './texts.js';

/** Changes the generator's input in place; the parameters have their marks already. */
export function markTexts(input: JsonObject, texts: Texts): void {
  // Two operations may share one of these.
  const holders = new Set<JsonObject>();
  for (const { operation } of operationsOf(input)) {
    const body = objectOf(operation['requestBody']);
    for (const holder of [operation, body, ...objectsIn(operation['parameters'])])
      holders.add(holder);
    markMediaType(body, texts);
    operation['responses'] = markResponses(objectOf(operation['responses']), texts);
  }
  const schemas = openapiSchemas(input);
  for (const schema of schemas) markSchema(schema, texts);
  for (const holder of [...holders, ...schemas]) markComments(holder, texts);
  const info = objectOf(input['info']);
  info['version'] = texts.literal(textAt(info, 'version').replace(/^v/i, ''));
  input['servers'] = [{ url: texts.literal(serverUrl(input)) }];
  input['paths'] = mapKeys(objectOf(input['paths']), (path) => texts.literal(path));
}

function markComments(holder: JsonObject, texts: Texts): void {
  for (const key of ['summary', 'description']) {
    const text = holder[key];
    if (typeof text === 'string' && text !== '') holder[key] = texts.comment(text);
  }
}

/** Media types that the generator treats in a way of its own, and takes before others. */
export const KNOWN_TYPES = [
  'application/json-patch+json',
  'application/json',
  'application/x-www-form-urlencoded',
  'text/json',
  'text/plain',
  'multipart/form-data',
  'multipart/mixed',
  'multipart/related',
  'multipart/batch',
];

/** Leaves the media type that the generator would take. */
function markMediaType(body: JsonObject, texts: Texts): void {
  const content = Object.entries(objectOf(body['content'])).filter(([, media]) =>
    isObject(objectOf(media)['schema']),
  );
  const taken =
    content.find(([type]) => KNOWN_TYPES.includes(type.split(';')[0]?.trim() ?? '')) ?? content[0];
  if (taken === undefined) return;
  const [type, media] = taken;
  body['content'] = { [KNOWN_TYPES.includes(type) ? type : texts.literal(type)]: media };
}

/** The description of a success becomes a comment; that of an error and the header's name, literals. */
function markResponses(responses: JsonObject, texts: Texts): JsonObject {
  const entries = Object.entries(responses).map(([code, value]) => {
    const { description, headers, ...response } = objectOf(value);
    if (typeof description === 'string' && description !== '') {
      const isError = Number(code) >= 300;
      response['description'] = isError ? texts.literal(description) : texts.comment(description);
    }
    if (isObject(headers)) response['headers'] = mapKeys(headers, (name) => texts.literal(name));
    return [code, response] as const;
  });
  return Object.fromEntries(entries);
}

function markSchema(schema: JsonObject, texts: Texts): void {
  const { properties, required, discriminator, type, enum: values } = schema;
  const mark = (text: string): string => texts.literal(text);
  // Of others there are no literal types.
  const members = Array.isArray(values) && type !== 'boolean' ? values.filter(isPlain) : [];
  if (members.length > 0) schema['enum'] = [texts.union([...new Set(members)])];
  if (isObject(properties)) schema['properties'] = mapKeys(properties, mark);
  if (Array.isArray(required)) schema['required'] = required.map((one) => mapText(one, mark));
  if (!isObject(discriminator)) return;
  schema['discriminator'] = {
    propertyName: mark(textAt(discriminator, 'propertyName')),
    mapping: mapKeys(objectOf(discriminator['mapping']), mark),
  };
}

/** The first server with its variables filled in, as the generated client has it. */
function serverUrl(input: JsonObject): string {
  const [server = {}] = objectsIn(input['servers']);
  const url = Object.entries(objectOf(server['variables'])).reduce(
    (text, [name, variable]) =>
      text.replace(`{${name}}`, () => textAt(objectOf(variable), 'default')),
    textAt(server, 'url'),
  );
  return url.replace(/\/$/, '');
}

function mapKeys(object: JsonObject, map: (key: string) => string): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [map(key), value]));
}

function isPlain(value: Json): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function mapText(value: Json, map: (text: string) => string): Json {
  return typeof value === 'string' ? map(value) : value;
}
