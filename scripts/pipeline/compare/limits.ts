// Compares the rules that a value obeys beside its type: format, range, length, pattern.
import { type Change, detail } from './change.js';
import { equal } from './document.js';
import { type At, fitting, judged } from './judge.js';
import type { Shape } from './shape.js';

// Formats that a service checks or that change what a caller handles. `int32` or `double` make no
// difference in JavaScript, and a format that nobody registered is a hint for people.
const CHECKED = new Set(
  'date date-time time duration email uuid uri uri-reference hostname ipv4 ipv6 byte binary'.split(
    ' ',
  ),
);

export function compareFormat(at: At, old: string | undefined, now: string | undefined): Change[] {
  if (old === now) return [];
  const checked = (format: string | undefined) =>
    format !== undefined && CHECKED.has(format) ? format : undefined;
  const fits = fitting(at, checked(old), checked(now), (s, t) => t === undefined || s === t);
  const what = `Its format was ${old ?? 'free'} and is ${now ?? 'free'} now.`;
  const equivalent = checked(old) === checked(now);
  return equivalent
    ? [detail('changed', at.where, what, 'The values stay the same.')]
    : [judged(at, fits, 'changed', what)];
}

export function compareLimits(at: At, old: Shape['limits'], now: Shape['limits']): Change[] {
  const keywords = [...new Set([...old.keys(), ...now.keys()])];
  return keywords
    .filter((keyword) => !equal(old.get(keyword), now.get(keyword)))
    .map((keyword) => {
      const [before, after] = [old.get(keyword), now.get(keyword)];
      const what = `${keyword} was ${shown(before)} and is ${shown(after)} now.`;
      // The client does not check answers, and no type in it depends on a limit.
      const fits = at.direction === 'response' || looser(keyword, before, after);
      return judged(at, fits, 'changed', what);
    });
}

function looser(keyword: string, old: unknown, now: unknown): boolean {
  if (now === undefined || now === false) return true;
  if (typeof old !== 'number' || typeof now !== 'number') return false;
  if (/^(exclusiveM|m)in/.test(keyword)) return now <= old;
  return /^(exclusiveM|m)ax/.test(keyword) && now >= old;
}

/** A value as the report shows it. */
export function shown(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
