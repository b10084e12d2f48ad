// Compares what the documents say and the client has no place for: it may mean anything.
import { objectsIn, textAt } from '../document/document.js';
import type { JsonObject } from '../document/document.js';
import { LEFT_OUT_MARK } from '../document/marks.js';
import { type Change, change } from './change.js';
import type { Documents } from './judge.js';

/** One change for each thing that came, went, or is another one. */
export function compareLeftOut({ before, after }: Documents): Change[] {
  const [old, now] = [leftOutIn(before), leftOutIn(after)];
  const changed = [...old, ...now].filter(([key]) => !(old.has(key) && now.has(key)));
  return changed.map(([, { where, what }]) => change('left-out', where, { what }));
}

/** By all that is known of each. */
function leftOutIn(document: JsonObject): Map<string, { where: string; what: string }> {
  return new Map(
    objectsIn(document[LEFT_OUT_MARK]).map((each) => {
      const [where, what, lost] = [textAt(each, 'where'), textAt(each, 'what'), each['lost']];
      return [JSON.stringify([where, what, lost]), { where, what }];
    }),
  );
}
