// Compares the rules for a value besides its type: format, range, length, pattern.
import { equal } from '../document/document.js';
import { type Change, change } from './change.js';
import { isCompatible, judge, type Location } from './judge.js';
import type { Shape } from './shape.js';

/** Formats that say nothing of which values are valid. */
const HINTS = new Set<string | undefined>(['password', 'json']);

/** The wider takes all values of the narrower; no format takes all. */
const WIDER: Readonly<Record<string, string>> = { int32: 'int64', float: 'double' };

export function compareFormat(
  at: Location,
  old: string | undefined,
  now: string | undefined,
): Change[] {
  if (old === now) return [];
  const words = { old: old ?? 'not set', now: now ?? 'not set' };
  const [before, after] = [old, now].map((format) => (isChecked(at, format) ? format : undefined));
  if (before === after) return [change('format-hint-changed', at.where, words)];
  const accepts = (source?: string, target?: string) =>
    target === undefined || source === target || WIDER[source ?? ''] === target;
  return [judge(at, isCompatible(at, before, after, accepts), 'format-changed', words)];
}

/** What is received is a number in JavaScript, whatever its format. */
function isChecked({ direction }: Location, format: string | undefined): boolean {
  const isNumber = ['int32', 'int64', 'float', 'double'].includes(format ?? '');
  return !HINTS.has(format) && !(direction === 'response' && isNumber);
}

export function compareLimits(at: Location, old: Shape['limits'], now: Shape['limits']): Change[] {
  const keywords = [...new Set([...old.keys(), ...now.keys()])];
  return keywords
    .filter((keyword) => !equal(old.get(keyword), now.get(keyword)))
    .map((keyword) => {
      const [before, after] = [old.get(keyword), now.get(keyword)];
      const words = { keyword, old: valueText(before), now: valueText(after) };
      // The client does not check responses, and no type in it depends on a limit.
      const isHarmless = at.direction === 'response' || isLooser(keyword, before, after);
      return judge(at, isHarmless, 'limit-changed', words);
    });
}

function isLooser(keyword: string, old: unknown, now: unknown): boolean {
  if (now === undefined) return true;
  if (typeof old !== 'number' || typeof now !== 'number') return false;
  if (keyword === 'multipleOf') return Number.isInteger(old / now);
  if (/^(exclusiveM|m)in/.test(keyword)) return now <= old;
  return /^(exclusiveM|m)ax/.test(keyword) && now >= old;
}

/** A value as the report shows it. */
export function valueText(value: unknown): string {
  return value === undefined ? 'not set' : JSON.stringify(value);
}
