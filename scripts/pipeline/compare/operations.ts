// Pairs the operations of two documents and compares each pair: where it lives, what it is called,
// what it takes, what it answers.
import { equal, METHODS, objectOf, operationsOf } from '../document/document.js';
import { type JsonObject, type Operation, textOf, textsIn } from '../document/document.js';
import { without } from '../document/document.js';
import { type Change, change } from './change.js';
import { compareInputs } from './inputs.js';
import type { Documents } from './judge.js';
import { compareUnread } from './meaning.js';
import { compareBodies } from './request-body.js';
import { compareResponses } from './responses.js';
import { compareSecurity, type Renames } from './security.js';
import { compareServers } from './servers.js';
import { compareTexts, sameByRules } from './texts.js';
import { compareDeprecation } from './values.js';

export function compareOperations(documents: Documents, renames: Renames): Change[] {
  const { pairs, lost, found } = pairOperations(documents);
  // Equal text is equal meaning as long as the parts that operations refer to are equal too; schemas
  // are compared by themselves.
  const areSharedEqual = equal(sharedParts(documents.before), sharedParts(documents.after));
  const compareCredentials = credentialsComparer(documents, renames);
  return [
    ...lost.map(({ place }) => change('operation-removed', place)),
    ...found.map(({ place }) => change('operation-added', place)),
    ...compareSharedSecurity(documents, pairs, renames),
    ...pairs
      .filter(([before, after]) => !(areSharedEqual && isSameText(before, after)))
      .flatMap(([before, after]) => {
        const changes = [
          ...compareCredentials(before, after),
          ...compareOperation(documents, before, after),
        ];
        const isSame = changes.length > 0 || isSameText(before, after);
        return isSame ? changes : [sameByRules(after.place, textOfBoth(before), textOfBoth(after))];
      }),
  ];
}

function sharedParts({ security, components }: Documents['before']): unknown {
  return { security, parts: without(objectOf(components), 'schemas', 'securitySchemes') };
}

function isSameText(before: Operation, after: Operation): boolean {
  return before.place === after.place && equal(textOfBoth(before), textOfBoth(after));
}

/** The operation, with what its path says for it, but not the operations beside it. */
function textOfBoth({ item, operation }: Operation): JsonObject {
  return { operation, shared: without(item, ...METHODS) };
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

const READ = new Set(
  'operationId tags deprecated security parameters requestBody responses servers'.split(' '),
);
const READ_PATH = new Set([...METHODS, 'parameters', 'servers']);

function compareOperation(documents: Documents, before: Operation, after: Operation): Change[] {
  const where = after.place;
  const [old, now] = [before.operation, after.operation];
  return [
    ...(before.place === where ? [] : [change('operation-moved', where, { old: before.place })]),
    ...compareName(where, textOf(old['operationId']), textOf(now['operationId'])),
    ...compareTags(where, textsIn(old['tags']), textsIn(now['tags'])),
    ...compareDeprecation(where, old['deprecated'] === true, now['deprecated'] === true),
    ...compareOwnServers(documents, before, after),
    ...compareInputs(documents, where, before, after),
    ...compareBodies(documents, where, old, now),
    ...compareResponses(documents, where, old['responses'], now['responses']),
    ...compareUnread(where, old, now, READ),
    ...compareUnread(where, before.item, after.item, READ_PATH),
    ...compareTexts(where, without(before.item, ...METHODS), without(after.item, ...METHODS)),
    ...compareTexts(where, old, now),
  ];
}

function compareName(where: string, old = 'missing', now = 'missing'): Change[] {
  return old === now ? [] : [change('operation-renamed', where, { old, now })];
}

function compareTags(where: string, old: string[], now: string[]): Change[] {
  const lost = old.filter((tag) => !now.includes(tag));
  const found = now.filter((tag) => !old.includes(tag));
  const words = { old: lost.join(', '), now: found.join(', ') };
  if (lost.length > 0) {
    return [
      change(found.length > 0 ? 'operation-tag-changed' : 'operation-tag-removed', where, words),
    ];
  }
  if (found.length === 0) return [];
  return [change(old.length === 0 ? 'operation-tag-given' : 'operation-tag-added', where, words)];
}

/** What both take from the document is said once, for the document. */
function compareOwnServers(documents: Documents, before: Operation, after: Operation): Change[] {
  const own = ({ item, operation }: Operation) => operation['servers'] ?? item['servers'];
  const [old, now] = [own(before), own(after)];
  if (old === undefined && now === undefined) return [];
  const { before: was, after: is } = documents;
  const where = `${after.place} · servers`;
  return compareServers(where, old ?? was['servers'], now ?? is['servers']);
}

function credentialsComparer(
  { before: was, after: is }: Documents,
  renames: Renames,
): (before: Operation, after: Operation) => Change[] {
  return (before, after) => {
    const [old, now] = [before.operation['security'], after.operation['security']];
    if (old === undefined && now === undefined) return [];
    return compareSecurity(after.place, old ?? was['security'], now ?? is['security'], renames);
  };
}

/** The security of the document, which matters to the operations that have none of their own. */
function compareSharedSecurity(
  { before, after }: Documents,
  pairs: readonly [Operation, Operation][],
  renames: Renames,
): Change[] {
  const changes = compareSecurity('document', before['security'], after['security'], renames);
  const isUsed =
    pairs.length === 0 ||
    pairs.some((pair) => pair.every(({ operation }) => operation['security'] === undefined));
  if (isUsed || changes.length === 0) return changes;
  return [change('security-unused', 'document')];
}
