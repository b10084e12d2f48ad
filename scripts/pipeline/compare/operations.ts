// Pairs the operations of two documents and compares each pair: where it lives, what it is called,
// what it takes, what it answers.
import { equal, objectOf, objectsIn, operationsOf } from '../document/document.js';
import { type Operation, textOf, textsIn, without } from '../document/document.js';
import { type Change, major, minor, reworded } from './change.js';
import { compareInputs } from './inputs.js';
import type { Documents } from './judge.js';
import { compareBodies } from './request-body.js';
import { compareResponses } from './responses.js';
import { compareSecurity } from './security.js';
import { compareDeprecation } from './values.js';

export function compareOperations(documents: Documents): Change[] {
  const { pairs, lost, found } = pairOperations(documents);
  // Equal text is equal meaning as long as the parts that operations refer to are equal too; schemas
  // are compared by themselves.
  const areSharedEqual = equal(sharedParts(documents.before), sharedParts(documents.after));
  return [
    ...lost.map((operation) =>
      major('removed', operation.place, 'It was removed.', 'Nobody can call it any more.'),
    ),
    ...found.map((operation) =>
      minor('added', operation.place, 'It was added.', 'A new method; the others stay.'),
    ),
    ...pairs
      .filter(([before, after]) => !(areSharedEqual && isSameText(before, after)))
      .flatMap(([before, after]) => compareOperation(documents, before, after)),
  ];
}

function sharedParts({ security, components }: Documents['before']): unknown {
  return { security, parts: without(objectOf(components), 'schemas', 'securitySchemes') };
}

/** Of a path's own object only the shared parameters matter, not the operations beside this one. */
function isSameText(before: Operation, after: Operation): boolean {
  const shared = ({ item }: Operation) => objectsIn(item['parameters']);
  return (
    before.place === after.place &&
    equal(before.operation, after.operation) &&
    equal(shared(before), shared(after))
  );
}

interface Pairing {
  pairs: [Operation, Operation][];
  lost: Operation[];
  found: Operation[];
}

/** By method and path; then with other names in the path; then by operation id, wherever it went. */
function pairOperations({ before, after }: Documents): Pairing {
  const pairing: Pairing = { pairs: [], lost: operationsOf(before), found: operationsOf(after) };
  const byPath = ({ place }: Operation) => place;
  const byShape = ({ place }: Operation) => place.replaceAll(/\{[^}]*\}/g, '{}');
  const byId = ({ operation }: Operation) => textOf(operation['operationId']);
  return [byPath, byShape, byId].reduce(pairBy, pairing);
}

function pairBy(
  { pairs, lost, found }: Pairing,
  keyFor: (operation: Operation) => string | undefined,
): Pairing {
  const targets = new Map(found.map((operation) => [keyFor(operation), operation]));
  targets.delete(undefined);
  const matched = lost.flatMap((old): [Operation, Operation][] => {
    const now = targets.get(keyFor(old));
    // Each target serves once.
    targets.delete(keyFor(old));
    return now ? [[old, now]] : [];
  });
  const taken = new Set(matched.flat());
  return {
    pairs: [...pairs, ...matched],
    lost: lost.filter((operation) => !taken.has(operation)),
    found: found.filter((operation) => !taken.has(operation)),
  };
}

function compareOperation(documents: Documents, before: Operation, after: Operation): Change[] {
  const where = after.place;
  const [old, now] = [before.operation, after.operation];
  const changes = [
    ...comparePlace(before, after),
    ...compareName(where, textOf(old['operationId']), textOf(now['operationId'])),
    ...compareTags(where, textsIn(old['tags']), textsIn(now['tags'])),
    ...compareDeprecation(where, old['deprecated'] === true, now['deprecated'] === true),
    ...compareCredentials(documents, where, before, after),
    ...compareInputs(documents, where, before, after),
    ...compareBodies(documents, where, old, now),
    ...compareResponses(documents, where, old['responses'], now['responses']),
  ];
  return changes.length > 0 || isSameText(before, after) ? changes : [reworded(where)];
}

function comparePlace(before: Operation, after: Operation): Change[] {
  if (before.place === after.place) return [];
  const what = `It moved here from ${before.place}.`;
  const why = 'Released clients call the old place; proxy rules and test doubles know only that.';
  return [major('changed', after.place, what, why)];
}

function compareName(where: string, old: string | undefined, now: string | undefined): Change[] {
  if (old === now) return [];
  const what = `Its operation id was ${old ?? 'missing'} and is ${now ?? 'missing'} now.`;
  return [major('changed', where, what, 'The method that calls it has another name now.')];
}

function compareTags(where: string, old: string[], now: string[]): Change[] {
  const lost = old.filter((tag) => !now.includes(tag));
  const found = now.filter((tag) => !old.includes(tag));
  if (lost.length > 0) {
    const what =
      found.length > 0
        ? `It moved from the tag ${lost.join(', ')} to ${found.join(', ')}.`
        : `It left the tag ${lost.join(', ')}.`;
    return [major('changed', where, what, 'Its method moves to another service class.')];
  }
  const what = `It got the tag ${found.join(', ')}.`;
  if (found.length === 0) return [];
  return old.length === 0
    ? [major('changed', where, what, 'Its method moves to another service class.')]
    : [minor('added', where, what, 'Its method is in one more service class.')];
}

function compareCredentials(
  documents: Documents,
  where: string,
  before: Operation,
  after: Operation,
): Change[] {
  const [old, now] = [before.operation['security'], after.operation['security']];
  // What both take from the document is said once, for the document.
  if (old === undefined && now === undefined) return [];
  const { before: was, after: is } = documents;
  return compareSecurity(where, old ?? was['security'], now ?? is['security']);
}
