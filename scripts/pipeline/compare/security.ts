// Compares what an operation demands of the caller's credentials.
import { breaking, type Change, feature } from './change.js';
import { asList, asNode, type Documents, equal, type Node, without } from './document.js';

/** One way in: each scheme with the scopes that are needed. No scheme at all means no credentials. */
type Way = Map<string, string[]>;

export function compareSecurity(where: string, before: unknown, after: unknown): Change[] {
  const [old, now] = [waysOf(before), waysOf(after)];
  if (told(old) === told(now)) return [];
  const what = `It needed ${told(old)} and needs ${told(now)} now.`;
  // Whoever had one of the old ways in must still get in with it.
  const kept = old.every((way) => now.some((other) => within(other, way)));
  return kept
    ? [feature('changed', where, what, 'The credentials that worked still work.')]
    : [breaking('changed', where, what, 'Credentials that were enough are refused now.')];
}

/** A scheme that keeps its name but means something else is another scheme to callers. */
export function compareSchemes({ before, after }: Documents): Change[] {
  const [old, now] = [schemesOf(before), schemesOf(after)];
  return Object.keys(old)
    .filter((name) => name in now && !equal(essence(old[name]), essence(now[name])))
    .map((name) => {
      const why = 'Credentials have to be given in another way.';
      return breaking('changed', `security scheme ${name}`, 'It works in another way now.', why);
    });
}

function schemesOf(document: Node): Node {
  return asNode(asNode(document['components'])['securitySchemes']);
}

function essence(scheme: unknown): Node {
  return without(asNode(scheme), 'description');
}

function waysOf(security: unknown): Way[] {
  const ways = asList(security).map((way) => {
    const schemes = Object.entries(asNode(way));
    return new Map(schemes.map(([name, scopes]) => [name, asList(scopes).map(String).sort()]));
  });
  return ways.length > 0 ? ways : [new Map<string, string[]>()];
}

function within(small: Way, large: Way): boolean {
  return [...small].every(([scheme, scopes]) => {
    const held = large.get(scheme);
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}

function told(ways: readonly Way[]): string {
  return ways
    .map((way) => [...way].map(([name, s]) => (s.length ? `${name} (${s.join(', ')})` : name)))
    .map((schemes) => (schemes.length === 0 ? 'no credentials' : schemes.sort().join(' with ')))
    .sort()
    .join(' or ');
}
