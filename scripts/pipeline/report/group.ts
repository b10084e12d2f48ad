// Joins equal changes in many places: a rule that changed everywhere is one line to read.
import type { Change } from '../compare/change.js';

export interface ChangeGroup extends Omit<Change, 'where'> {
  places: string[];
}

export function groupChanges(changes: readonly Change[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup>();
  for (const { where, ...change } of changes) {
    const key = [change.kind, change.bump, change.what, change.why].join('\n');
    const group = groups.get(key) ?? { ...change, places: [] };
    group.places.push(where);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The first places, and how many more there are. */
export function firstPlaces(places: readonly string[], limit: number): string[] {
  if (places.length <= limit) return [...places];
  return [...places.slice(0, limit), `and ${places.length - limit} more`];
}
