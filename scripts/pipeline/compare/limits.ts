// Compares the rules for a value besides its type: format, range, length, pattern.
import { equal } from '../document/document.js';
import { type Change, patch } from './change.js';
import { isCompatible, judge, type Location } from './judge.js';
import type { Shape } from './shape.js';

// Formats that a service checks or that change what a caller handles. `int32` or `double` make no
// difference in JavaScript, and a format that nobody registered is a hint for people.
const CHECKED = new Set<string | undefined>(
  'date date-time time duration email uuid uri uri-reference hostname ipv4 ipv6 byte binary'.split(
    ' ',
  ),
);

export function compareFormat(
  at: Location,
  old: string | undefined,
  now: string | undefined,
): Change[] {
  if (old === now) return [];
  const what = `Its format was ${old ?? 'not set'} and is ${now ?? 'not set'} now.`;
  const [before, after] = [old, now].map((format) => (CHECKED.has(format) ? format : undefined));
  if (before === after) return [patch('changed', at.where, what, 'The values stay the same.')];
  const accepts = (source?: string, target?: string) => target === undefined || source === target;
  return [judge(at, isCompatible(at, before, after, accepts), 'changed', what)];
}

export function compareLimits(at: Location, old: Shape['limits'], now: Shape['limits']): Change[] {
  const keywords = [...new Set([...old.keys(), ...now.keys()])];
  return keywords
    .filter((keyword) => !equal(old.get(keyword), now.get(keyword)))
    .map((keyword) => {
      const [before, after] = [old.get(keyword), now.get(keyword)];
      const what = `${keyword} was ${valueText(before)} and is ${valueText(after)} now.`;
      // The client does not check responses, and no type in it depends on a limit.
      const isHarmless = at.direction === 'response' || isLooser(keyword, before, after);
      return judge(at, isHarmless, 'changed', what);
    });
}

function isLooser(keyword: string, old: unknown, now: unknown): boolean {
  if (now === undefined || now === false) return true;
  if (typeof old !== 'number' || typeof now !== 'number') return false;
  if (/^(exclusiveM|m)in/.test(keyword)) return now <= old;
  return /^(exclusiveM|m)ax/.test(keyword) && now >= old;
}

/** A value as the report shows it. */
export function valueText(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
