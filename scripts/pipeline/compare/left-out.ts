// Compares what the documents say and the client has no place for: it may mean anything.
import { difference, objectsIn, textAt } from '../document/document.js';
import { LEFT_OUT_MARK } from '../document/marks.js';
import { type Change, change } from './change.js';
import type { Documents } from './judge.js';

/** One change for each thing that came, went, or is another one. */
export function compareLeftOut({ before, after }: Documents): Change[] {
  const [old, now] = [objectsIn(before[LEFT_OUT_MARK]), objectsIn(after[LEFT_OUT_MARK])];
  return [...difference(old, now), ...difference(now, old)].map((each) =>
    change('left-out', textAt(each, 'where'), { what: textAt(each, 'what') }),
  );
}
