// Compares two generations of the client: the OpenAPI 3 documents and, where given, the generated
// TypeScript. Says what changed, whether it breaks users, and which version bump follows.
import { equal, objectOf } from '../document/document.js';
import { type Change, type Comparison, highestBump, mergeChanges, reworded } from './change.js';
import { compareComponents } from './components.js';
import type { Documents } from './judge.js';
import { compareOperations } from './operations.js';
import { compareSchemes, compareSecurity } from './security.js';
import { compareServers } from './servers.js';
import { compareSurfaces } from './surface/surface.js';
import type { Surfaces } from './surface/surface-program.js';

/**
 * Lists what changed between two OpenAPI 3 documents and, with `surfaces`, two generated clients.
 * `before` is undefined for a first generation: nothing changed then, and nobody can be broken.
 */
export function compare(before: unknown, after: unknown, surfaces?: Surfaces): Comparison {
  if (before === undefined) return { changes: [], bump: 'none', first: true };
  const documents = { before: objectOf(before), after: objectOf(after) };
  const isSame = equal(before, after);
  const changes = mergeChanges([
    ...(isSame ? [] : compareDocuments(documents)),
    ...(surfaces ? compareSurfaces(surfaces, isSame) : []),
  ]);
  return { changes, bump: highestBump(changes), first: false };
}

function compareDocuments(documents: Documents): Change[] {
  const { before, after } = documents;
  const changes = [
    ...compareServers(before['servers'], after['servers']),
    ...compareSecurity('document', before['security'], after['security']),
    ...compareSchemes(documents),
    ...compareOperations(documents),
    ...compareComponents(documents),
  ];
  return changes.length > 0 ? changes : [reworded('document')];
}
