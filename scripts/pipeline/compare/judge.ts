// Judges a change by the direction in which the values travel: what is sent must still be accepted,
// what is received must still be understood.
import { breaking, type Change, detail, feature } from './change.js';
import type { Documents } from './document.js';

/** `request`: callers make the values. `response`: callers read them. */
export type Direction = 'request' | 'response';

export interface Place {
  documents: Documents;
  where: string;
  direction: Direction;
  /** Pairs of references on the way down, so that a recursive schema ends. */
  within?: readonly string[];
}

export type At = Pick<Place, 'where' | 'direction'>;

/** A change of a schema: harmless when the values that travel still fit what the other end expects. */
export function judged(
  { where, direction }: At,
  fits: boolean,
  kind: Change['kind'],
  what: string,
): Change {
  if (direction === 'request') {
    return fits
      ? feature(kind, where, what, 'Everything accepted before is still accepted.')
      : breaking(kind, where, what, 'Values that were accepted can be refused now.');
  }
  return fits
    ? detail(kind, where, what, 'Answers hold nothing that callers do not expect already.')
    : breaking(kind, where, what, 'Answers can hold values that callers do not expect.');
}

/** `source` makes the values and `target` takes them; which is old and which new, the direction says. */
export function fitting<T>(
  { direction }: At,
  old: T,
  now: T,
  fits: (source: T, target: T) => boolean,
): boolean {
  return direction === 'request' ? fits(old, now) : fits(now, old);
}
