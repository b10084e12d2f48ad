// Pairs the operations of two documents and compares each pair: where it lives, what it is called,
// what it takes, what it answers.
import { breaking, type Change, detail, feature } from './change.js';
import { asList, asNode, asText, type Documents, equal, type Operation } from './document.js';
import { operationsOf, without } from './document.js';
import { compareInputs } from './inputs.js';
import { compareBodies } from './request-body.js';
import { compareResponses } from './responses.js';
import { compareSecurity } from './security.js';
import { compareDeprecation } from './values.js';

export function compareOperations(documents: Documents): Change[] {
  const { pairs, lost, found } = paired(documents);
  // Equal text is equal meaning as long as the parts that operations refer to are equal too; schemas
  // are compared by themselves.
  const partsEqual = equal(sharedParts(documents.before), sharedParts(documents.after));
  return [
    ...lost.map((operation) =>
      breaking('removed', placeOf(operation), 'It was removed.', 'Nobody can call it any more.'),
    ),
    ...found.map((operation) =>
      feature('added', placeOf(operation), 'It was added.', 'A new method; all others stay.'),
    ),
    ...pairs
      .filter(([before, after]) => !(partsEqual && equal(before, after)))
      .flatMap(([before, after]) => compareOperation(documents, before, after)),
  ];
}

function sharedParts({ security, components }: Documents['before']): unknown {
  return { security, parts: without(asNode(components), 'schemas', 'securitySchemes') };
}

interface Pairing {
  pairs: [Operation, Operation][];
  lost: Operation[];
  found: Operation[];
}

/** By method and path; then with other names in the path; then by operation id, wherever it went. */
function paired({ before, after }: Documents): Pairing {
  const pairing: Pairing = { pairs: [], lost: operationsOf(before), found: operationsOf(after) };
  const byPath = (o: Operation) => placeOf(o);
  const byShape = (o: Operation) => placeOf(o).replaceAll(/\{[^}]*\}/g, '{}');
  const byId = (o: Operation) => asText(o.node['operationId']);
  return [byPath, byShape, byId].reduce(pairBy, pairing);
}

function pairBy(
  { pairs, lost, found }: Pairing,
  keyOf: (operation: Operation) => string | undefined,
): Pairing {
  const targets = new Map(found.map((operation) => [keyOf(operation), operation]));
  targets.delete(undefined);
  const matched = lost.flatMap((old): [Operation, Operation][] => {
    const now = targets.get(keyOf(old));
    // Each target serves once.
    targets.delete(keyOf(old));
    return now ? [[old, now]] : [];
  });
  const taken = new Set(matched.flat());
  return {
    pairs: [...pairs, ...matched],
    lost: lost.filter((operation) => !taken.has(operation)),
    found: found.filter((operation) => !taken.has(operation)),
  };
}

function placeOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

function compareOperation(documents: Documents, before: Operation, after: Operation): Change[] {
  const where = placeOf(after);
  const [old, now] = [before.node, after.node];
  const changes = [
    ...comparePlace(before, after),
    ...compareName(where, asText(old['operationId']), asText(now['operationId'])),
    ...compareServices(where, asList(old['tags']), asList(now['tags'])),
    ...compareDeprecation(where, old['deprecated'] === true, now['deprecated'] === true),
    ...compareDemands(documents, where, before, after),
    ...compareInputs(documents, where, before, after),
    ...compareBodies(documents, where, old, now),
    ...compareResponses(documents, where, old['responses'], now['responses']),
  ];
  const reworded = changes.length === 0 && !equal(before, after);
  return reworded ? [detail('changed', where, REWORDED, WORDING)] : changes;
}

export const REWORDED = 'It is written differently and means the same.';
export const WORDING = 'Nothing that callers send or receive is different.';

function comparePlace(before: Operation, after: Operation): Change[] {
  if (placeOf(before) === placeOf(after)) return [];
  const what = `It moved here from ${placeOf(before)}.`;
  const why = 'Clients already released call the old place, and so do rules in proxies and stubs.';
  return [breaking('changed', placeOf(after), what, why)];
}

function compareName(where: string, old: string | undefined, now: string | undefined): Change[] {
  if (old === now) return [];
  const what = `Its operation id was ${old ?? 'missing'} and is ${now ?? 'missing'} now.`;
  return [breaking('changed', where, what, 'The method of the client that calls it is renamed.')];
}

function compareServices(where: string, old: unknown[], now: unknown[]): Change[] {
  const lost = old.filter((tag) => !now.includes(tag)).map(String);
  const found = now.filter((tag) => !old.includes(tag)).map(String);
  if (lost.length > 0) {
    const what =
      found.length > 0
        ? `It moved from the tag ${lost.join(', ')} to ${found.join(', ')}.`
        : `It left the tag ${lost.join(', ')}.`;
    return [breaking('changed', where, what, 'Its method moves to another service class.')];
  }
  const what = `It got the tag ${found.join(', ')}.`;
  if (found.length === 0) return [];
  return old.length === 0
    ? [breaking('changed', where, what, 'Its method moves to another service class.')]
    : [feature('added', where, what, 'Its method is in one more service class.')];
}

function compareDemands(
  documents: Documents,
  where: string,
  before: Operation,
  after: Operation,
): Change[] {
  const [old, now] = [before.node['security'], after.node['security']];
  // What both take from the document is said once, for the document.
  if (old === undefined && now === undefined) return [];
  const { before: was, after: is } = documents;
  return compareSecurity(where, old ?? was['security'], now ?? is['security']);
}
