// Compares what two schemas say of a single value: type, enumeration, limits, default.
import { breaking, type Change, detail, feature } from './change.js';
import { equal } from './document.js';
import { type At, fitting, judged } from './judge.js';
import { compareFormat, compareLimits, shown } from './limits.js';
import type { Shape } from './shape.js';

export function compareValues(at: At, old: Shape, now: Shape): Change[] {
  const types = compareTypes(at, old, now);
  if (types.some((change) => change.breaking)) return types;
  return [
    ...types,
    ...compareEnumeration(at, old.values, now.values),
    ...compareFormat(at, old.format, now.format),
    ...compareLimits(at, old.limits, now.limits),
    ...compareDefault(at, old.default, now.default),
    ...compareDeprecation(at.where, old.deprecated, now.deprecated),
    ...compareRest(at.where, old, now),
  ];
}

function compareTypes(at: At, old: Shape, now: Shape): Change[] {
  const [before, after] = [told(old.types), told(now.types)];
  if (before === after) return [];
  const fits = fitting(at, old.types, now.types, accepts);
  return [judged(at, fits, 'changed', `Its type was ${before} and is ${after} now.`)];
}

function accepts(source: Shape['types'], target: Shape['types']): boolean {
  if (!target) return true;
  if (!source) return false;
  const accepted = (type: string) =>
    target.has(type) || (type === 'integer' && target.has('number'));
  return [...source].every(accepted);
}

function told(types: Shape['types']): string {
  return types ? [...types].sort().join(' or ') : 'anything';
}

function compareEnumeration(at: At, old: Shape['values'], now: Shape['values']): Change[] {
  if (!old && !now) return [];
  if (!now)
    return [judged(at, at.direction === 'request', 'changed', 'Any value is possible now.')];
  if (!old) {
    const what = `Only ${listed(now)} is possible now.`;
    return [judged(at, at.direction === 'response', 'changed', what)];
  }
  const lost = old.filter((value) => !now.some((other) => equal(value, other)));
  const found = now.filter((value) => !old.some((other) => equal(value, other)));
  const gone = `The value ${listed(lost)} was removed.`;
  const come = `The value ${listed(found)} was added.`;
  return [
    ...(lost.length > 0 ? [judged(at, at.direction === 'response', 'removed', gone)] : []),
    ...(found.length > 0 ? [judged(at, at.direction === 'request', 'added', come)] : []),
  ];
}

function listed(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}

function compareDefault({ where, direction }: At, old: unknown, now: unknown): Change[] {
  if (direction === 'response' || equal(old, now)) return [];
  const what = `The default was ${shown(old)} and is ${shown(now)} now.`;
  const why = 'Callers who leave it out get the new default; their requests stay valid.';
  return [feature('changed', where, what, why)];
}

export function compareDeprecation(where: string, old: boolean, now: boolean): Change[] {
  if (old === now) return [];
  return now
    ? [feature('changed', where, 'It is deprecated.', 'It still works; there is time to move.')]
    : [detail('changed', where, 'It is no longer deprecated.', 'It works as before.')];
}

function compareRest(where: string, old: Shape, now: Shape): Change[] {
  const keywords = [...new Set([...Object.keys(old.rest), ...Object.keys(now.rest)])];
  return keywords
    .filter((keyword) => !equal(old.rest[keyword], now.rest[keyword]))
    .map((keyword) => {
      const why = 'It cannot be shown to be harmless.';
      return breaking('changed', where, `The rule "${keyword}" changed.`, why);
    });
}
