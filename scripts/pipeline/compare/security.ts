// Compares which credentials an operation asks of its callers.
import { equal, objectOf, objectsIn, textsIn, without } from '../document/document.js';
import type { JsonObject } from '../document/document.js';
import { type Change, change } from './change.js';
import type { Documents } from './judge.js';
import { compareUnread, meanTheSame } from './meaning.js';

/** One way in: each scheme with the scopes that are needed. No scheme at all means no credentials. */
type Way = Map<string, string[]>;

/** The old name of each scheme that has another one now. */
export type Renames = ReadonlyMap<string, string>;

export function compareSecurity(
  where: string,
  before: unknown,
  after: unknown,
  renames: Renames,
): Change[] {
  const old = waysIn(before).map(
    (way) => new Map([...way].map(([k, v]) => [renames.get(k) ?? k, v])),
  );
  const now = waysIn(after);
  const words = { old: describeWays(old), now: describeWays(now) };
  if (words.old === words.now) return [];
  // Whoever had one of the old ways in must still get in with it.
  const isKept = old.every((way) => now.some((other) => isWithin(other, way)));
  return [change(isKept ? 'security-widened' : 'security-narrowed', where, words)];
}

/** A scheme that keeps its name but means something else is another scheme to callers. */
export function compareSchemes({ before, after }: Documents, renames: Renames): Change[] {
  const [old, now] = [schemesIn(before), schemesIn(after)];
  const newNames = new Set(renames.values());
  const removed = [...old.keys()].filter((name) => !now.has(name) && !renames.has(name));
  const added = [...now.keys()].filter((name) => !old.has(name) && !newNames.has(name));
  const at = (name: string) => `security scheme ${name}`;
  return [
    ...[...renames].map(([was, is]) => change('security-scheme-renamed', at(is), { old: was })),
    ...removed.map((name) => change('security-scheme-removed', at(name))),
    ...added.map((name) => change('security-scheme-added', at(name))),
    ...[...old].flatMap(([name, scheme]) => {
      const twin = now.get(name);
      return twin ? compareScheme(at(name), scheme, twin) : [];
    }),
  ];
}

/** A scheme under another name is the same when nothing else differs. */
export function findRenames({ before, after }: Documents): Renames {
  const [old, now] = [schemesIn(before), schemesIn(after)];
  const free = new Set([...now.keys()].filter((name) => !old.has(name)));
  const renames = new Map<string, string>();
  for (const [name, scheme] of old) {
    if (now.has(name)) continue;
    const twin = [...free].find((other) => meanTheSame(scheme, now.get(other)));
    if (twin === undefined) continue;
    free.delete(twin);
    renames.set(name, twin);
  }
  return renames;
}

const READ = new Set(['type', 'name', 'in', 'scheme', 'openIdConnectUrl', 'flows']);

function compareScheme(where: string, old: JsonObject, now: JsonObject): Change[] {
  const [was, is] = [partsOf(old), partsOf(now)];
  if (!equal(was.way, is.way)) return [change('security-scheme-changed', where)];
  const lost = was.scopes.filter((scope) => !is.scopes.includes(scope));
  const found = is.scopes.filter((scope) => !was.scopes.includes(scope));
  return [
    ...lost.map((scope) => change('scope-removed', where, { scope })),
    ...found.map((scope) => change('scope-added', where, { scope })),
    ...compareUnread(where, old, now, READ),
  ];
}

/** How credentials are given, and the scopes that can be asked for in each flow. */
function partsOf(scheme: JsonObject): { way: unknown; scopes: string[] } {
  const flows = Object.entries(objectOf(scheme['flows']));
  const bare = Object.fromEntries(
    flows.map(([name, flow]) => [name, without(objectOf(flow), 'scopes')]),
  );
  const { type, name, in: place, scheme: kind, openIdConnectUrl } = scheme;
  const scopes = flows.flatMap(([flow, it]) =>
    Object.keys(objectOf(objectOf(it)['scopes'])).map((scope) => `${scope} (${flow})`),
  );
  return { way: { type, name, place, kind, openIdConnectUrl, flows: bare }, scopes };
}

function schemesIn(document: JsonObject): Map<string, JsonObject> {
  const schemes = Object.entries(objectOf(objectOf(document['components'])['securitySchemes']));
  return new Map(schemes.map(([name, scheme]) => [name, objectOf(scheme)]));
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
