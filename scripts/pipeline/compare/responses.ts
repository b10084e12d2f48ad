// Compares the responses of an operation: statuses, headers, content.
import { dereference, equal, type JsonObject, objectOf } from '../document/document.js';
import { type Change, major, minor, patch } from './change.js';
import type { Context, Documents } from './judge.js';
import { compareRequired, compareSchemas } from './schema.js';

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
    if (!is) return [removedResponse(at(status), status, was ?? {})];
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
  return status.startsWith('2') || status === 'default';
}

function removedResponse(where: string, status: string, response: JsonObject): Change {
  if (isSuccess(status)) {
    const why = 'Callers rely on this response, and its content is no longer in the types.';
    return major('removed', where, 'It was removed.', why);
  }
  if (Object.keys(objectOf(response['headers'])).length > 0) {
    const why = 'Callers may read its headers, which are no longer documented.';
    return major('removed', where, 'It was removed, and its headers with it.', why);
  }
  return patch('removed', where, 'It was removed.', 'Callers must expect any failure anyway.');
}

function addedResponse(
  where: string,
  status: string,
  response: JsonObject,
  known: readonly [string, JsonObject][],
): Change {
  const content = schemasByType(response);
  const expected = known.filter(([other]) => isSuccess(other)).map(([, r]) => schemasByType(r));
  if (!isSuccess(status) || status === 'default') {
    return minor('added', where, 'It was added.', 'Callers must expect any failure anyway.');
  }
  return expected.length === 0 || expected.some((other) => equal(other, content))
    ? minor('added', where, 'It was added.', 'It carries nothing that callers do not expect.')
    : major('added', where, 'It was added.', 'Callers do not expect its content.');
}

/** Media types with their schemas alone: examples make no difference. */
function schemasByType(response: JsonObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(objectOf(response['content'])).map(([type, media]) => [
      type,
      objectOf(media)['schema'],
    ]),
  );
}

function compareResponse(context: Context, old: JsonObject, now: JsonObject): Change[] {
  return [...compareHeaders(context, old, now), ...compareContent(context, old, now)];
}

function compareHeaders(context: Context, before: JsonObject, after: JsonObject): Change[] {
  // Header names are the same in any case.
  const old = byLowerCase(dereferenceAll(context.documents.before, before['headers']));
  const now = byLowerCase(dereferenceAll(context.documents.after, after['headers']));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const at = { ...context, where: `${context.where} · header ${(was ?? is)?.name ?? key}` };
    if (!is) {
      const why = 'Callers may read it, and it is no longer documented.';
      return [major('removed', at.where, 'It was removed.', why)];
    }
    if (!was) return [minor('added', at.where, 'It was added.', 'Callers may read it.')];
    return [
      ...compareRequired(at, was.header['required'] === true, is.header['required'] === true),
      ...compareSchemas(at, was.header['schema'], is.header['schema']),
    ];
  });
}

function byLowerCase(
  headers: Map<string, JsonObject>,
): Map<string, { name: string; header: JsonObject }> {
  return new Map([...headers].map(([name, header]) => [name.toLowerCase(), { name, header }]));
}

function compareContent(context: Context, before: JsonObject, after: JsonObject): Change[] {
  const [old, now] = [schemasByType(before), schemasByType(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((type) => {
    if (type in old && type in now) return compareSchemas(context, old[type], now[type]);
    return [type in old ? removedContent(context.where, type) : addedContent(context.where, type)];
  });
}

function removedContent(where: string, type: string): Change {
  return major('removed', where, `It no longer carries ${type}.`, 'Callers may read this content.');
}

function addedContent(where: string, type: string): Change {
  const why = 'Callers who do not read it lose nothing.';
  return minor('added', where, `It can carry ${type}.`, why);
}
