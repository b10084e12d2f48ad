// The one success that a method resolves to. The generator takes `default`, which describes errors,
// for a success; forgets a 204; and takes a list of pets for the same as a pet.
import type { Json, JsonObject } from '../../document/document.js';
import { dereference, isObject, objectOf } from '../../document/document.js';
import { resultHeader } from '../../document/own-names.js';

/** The answers for the generator: a single success, and the errors. */
export function mergeSuccesses(responses: JsonObject, document: JsonObject): JsonObject {
  const entries = Object.entries(responses)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([code, response]) => [code, dereference(document, response)] as const);
  const named = entries.filter(([code]) => /^2(\d\d|XX)$/.test(code));
  const found = named.length > 0 ? named : entries.filter(([code]) => code === 'default');
  const errors = entries.filter(([code]) => /^[345]\d\d$/.test(code));
  const success = unite(found.map(([code, response]) => ({ code, response })));
  return Object.fromEntries([
    ...(success === undefined ? [] : [['200', success] as const]),
    ...errors,
  ]);
}

interface Answer {
  code: string;
  response: JsonObject;
}

function unite(answers: Answer[]): JsonObject | undefined {
  const [first] = answers.filter(({ code }) => code !== '204').concat(answers);
  if (first === undefined) return undefined;
  const description = first.response['description'] ?? '';
  const media = answers.flatMap(({ response }) => {
    const [only] = mediaByPreference(objectOf(response['content']));
    return only === undefined ? [] : [only];
  });
  if (media.length === 0) return withoutContent(answers, description);
  // Beside answers with a document, one without leaves nothing behind: void.
  const silent = media.length < answers.length ? [{ type: 'void' }] : [];
  const schemas = unique([...media.map(({ schema }) => schema), ...silent]);
  const schema = schemas.length === 1 ? (schemas[0] ?? {}) : { oneOf: schemas };
  return { description, content: { [media[0]?.type ?? 'application/json']: { schema } } };
}

/** A header is the result where there is nothing else; a bare 204 has no result at all. */
function withoutContent(answers: Answer[], description: Json): JsonObject | undefined {
  const headers = Object.assign(
    {},
    ...answers.map(({ response }) => objectOf(response['headers'])),
  ) as JsonObject;
  const name = resultHeader(Object.keys(headers));
  if (name !== undefined) return { description, headers: { [name]: headers[name] ?? {} } };
  return answers.every(({ code }) => code === '204') ? undefined : { description };
}

/** JSON first, as the generator prefers it; then in the order of the document. */
function mediaByPreference(content: JsonObject): { type: string; schema: JsonObject }[] {
  const media = Object.entries(content).flatMap(([type, value]) => {
    const { schema } = objectOf(value);
    return isObject(schema) ? [{ type, schema }] : [];
  });
  return media.toSorted((a, b) => Number(isJson(b.type)) - Number(isJson(a.type)));
}

function isJson(type: string): boolean {
  return /^(application|text)\/json\b/.test(type);
}

function unique(schemas: JsonObject[]): JsonObject[] {
  return [...new Map(schemas.map((schema) => [JSON.stringify(schema), schema])).values()];
}
