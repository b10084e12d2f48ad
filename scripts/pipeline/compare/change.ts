// What the comparison of two generations finds: single changes, and the release they ask for.
import { type SCHEMA_WORDS, WORDS } from './words.js';

/** A part of a semantic version. Any breaking change asks for `major`; see `highestBump` on 0.x. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

export type ChangeId =
  keyof typeof WORDS | `${'request' | 'response'}-${keyof typeof SCHEMA_WORDS}`;

/** One difference between the old and the new generation, in words for those who use the client. */
export interface Change {
  /** Which rule found it. Stable, unlike the words. */
  id: ChangeId;
  kind: 'added' | 'changed' | 'removed';
  /** The place, from the outside in: `POST /message/ · form field ttl`. */
  where: string;
  /** The operation or type as users write it, `api.message.sendMessage()`, `ApiTypes.Message`; the report adds it. */
  call?: string;
  /** What of it changed, as users give it, `formData.ttl`; the report adds it. */
  argument?: string;
  /** What happened there, as a sentence. */
  what: string;
  /** Whether code or a request that worked before can fail now. */
  breaking: boolean;
  /** The release this change alone asks for. */
  bump: Exclude<Bump, 'none'>;
  /** The reason for that judgement, as a sentence. */
  why: string;
  /** Of code that may not compile, each cause by itself: `formData.ttl no longer exists`. */
  causes?: readonly string[];
}

export interface Comparison {
  /** Breaking changes first, then by `where`. */
  changes: Change[];
  /** `unknown` while the overlay does not fit. */
  bump: Bump | 'unknown';
  /** True when there was nothing earlier to compare with. */
  first: boolean;
}

/** What stands for `{name}` in the words of a change. */
export type Values = Readonly<Record<string, string>>;

export function change(id: keyof typeof WORDS, where: string, values: Values = {}): Change {
  const [kind, bump, what, why] = WORDS[id];
  return { id, kind, where, what: fill(what, values), breaking: bump === 'major', bump, why };
}

/** The sentence with its values. */
export function fill(sentence: string, values: Values): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const BUMPS: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/**
 * The release that all changes together ask for. In 0.x too a breaking change says `major`: npm's
 * caret takes `0.y` for the breaking part there, so the release then raises `y`, and anything less
 * raises the last number.
 */
export function highestBump(changes: readonly Change[]): Bump {
  const highest = Math.max(0, ...changes.map(({ bump }) => BUMPS.indexOf(bump)));
  return BUMPS[highest] ?? 'none';
}

/**
 * One entry for each thing that happened, breaking ones first. A schema that is both sent and
 * received is judged twice; the worse judgement stays.
 */
export function mergeChanges(changes: readonly Change[]): Change[] {
  const worst = new Map<string, Change>();
  for (const each of changes) {
    const key = `${each.kind}\n${each.where}\n${each.what}`;
    const known = worst.get(key);
    if (!known || BUMPS.indexOf(each.bump) > BUMPS.indexOf(known.bump)) worst.set(key, each);
  }
  return [...worst.values()].sort(
    (a, b) => Number(b.breaking) - Number(a.breaking) || compareText(a.where, b.where),
  );
}

// By code unit, not by locale: the order must not depend on the machine.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
