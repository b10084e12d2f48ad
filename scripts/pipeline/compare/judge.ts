// Judges a change by the direction in which the values travel: what is sent must still be accepted,
// what is received must still be understood.
import type { JsonObject } from '../document/document.js';
import { type Change, fill, type Values } from './change.js';
import { JUDGEMENTS, SCHEMA_WORDS } from './words.js';

export type Side = 'before' | 'after';
export type Documents = Record<Side, JsonObject>;

/** `request`: callers make the values. `response`: callers read them. */
export type Direction = 'request' | 'response';

export interface Context {
  documents: Documents;
  where: string;
  direction: Direction;
  /** Pairs of references on the way down, so that a recursive schema ends. */
  within?: readonly string[];
}

export type Location = Pick<Context, 'where' | 'direction'>;

/** A change of a schema: harmless when the values that travel still fit what the other end expects. */
export function judge(
  { where, direction }: Location,
  isHarmless: boolean,
  id: keyof typeof SCHEMA_WORDS,
  values: Values = {},
): Change {
  const [kind, what] = SCHEMA_WORDS[id];
  const [bump, why] = JUDGEMENTS[direction][isHarmless ? 'harmless' : 'harmful'];
  const breaking = bump === 'major';
  return { id: `${direction}-${id}`, kind, where, what: fill(what, values), breaking, bump, why };
}

/** `source` makes the values and `target` takes them; which is old and which new, the direction says. */
export function isCompatible<T>(
  { direction }: Location,
  old: T,
  now: T,
  accepts: (source: T, target: T) => boolean,
): boolean {
  return direction === 'request' ? accepts(old, now) : accepts(now, old);
}
