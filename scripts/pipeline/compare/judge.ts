// Judges a change by the direction in which the values travel: what is sent must still be accepted,
// what is received must still be understood.
import type { JsonObject } from '../document/document.js';
import { type Change, major, minor, patch } from './change.js';

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
  kind: Change['kind'],
  what: string,
): Change {
  if (direction === 'request') {
    return isHarmless
      ? minor(kind, where, what, 'Everything accepted before is still accepted.')
      : major(kind, where, what, 'Values that were accepted can be refused now.');
  }
  return isHarmless
    ? patch(kind, where, what, 'Responses hold nothing that callers do not already expect.')
    : major(kind, where, what, 'Responses can hold values that callers do not expect.');
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
