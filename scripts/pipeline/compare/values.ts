// Compares what two schemas say of a single value: type, enumeration, limits, default.
import { equal } from '../document/document.js';
import { type Change, major, minor, patch } from './change.js';
import { isCompatible, judge, type Location } from './judge.js';
import { compareFormat, compareLimits, valueText } from './limits.js';
import type { Shape } from './shape.js';

export function compareValues(at: Location, old: Shape, now: Shape): Change[] {
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

function compareTypes(at: Location, old: Shape, now: Shape): Change[] {
  const [before, after] = [describeTypes(old.types), describeTypes(now.types)];
  if (before === after) return [];
  const isHarmless = isCompatible(at, old.types, now.types, accepts);
  return [judge(at, isHarmless, 'changed', `Its type was ${before} and is ${after} now.`)];
}

function accepts(source: Shape['types'], target: Shape['types']): boolean {
  if (!target) return true;
  if (!source) return false;
  return [...source].every(
    (type) => target.has(type) || (type === 'integer' && target.has('number')),
  );
}

function describeTypes(types: Shape['types']): string {
  return types ? [...types].sort().join(' or ') : 'anything';
}

function compareEnumeration(at: Location, old: Shape['values'], now: Shape['values']): Change[] {
  if (!old && !now) return [];
  const isReceived = at.direction === 'response';
  if (!now) return [judge(at, !isReceived, 'changed', 'Any value is possible now.')];
  if (!old) {
    const what = `Only these values are possible now: ${now.map(valueText).join(', ')}.`;
    return [judge(at, isReceived, 'changed', what)];
  }
  const lost = old.filter((value) => !now.some((other) => equal(value, other)));
  const found = now.filter((value) => !old.some((other) => equal(value, other)));
  const [removed, added] = [lost, found].map(listValues);
  return [
    ...(lost.length > 0 ? [judge(at, isReceived, 'removed', `${removed} removed.`)] : []),
    ...(found.length > 0 ? [judge(at, !isReceived, 'added', `${added} added.`)] : []),
  ];
}

function listValues(values: readonly unknown[]): string {
  const list = values.map(valueText).join(', ');
  return values.length === 1 ? `The value ${list} was` : `The values ${list} were`;
}

function compareDefault({ where, direction }: Location, old: unknown, now: unknown): Change[] {
  if (direction === 'response' || equal(old, now)) return [];
  const what = `The default was ${valueText(old)} and is ${valueText(now)} now.`;
  const why = 'Callers who leave it out get the new default; their requests stay valid.';
  return [minor('changed', where, what, why)];
}

export function compareDeprecation(where: string, old: boolean, now: boolean): Change[] {
  if (old === now) return [];
  return now
    ? [minor('changed', where, 'It is deprecated.', 'It still works; there is time to move.')]
    : [patch('changed', where, 'It is no longer deprecated.', 'It works as before.')];
}

function compareRest(where: string, old: Shape, now: Shape): Change[] {
  const keywords = [...new Set([...Object.keys(old.rest), ...Object.keys(now.rest)])];
  return keywords
    .filter((keyword) => !equal(old.rest[keyword], now.rest[keyword]))
    .map((keyword) => {
      const why = 'The comparison cannot tell whether this is harmless.';
      return major('changed', where, `The keyword "${keyword}" changed.`, why);
    });
}
