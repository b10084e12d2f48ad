// Compares the responses of an operation: statuses, headers, content.
import { dereference, equal, type JsonObject, objectOf } from '../document/document.js';
import { COLLECTION_FORMAT_MARK } from '../document/marks.js';
import { type Change, change } from './change.js';
import type { Context, Documents } from './judge.js';
import { byMediaType } from './media-types.js';
import { compareUnread, meanTheSame } from './meaning.js';
import { compareRequired, compareSchemas } from './schema.js';
import { compareDeprecation } from './values.js';

export function compareResponses(
  documents: Documents,
  operation: string,
  before: unknown,
  after: unknown,
): Change[] {
  const old = dereferenceAll(documents.before, before);
  const now = dereferenceAll(documents.after, after);
  const at = (status: string) => `${operation} · response ${status}`;
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((status) => {
    const [was, is] = [old.get(status), now.get(status)];
    if (!is) return [removedResponse(at(status), status, was ?? {}, [...old.keys()])];
    if (!was) return [addedResponse(at(status), status, is, [...old.entries()])];
    return compareResponse({ documents, where: at(status), direction: 'response' }, was, is);
  });
}

function dereferenceAll(document: JsonObject, values: unknown): Map<string, JsonObject> {
  return new Map(
    Object.entries(objectOf(values)).map(([name, value]) => [name, dereference(document, value)]),
  );
}

function isSuccess(status: string): boolean {
  return status.startsWith('2');
}

function removedResponse(
  where: string,
  status: string,
  response: JsonObject,
  known: readonly string[],
): Change {
  // Beside a success, the default is for failures.
  const isOnlySuccess = status === 'default' && !known.some(isSuccess);
  if (isSuccess(status) || isOnlySuccess) return change('success-removed', where);
  const hasHeaders = Object.keys(objectOf(response['headers'])).length > 0;
  return change(hasHeaders ? 'failure-removed-with-headers' : 'failure-removed', where);
}

function addedResponse(
  where: string,
  status: string,
  response: JsonObject,
  known: readonly [string, JsonObject][],
): Change {
  if (!isSuccess(status)) return change('failure-added', where);
  const successes = known.filter(([other]) => isSuccess(other) || other === 'default');
  const content = schemasByType(response);
  const isExpected =
    successes.length === 0 ||
    successes.some(([, other]) => meanTheSame(schemasByType(other), content));
  return change(isExpected ? 'success-added' : 'success-added-unexpected', where);
}

/** Media types with their schemas alone: examples make no difference. */
function schemasByType(response: JsonObject): Record<string, unknown> {
  const content = byMediaType(response['content']);
  return Object.fromEntries([...content].map(([type, media]) => [type, media['schema']]));
}

const READ = new Set(['headers', 'content']);

function compareResponse(context: Context, old: JsonObject, now: JsonObject): Change[] {
  return [
    ...compareHeaders(context, old, now),
    ...compareContent(context, old, now),
    ...compareUnread(context.where, old, now, READ),
  ];
}

function compareHeaders(context: Context, before: JsonObject, after: JsonObject): Change[] {
  // Header names are the same in any case.
  const old = byLowerCase(dereferenceAll(context.documents.before, before['headers']));
  const now = byLowerCase(dereferenceAll(context.documents.after, after['headers']));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const at = { ...context, where: `${context.where} · header ${(was ?? is)?.name ?? key}` };
    if (!is) return [change('header-removed', at.where)];
    if (!was) return [change('header-added', at.where)];
    return compareHeader(at, was.header, is.header);
  });
}

const READ_HEADER = new Set(
  `required deprecated schema content style explode ${COLLECTION_FORMAT_MARK}`.split(' '),
);

function compareHeader(at: Context, old: JsonObject, now: JsonObject): Change[] {
  return [
    ...compareRequired(at, old['required'] === true, now['required'] === true),
    ...compareSchemas(at, old['schema'], now['schema']),
    ...compareContent(at, old, now),
    ...compareDeprecation(at.where, old['deprecated'] === true, now['deprecated'] === true),
    ...(equal(encodingOf(old), encodingOf(now))
      ? []
      : [change('header-encoding-changed', at.where)]),
    ...compareUnread(at.where, old, now, READ_HEADER),
  ];
}

/** The style of a header is always `simple`. */
function encodingOf(header: JsonObject): JsonObject {
  const { explode = false, [COLLECTION_FORMAT_MARK]: format = 'csv' } = header;
  return { explode, format };
}

function byLowerCase(
  headers: Map<string, JsonObject>,
): Map<string, { name: string; header: JsonObject }> {
  return new Map([...headers].map(([name, header]) => [name.toLowerCase(), { name, header }]));
}

const READ_MEDIA = new Set(['schema']);

function compareContent(context: Context, before: JsonObject, after: JsonObject): Change[] {
  const { where } = context;
  const [old, now] = [byMediaType(before['content']), byMediaType(after['content'])];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((type) => {
    const [was, is] = [old.get(type), now.get(type)];
    if (!is) return [change('content-removed', where, { type })];
    if (!was) return [change('content-added', where, { type })];
    return [
      ...compareSchemas(context, was['schema'], is['schema']),
      ...compareUnread(where, was, is, READ_MEDIA),
    ];
  });
}
