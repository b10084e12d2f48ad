// Compares two schemas with all that is inside them: properties, items, alternatives.
import { equal, type JsonObject, objectOf, textOf } from '../document/document.js';
import { type Change, major, minor } from './change.js';
import { type Context, type Direction, judge, type Location } from './judge.js';
import { type Shape, shapeOf } from './shape.js';
import { compareValues } from './values.js';

export function compareSchemas(context: Context, before: unknown, after: unknown): Change[] {
  // Also right for two references to one name: that schema is compared once for all its uses, in
  // components.ts.
  if (equal(before, after)) return [];
  const [old, now] = [referenceIn(before), referenceIn(after)];
  if (old !== undefined && old === now) return [];
  if (old === undefined && now === undefined) return compareDefinitions(context, before, after);
  const pair = `${old ?? JSON.stringify(before)} ${now ?? JSON.stringify(after)}`;
  if (context.within?.includes(pair)) return [];
  const within = [...(context.within ?? []), pair];
  return compareDefinitions({ ...context, within }, before, after);
}

/** As `compareSchemas`, also for two schemas of the same name. */
export function compareDefinitions(context: Context, before: unknown, after: unknown): Change[] {
  const old = shapeOf(context.documents.before, before);
  const now = shapeOf(context.documents.after, after);
  if (old.alternatives || now.alternatives) {
    return compareAlternatives(context, old.alternatives ?? [before], now.alternatives ?? [after]);
  }
  const values = compareValues(context, old, now);
  if (!haveTypeInCommon(old, now)) return values;
  return [...values, ...compareProperties(context, old, now), ...compareParts(context, old, now)];
}

/** When the type is another one altogether, changes of the parts say nothing more. */
function haveTypeInCommon({ types: old }: Shape, { types: now }: Shape): boolean {
  if (!old || !now) return old === now;
  return [...old].some((type) => now.has(type));
}

function referenceIn(schema: unknown): string | undefined {
  return textOf(objectOf(schema)['$ref']);
}

function compareProperties(context: Context, old: Shape, now: Shape): Change[] {
  const before = propertiesIn(old, context.direction);
  const after = propertiesIn(now, context.direction);
  const lost = [...before.keys()].filter((name) => !after.has(name));
  const found = [...after.keys()].filter((name) => !before.has(name));
  const kept = [...before.keys()].filter((name) => after.has(name));
  const at = (name: string) => ({ ...context, where: `${context.where} · property ${name}` });
  return [
    ...lost.map((name) => removedProperty(at(name))),
    ...found.map((name) => addedProperty(at(name), now.required.has(name))),
    ...kept.flatMap((name) => [
      ...compareRequired(at(name), old.required.has(name), now.required.has(name)),
      ...compareSchemas(at(name), before.get(name), after.get(name)),
    ]),
  ];
}

/** The properties that travel in this direction. */
function propertiesIn(shape: Shape, direction: Direction): Map<string, JsonObject> {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  return new Map([...shape.properties].filter(([, schema]) => schema[keyword] !== true));
}

function removedProperty({ where, direction }: Context): Change {
  const why =
    direction === 'request'
      ? 'Code that sets it no longer compiles, and the service may ignore or refuse it.'
      : 'Code that reads it no longer compiles, and finds nothing there.';
  return major('removed', where, 'It was removed.', why);
}

function addedProperty({ where, direction }: Context, required: boolean): Change {
  if (direction === 'request' && required) {
    const why = 'Requests without it were valid and are refused now.';
    return major('added', where, 'It was added, and it is required.', why);
  }
  return minor('added', where, 'It was added.', 'Callers who do not know it need not change.');
}

/** A value became required or optional; who makes it decides which of the two hurts. */
export function compareRequired(
  { where, direction }: Location,
  old: boolean,
  now: boolean,
): Change[] {
  if (old === now) return [];
  const what = now ? 'It is required now.' : 'It is optional now.';
  if (direction === 'request') {
    return now
      ? [major('changed', where, what, 'Requests without it were valid and are refused now.')]
      : [minor('changed', where, what, 'Requests that give it stay valid.')];
  }
  return now
    ? [minor('changed', where, what, 'Callers can rely on it now.')]
    : [major('changed', where, what, 'Callers relied on it, and it can be missing now.')];
}

function compareParts(context: Context, old: Shape, now: Shape): Change[] {
  const items = { ...context, where: `${context.where} · each item` };
  const properties = { ...context, where: `${context.where} · additional properties` };
  return [
    ...compareSchemas(items, old.items, now.items),
    ...(old.additional !== false && now.additional !== false
      ? compareSchemas(properties, old.additional, now.additional)
      : compareAdditional(context, old, now)),
  ];
}

function compareAdditional(context: Context, old: Shape, now: Shape): Change[] {
  if ((old.additional === false) === (now.additional === false)) return [];
  const closed = now.additional === false;
  const what = `Additional properties are ${closed ? 'refused' : 'possible'} now.`;
  // Callers ignore properties of a response that they do not know: only a request can break.
  return [judge(context, context.direction === 'response' || !closed, 'changed', what)];
}

function compareAlternatives(context: Context, old: unknown[], now: unknown[]): Change[] {
  const lost = old.filter((alternative) => !now.some((other) => equal(alternative, other)));
  const found = now.filter((alternative) => !old.some((other) => equal(alternative, other)));
  if (lost.length === 1 && found.length === 1) {
    const where = `${context.where} · alternative`;
    return compareSchemas({ ...context, where }, lost[0], found[0]);
  }
  const isReceived = context.direction === 'response';
  return [
    ...lost.map((each) => judge(context, isReceived, 'removed', `${nameIn(each)} was removed.`)),
    ...found.map((each) => judge(context, !isReceived, 'added', `${nameIn(each)} was added.`)),
  ];
}

function nameIn(alternative: unknown): string {
  const name = referenceIn(alternative)?.split('/').pop() ?? textOf(objectOf(alternative)['title']);
  return name === undefined ? 'One of the alternatives' : `The alternative ${name}`;
}
