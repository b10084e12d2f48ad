// What the comparison of two generations says: single changes, and the release they ask for.

/** A part of a semantic version; `major` is asked for by any breaking change, in 0.x too. */
export type Bump = 'none' | 'patch' | 'minor' | 'major';

/** One difference between the old and the new generation, told for the people who use the client. */
export interface Change {
  kind: 'added' | 'changed' | 'removed';
  /** The place, from the outside in: `POST /message/ · form field ttl`. */
  where: string;
  /** What happened there, as a sentence. */
  what: string;
  /** Whether code or a request that worked before can fail now. */
  breaking: boolean;
  /** The reason for that judgement, as a sentence. */
  why: string;
}

export interface Comparison {
  /** Breaking changes first, each half in the order of `where`. */
  changes: Change[];
  bump: Bump;
  /** True when there was no earlier generation to compare with. */
  first: boolean;
}
