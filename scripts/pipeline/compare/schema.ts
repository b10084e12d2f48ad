// Compares two schemas with all that is inside them: properties, items, alternatives.
import { dereference, equal, objectOf, textOf, without } from '../document/document.js';
import type { JsonObject } from '../document/document.js';
import { compareAlternatives, compareDiscriminators, compareExclusive } from './alternatives.js';
import { type Change, change } from './change.js';
import { type Context, type Direction, type Documents, judge, type Location } from './judge.js';
import { isForPeople } from './meaning.js';
import { type Shape, shapeOf } from './shape.js';
import { compareValues } from './values.js';

/**
 * Of schemas that refer to each other there are more ways through than anybody can walk. A real document
 * takes some thousand steps.
 */
const MAX_STEPS = 20_000;
const STEPS = new WeakMap<Documents, number>();

function isTooMuch(documents: Documents): boolean {
  const steps = (STEPS.get(documents) ?? 0) + 1;
  STEPS.set(documents, steps);
  return steps > MAX_STEPS;
}

export function compareSchemas(context: Context, before: unknown, after: unknown): Change[] {
  // Also right for two references to one name: that schema is compared once for all its uses, in
  // components.ts.
  if (equal(before, after)) return [];
  if (isTooMuch(context.documents)) {
    return [change('not-understood', context.where, { part: 'more than can be compared' })];
  }
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
  const { documents } = context;
  const old = shapeOf(documents.before, before);
  const now = shapeOf(documents.after, after);
  if ((old.alternatives === undefined) === (now.alternatives === undefined)) {
    return compareShapes(context, old, now);
  }
  return [
    ...compareAlternatives(
      context,
      alternativesIn(documents.before, before, old),
      alternativesIn(documents.after, after, now),
      compareSchemas,
    ),
    ...compareDiscriminators(context, old, now),
  ];
}

/** Each with what holds for all of them; a schema without alternatives is the only one. */
function alternativesIn(document: JsonObject, schema: unknown, shape: Shape): unknown[] {
  if (!shape.alternatives) return [schema];
  const shared = without(dereference(document, schema), 'oneOf', 'anyOf', 'discriminator');
  const says = Object.keys(shared).some((key) => !isForPeople(key));
  return says ? shape.alternatives.map((each) => ({ allOf: [shared, each] })) : shape.alternatives;
}

export function compareShapes(context: Context, old: Shape, now: Shape): Change[] {
  const values = compareValues(context, old, now);
  if (!haveTypeInCommon(old, now)) return values;
  return [
    ...values,
    ...compareProperties(context, old, now),
    ...compareParts(context, old, now),
    ...compareDiscriminators(context, old, now),
    ...(old.alternatives && now.alternatives
      ? [
          ...compareExclusive(context, old, now),
          ...compareAlternatives(context, old.alternatives, now.alternatives, compareSchemas),
        ]
      : []),
  ];
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
  const before = propertiesIn(context.documents.before, old, context.direction);
  const after = propertiesIn(context.documents.after, now, context.direction);
  const lost = [...before.keys()].filter((name) => !after.has(name));
  const found = [...after.keys()].filter((name) => !before.has(name));
  const kept = [...before.keys()].filter((name) => after.has(name));
  // A name can be required that no property describes.
  const named = [...new Set([...old.required, ...now.required])].filter(
    (name) => !old.properties.has(name) && !now.properties.has(name),
  );
  const at = (name: string) => ({ ...context, where: `${context.where} · property ${name}` });
  const compareNeed = (name: string) =>
    compareRequired(at(name), old.required.has(name), now.required.has(name));
  return [
    ...lost.map((name) => change(`${context.direction}-property-removed`, at(name).where)),
    ...found.map((name) => addedProperty(at(name), now.required.has(name))),
    ...named.flatMap(compareNeed),
    ...kept.flatMap((name) => [
      ...compareNeed(name),
      ...compareSchemas(at(name), before.get(name), after.get(name)),
    ]),
  ];
}

/** The properties that travel in this direction. */
function propertiesIn(
  document: JsonObject,
  shape: Shape,
  direction: Direction,
): Map<string, JsonObject> {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  return new Map(
    [...shape.properties].filter(([, schema]) => dereference(document, schema)[keyword] !== true),
  );
}

function addedProperty({ where, direction }: Context, required: boolean): Change {
  const isRefused = direction === 'request' && required;
  return change(isRefused ? 'request-property-added-required' : 'property-added', where);
}

/** A value became required or optional; who makes it decides which of the two hurts. */
export function compareRequired(
  { where, direction }: Location,
  old: boolean,
  now: boolean,
): Change[] {
  if (old === now) return [];
  return [change(`${direction}-${now ? 'required' : 'optional'}`, where)];
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
  const isClosed = now.additional === false;
  // Callers ignore properties of a response that they do not know: only a request can break.
  const isHarmless = context.direction === 'response' || !isClosed;
  return [judge(context, isHarmless, isClosed ? 'additional-refused' : 'additional-possible')];
}
