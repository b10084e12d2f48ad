// What the comparison of two generations finds: single changes, and the release they ask for.

/** A part of a semantic version. Any breaking change asks for `major`; see `highestBump` on 0.x. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** One difference between the old and the new generation, in words for those who use the client. */
export interface Change {
  kind: 'added' | 'changed' | 'removed';
  /** The place, from the outside in: `POST /message/ · form field ttl`. */
  where: string;
  /** What happened there, as a sentence. */
  what: string;
  /** Whether code or a request that worked before can fail now. */
  breaking: boolean;
  /** The release this change alone asks for. */
  bump: Exclude<Bump, 'none'>;
  /** The reason for that judgement, as a sentence. */
  why: string;
}

export interface Comparison {
  /** Breaking changes first, then by `where`. */
  changes: Change[];
  bump: Bump;
  /** True when there was no earlier generation to compare with. */
  first: boolean;
}

type Make = (kind: Change['kind'], where: string, what: string, why: string) => Change;

/** A change that stops code or requests that worked. */
export const major: Make = (kind, where, what, why) => ({
  kind,
  where,
  what,
  breaking: true,
  bump: 'major',
  why,
});

/** A change that gives users something new and takes nothing. */
export const minor: Make = (kind, where, what, why) => ({
  kind,
  where,
  what,
  breaking: false,
  bump: 'minor',
  why,
});

/** A change that callers need not know about. */
export const patch: Make = (kind, where, what, why) => ({
  kind,
  where,
  what,
  breaking: false,
  bump: 'patch',
  why,
});

const BUMPS: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/**
 * The release that all changes together ask for. In 0.x too a breaking change says `major`: npm's
 * caret takes `0.y` for the breaking part there, so the release then raises `y`, and anything less
 * raises the last number.
 */
export function highestBump(changes: readonly Change[]): Bump {
  const highest = Math.max(0, ...changes.map((change) => BUMPS.indexOf(change.bump)));
  return BUMPS[highest] ?? 'none';
}

/** A difference in the text for which no rule finds a difference in what it means. */
export function reworded(where: string): Change {
  const why = 'No difference was found in what callers send or receive.';
  return patch('changed', where, 'Its text changed.', why);
}

/**
 * One entry for each thing that happened, breaking ones first. A schema that is both sent and
 * received is judged twice; the worse judgement stays.
 */
export function mergeChanges(changes: readonly Change[]): Change[] {
  const worst = new Map<string, Change>();
  for (const change of changes) {
    const key = `${change.kind}\n${change.where}\n${change.what}`;
    const known = worst.get(key);
    if (!known || BUMPS.indexOf(change.bump) > BUMPS.indexOf(known.bump)) worst.set(key, change);
  }
  return [...worst.values()].sort(
    (a, b) => Number(b.breaking) - Number(a.breaking) || compareText(a.where, b.where),
  );
}

// By code unit, not by locale: the order must not depend on the machine.
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
