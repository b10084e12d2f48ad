// Compares what two schemas say of a single value: type, enumeration, limits, default.
import { difference, equal } from '../document/document.js';
import { type Change, change } from './change.js';
import { isCompatible, judge, type Location } from './judge.js';
import { compareFormat, compareLimits, valueText } from './limits.js';
import { compareUnread } from './meaning.js';
import type { Shape } from './shape.js';

const NONE = new Set<string>();

export function compareValues(at: Location, old: Shape, now: Shape): Change[] {
  const types = compareTypes(at, old, now);
  if (types.some(({ breaking }) => breaking)) return types;
  return [
    ...types,
    ...compareEnumeration(at, old.values, now.values),
    ...compareFormat(at, old.format, now.format),
    ...compareLimits(at, old.limits, now.limits),
    ...compareDefault(at, old.default, now.default),
    ...compareDeprecation(at.where, old.deprecated, now.deprecated),
    ...compareUnread(at.where, old.rest, now.rest, NONE),
  ];
}

function compareTypes(at: Location, old: Shape, now: Shape): Change[] {
  const words = { old: describeTypes(old.types), now: describeTypes(now.types) };
  if (words.old === words.now) return [];
  return [judge(at, isCompatible(at, old.types, now.types, accepts), 'type-changed', words)];
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
  if (!now) return [judge(at, !isReceived, 'values-opened')];
  if (!old) return [judge(at, isReceived, 'values-closed', { now: now.map(valueText).join(', ') })];
  const [lost, found] = [difference(old, now), difference(now, old)];
  const [removed = '', added = ''] = [lost, found].map(listValues);
  return [
    ...(lost.length > 0 ? [judge(at, isReceived, 'values-removed', { values: removed })] : []),
    ...(found.length > 0 ? [judge(at, !isReceived, 'values-added', { values: added })] : []),
  ];
}

function listValues(values: readonly unknown[]): string {
  const list = values.map(valueText).join(', ');
  return values.length === 1 ? `The value ${list} was` : `The values ${list} were`;
}

function compareDefault({ where, direction }: Location, old: unknown, now: unknown): Change[] {
  if (direction === 'response' || equal(old, now)) return [];
  return [change('default-changed', where, { old: valueText(old), now: valueText(now) })];
}

export function compareDeprecation(where: string, old: boolean, now: boolean): Change[] {
  return old === now ? [] : [change(now ? 'deprecated' : 'undeprecated', where)];
}
