// Compares the alternatives of two schemas, those of `oneOf` or `anyOf`, and what tells them apart.
import {
  difference,
  equal,
  type Json,
  type JsonObject,
  objectOf,
  textAt,
  textOf,
} from '../document/document.js';
import type { Change } from './change.js';
import { type Context, judge } from './judge.js';
import { compareUnread, meanTheSame } from './meaning.js';
import type { Shape } from './shape.js';

type Compare = (context: Context, before: unknown, after: unknown) => Change[];

export function compareAlternatives(
  context: Context,
  old: readonly unknown[],
  now: readonly unknown[],
  compareSchemas: Compare,
): Change[] {
  const changed = unmatched(difference(old, now), now, meanTheSame);
  const changedNow = unmatched(difference(now, old), old, meanTheSame);
  // The same in other words: only now, for this costs more.
  const isSame = (one: unknown, other: unknown) => compareSchemas(context, one, other).length === 0;
  const lost = unmatched(changed, changedNow, isSame);
  const found = unmatched(changedNow, changed, (one, other) => isSame(other, one));
  if (lost.length === 1 && found.length === 1) {
    const where = `${context.where} · alternative`;
    return compareSchemas({ ...context, where }, lost[0], found[0]);
  }
  const isReceived = context.direction === 'response';
  return [
    ...lost.map((each) =>
      judge(context, isReceived, 'alternative-removed', { name: nameOf(each) }),
    ),
    ...found.map((each) =>
      judge(context, !isReceived, 'alternative-added', { name: nameOf(each) }),
    ),
  ];
}

/** For more pairs than these, each alternative is one that came or went. */
const MAX_PAIRS = 10_000;

/** The values that are the same as none of the others. */
function unmatched(
  values: readonly unknown[],
  others: readonly unknown[],
  isSame: (value: unknown, other: unknown) => boolean,
): readonly unknown[] {
  if (values.length * others.length > MAX_PAIRS) return values;
  return values.filter((value) => !others.some((other) => isSame(value, other)));
}

function nameOf(alternative: unknown): string {
  const { $ref, title } = objectOf(alternative);
  const name = textOf($ref)?.split('/').pop() ?? textOf(title);
  return name === undefined ? 'One of the alternatives' : `The alternative ${name}`;
}

/** Whether exactly one must fit, or at least one. */
export function compareExclusive(context: Context, old: Shape, now: Shape): Change[] {
  if (old.exclusive === now.exclusive) return [];
  const isReceived = context.direction === 'response';
  return [
    now.exclusive
      ? judge(context, isReceived, 'alternatives-exclusive')
      : judge(context, !isReceived, 'alternatives-inclusive'),
  ];
}

const READ = new Set(['propertyName', 'mapping']);

export function compareDiscriminators(context: Context, old: Shape, now: Shape): Change[] {
  const [before, after] = [old.discriminator, now.discriminator];
  const isReceived = context.direction === 'response';
  if (equal(before, after)) return [];
  const names = {
    old: textAt(objectOf(before), 'propertyName'),
    now: textAt(objectOf(after), 'propertyName'),
  };
  // Callers of the old one may not send it; readers of the old one relied on it.
  if (!before) return [judge(context, isReceived, 'discriminator-added', names)];
  if (!after) return [judge(context, !isReceived, 'discriminator-removed', names)];
  if (names.old !== names.now) return [judge(context, false, 'discriminator-changed', names)];
  return [
    ...compareMappings(context, mappingIn(before), mappingIn(after)),
    ...compareUnread(context.where, before, after, READ),
  ];
}

function compareMappings(context: Context, old: Mapping, now: Mapping): Change[] {
  const isReceived = context.direction === 'response';
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((value) => {
    if (old.get(value) === now.get(value)) return [];
    if (!now.has(value))
      return judge(context, isReceived, 'discriminator-value-removed', { value });
    if (!old.has(value)) return judge(context, !isReceived, 'discriminator-value-added', { value });
    return judge(context, false, 'discriminator-value-changed', { value });
  });
}

/** By value, which may be any text, the schema. */
type Mapping = ReadonlyMap<string, Json>;

function mappingIn(discriminator: JsonObject): Mapping {
  return new Map(Object.entries(objectOf(discriminator['mapping'])));
}
