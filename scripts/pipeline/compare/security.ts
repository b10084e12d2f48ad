// Compares which credentials an operation asks of its callers.
import { equal, objectOf, objectsIn, textsIn, without } from '../document/document.js';
import type { JsonObject } from '../document/document.js';
import { type Change, major, minor } from './change.js';
import type { Documents } from './judge.js';

/** One way in: each scheme with the scopes that are needed. No scheme at all means no credentials. */
type Way = Map<string, string[]>;

export function compareSecurity(where: string, before: unknown, after: unknown): Change[] {
  const [old, now] = [waysIn(before), waysIn(after)];
  const [was, is] = [describeWays(old), describeWays(now)];
  if (was === is) return [];
  const what = `It needed ${was} and needs ${is} now.`;
  // Whoever had one of the old ways in must still get in with it.
  const isKept = old.every((way) => now.some((other) => isWithin(other, way)));
  return isKept
    ? [minor('changed', where, what, 'The credentials that worked still work.')]
    : [major('changed', where, what, 'Credentials that were enough are refused now.')];
}

/** A scheme that keeps its name but means something else is another scheme to callers. */
export function compareSchemes({ before, after }: Documents): Change[] {
  const [old, now] = [schemesIn(before), schemesIn(after)];
  return [...old.keys()]
    .filter((name) => now.has(name) && !equal(old.get(name), now.get(name)))
    .map((name) => {
      const why = 'Callers must give their credentials in another way.';
      return major('changed', `security scheme ${name}`, 'It works in another way now.', why);
    });
}

/** Without their descriptions, which change nothing for callers. */
function schemesIn(document: JsonObject): Map<string, JsonObject> {
  const schemes = Object.entries(objectOf(objectOf(document['components'])['securitySchemes']));
  return new Map(schemes.map(([name, it]) => [name, without(objectOf(it), 'description')]));
}

function waysIn(security: unknown): Way[] {
  const ways = objectsIn(security).map((way) => {
    return new Map(Object.entries(way).map(([name, scopes]) => [name, textsIn(scopes).sort()]));
  });
  return ways.length > 0 ? ways : [new Map<string, string[]>()];
}

function isWithin(small: Way, large: Way): boolean {
  return [...small].every(([scheme, scopes]) => {
    const held = large.get(scheme);
    return held !== undefined && scopes.every((scope) => held.includes(scope));
  });
}

function describeWays(ways: readonly Way[]): string {
  return ways
    .map((way) => [...way].map(([name, s]) => (s.length ? `${name} (${s.join(', ')})` : name)))
    .map((schemes) => (schemes.length === 0 ? 'no credentials' : schemes.sort().join(' with ')))
    .sort()
    .join(' or ');
}
