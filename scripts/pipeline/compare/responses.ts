// Compares the answers of an operation: statuses, headers, content.
import { breaking, type Change, detail, feature } from './change.js';
import { asNode, type Documents, equal, type Node, resolve } from './document.js';
import type { Place } from './judge.js';
import { compareRequired, compareSchemas } from './schema.js';

export function compareResponses(
  documents: Documents,
  operation: string,
  before: unknown,
  after: unknown,
): Change[] {
  const old = resolveAll(documents.before, before);
  const now = resolveAll(documents.after, after);
  const at = (status: string) => `${operation} · answer ${status}`;
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((status) => {
    const [was, is] = [old.get(status), now.get(status)];
    if (!is) return [removedResponse(at(status), status, was ?? {})];
    if (!was) return [addedResponse(at(status), status, is, [...old.entries()])];
    return compareResponse({ documents, where: at(status), direction: 'response' }, was, is);
  });
}

function resolveAll(document: Node, values: unknown): Map<string, Node> {
  return new Map(
    Object.entries(asNode(values)).map(([name, value]) => [name, resolve(document, value)]),
  );
}

function isSuccess(status: string): boolean {
  return status.startsWith('2') || status === 'default';
}

function removedResponse(where: string, status: string, response: Node): Change {
  if (isSuccess(status)) {
    const why = 'Callers wait for this answer, and what it carries is no longer in the types.';
    return breaking('removed', where, 'It was removed.', why);
  }
  if (Object.keys(asNode(response['headers'])).length > 0) {
    const why = 'Callers read its headers, and nothing says any more that they come.';
    return breaking('removed', where, 'It was removed, and its headers with it.', why);
  }
  return detail('removed', where, 'It was removed.', 'Callers must expect any failure anyway.');
}

function addedResponse(
  where: string,
  status: string,
  response: Node,
  known: readonly [string, Node][],
): Change {
  const content = contentOf(response);
  const expected = known.filter(([other]) => isSuccess(other)).map(([, node]) => contentOf(node));
  if (!isSuccess(status) || status === 'default') {
    return feature('added', where, 'It was added.', 'Callers must expect any failure anyway.');
  }
  return expected.length === 0 || expected.some((other) => equal(other, content))
    ? feature('added', where, 'It was added.', 'It carries nothing that callers do not expect.')
    : breaking('added', where, 'It was added.', 'It answers in a form callers do not expect.');
}

/** Media types with their schemas alone: examples make no difference. */
function contentOf(response: Node): Node {
  return Object.fromEntries(
    Object.entries(asNode(response['content'])).map(([type, media]) => [
      type,
      asNode(media)['schema'],
    ]),
  );
}

function compareResponse(place: Place, old: Node, now: Node): Change[] {
  return [...compareHeaders(place, old, now), ...compareContent(place, old, now)];
}

function compareHeaders(place: Place, before: Node, after: Node): Change[] {
  // Header names are the same in any case.
  const old = byLowerCase(resolveAll(place.documents.before, before['headers']));
  const now = byLowerCase(resolveAll(place.documents.after, after['headers']));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const at = { ...place, where: `${place.where} · header ${(was ?? is)?.name ?? key}` };
    if (!is) {
      const why = 'Callers read it, and nothing says any more that it comes.';
      return [breaking('removed', at.where, 'It was removed.', why)];
    }
    if (!was) return [feature('added', at.where, 'It was added.', 'Callers may read it.')];
    return [
      ...compareRequired(at, was.node['required'] === true, is.node['required'] === true),
      ...compareSchemas(at, was.node['schema'], is.node['schema']),
    ];
  });
}

function byLowerCase(headers: Map<string, Node>): Map<string, { name: string; node: Node }> {
  return new Map([...headers].map(([name, node]) => [name.toLowerCase(), { name, node }]));
}

function compareContent(place: Place, before: Node, after: Node): Change[] {
  const [old, now] = [contentOf(before), contentOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((type) => {
    if (type in old && type in now) return compareSchemas(place, old[type], now[type]);
    return [type in old ? lostContent(place.where, type) : foundContent(place.where, type)];
  });
}

function lostContent(where: string, type: string): Change {
  const why = 'Callers read this content, and it no longer comes.';
  return breaking('removed', where, `It no longer carries ${type}.`, why);
}

function foundContent(where: string, type: string): Change {
  return feature(
    'added',
    where,
    `It can carry ${type}.`,
    'Callers who do not read it lose nothing.',
  );
}
