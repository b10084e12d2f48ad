// Compares two generations of the client: the OpenAPI 3 documents and, where given, the generated
// TypeScript. Says what changed, whether it breaks users, and which version bump follows.
import { equal, objectOf, without } from '../document/document.js';
import { type Change, type Comparison, highestBump, mergeChanges } from './change.js';
import { compareComponents } from './components.js';
import { compareLeftOut } from './left-out.js';
import type { Documents } from './judge.js';
import { compareUnread } from './meaning.js';
import { compareOperations } from './operations.js';
import { compareRequests, readRequests } from './requests.js';
import { compareSchemes, findRenames } from './security.js';
import { compareServers } from './servers.js';
import { compareSurfaces } from './surface/surface.js';
import type { Surfaces } from './surface/surface-program.js';
import { compareTexts, sameByRules } from './texts.js';

/**
 * Lists what changed between two OpenAPI 3 documents and, with `surfaces`, two generated clients.
 * `before` is undefined for a first generation: nothing changed then, and nobody can be broken.
 */
export function compare(before: unknown, after: unknown, surfaces?: Surfaces): Comparison {
  if (before === undefined) return { changes: [], bump: 'none', first: true };
  const documents = { before: objectOf(before), after: objectOf(after) };
  const isSame = equal(before, after);
  const requests = surfaces ? compareRequests(surfaces) : [];
  const found = isSame ? [] : compareDocuments(documents);
  const changes = mergeChanges([
    ...(requests.length > 0 ? found.filter((one) => !isDenied(one, requests)) : found),
    ...requests,
    ...(surfaces ? compareCode(surfaces, isSame, found) : []),
  ]);
  return { changes, bump: highestBump(changes), first: false };
}

const READ = new Set('openapi info servers security tags paths components'.split(' '));
const READ_COMPONENTS = new Set(
  'schemas securitySchemes parameters requestBodies responses headers examples'.split(' '),
);

function compareDocuments(documents: Documents): Change[] {
  const { before, after } = documents;
  const renames = findRenames(documents);
  const [old, now] = [objectOf(before['components']), objectOf(after['components'])];
  const changes = [
    ...compareServers('servers', before['servers'], after['servers']),
    ...compareSchemes(documents, renames),
    ...compareOperations(documents, renames),
    ...compareComponents(documents),
    ...compareLeftOut(documents),
    ...compareUnread('components', old, now, READ_COMPONENTS),
    ...compareUnread('document', before, after, READ),
    ...compareTexts('document', withoutParts(before), withoutParts(after)),
  ];
  return changes.length > 0 ? changes : [sameByRules('document', before, after)];
}

const METHOD_GONE = /^operation-(removed|renamed|tag-(changed|removed|given))$/;

/** The TypeScript; not again what the documents say of a method that is gone. */
function compareCode(surfaces: Surfaces, isSame: boolean, found: readonly Change[]): Change[] {
  const old = new Map(Object.entries(readRequests(surfaces.before)));
  const gone = found.filter(({ id }) => METHOD_GONE.test(id)).map(({ where }) => where);
  return compareSurfaces(surfaces, isSame).filter(({ id, where }) => {
    const place = old.get(where.replace(' (TypeScript)', ''))?.request;
    return id !== 'typescript-method-removed' || place === undefined || !gone.includes(place);
  });
}

/** Without what is compared part by part. */
function withoutParts(document: Documents['before']): Documents['before'] {
  const shared = without(objectOf(document['components']), 'schemas');
  return { ...without(document, 'paths'), components: shared };
}

/** Says that nothing is different where the requests are. */
function isDenied({ id, where }: Change, requests: readonly Change[]): boolean {
  if (id !== 'extensions-changed' && id !== 'rewritten') return false;
  return where === 'document' || requests.some((request) => request.where.startsWith(where));
}
