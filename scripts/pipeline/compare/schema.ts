// Compares two schemas with all that is inside them: properties, items, alternatives.
import { breaking, type Change, feature } from './change.js';
import { asNode, asText, equal, type Node } from './document.js';
import { type Direction, judged, type Place } from './judge.js';
import { type Shape, shapeOf } from './shape.js';
import { compareValues } from './values.js';

export function compareSchemas(place: Place, before: unknown, after: unknown): Change[] {
  // Also right for two references to one name: that schema is compared once for all its uses, in
  // components.ts.
  if (equal(before, after)) return [];
  const [old, now] = [referenceOf(before), referenceOf(after)];
  if (old !== undefined && old === now) return [];
  if (old === undefined && now === undefined) return compareDefinitions(place, before, after);
  const pair = `${old ?? JSON.stringify(before)} ${now ?? JSON.stringify(after)}`;
  if (place.within?.includes(pair)) return [];
  return compareDefinitions({ ...place, within: [...(place.within ?? []), pair] }, before, after);
}

/** As `compareSchemas`, also for two schemas of the same name. */
export function compareDefinitions(place: Place, before: unknown, after: unknown): Change[] {
  const old = shapeOf(place.documents.before, before);
  const now = shapeOf(place.documents.after, after);
  if (old.variants || now.variants) {
    return compareVariants(place, old.variants ?? [before], now.variants ?? [after]);
  }
  const values = compareValues(place, old, now);
  if (!haveTypeInCommon(old, now)) return values;
  return [...values, ...compareProperties(place, old, now), ...compareParts(place, old, now)];
}

/** Of another type altogether, what became of the parts says nothing more. */
function haveTypeInCommon({ types: old }: Shape, { types: now }: Shape): boolean {
  if (!old || !now) return old === now;
  return [...old].some((type) => now.has(type));
}

export function referenceOf(schema: unknown): string | undefined {
  return asText(asNode(schema)['$ref']);
}

function compareProperties(place: Place, old: Shape, now: Shape): Change[] {
  const before = travelling(old, place.direction);
  const after = travelling(now, place.direction);
  const lost = [...before.keys()].filter((name) => !after.has(name));
  const found = [...after.keys()].filter((name) => !before.has(name));
  const kept = [...before.keys()].filter((name) => after.has(name));
  const at = (name: string): Place => ({ ...place, where: `${place.where} · property ${name}` });
  return [
    ...lost.map((name) => removedProperty(at(name))),
    ...found.map((name) => addedProperty(at(name), now.required.has(name))),
    ...kept.flatMap((name) => [
      ...compareRequired(at(name), old.required.has(name), now.required.has(name)),
      ...compareSchemas(at(name), before.get(name), after.get(name)),
    ]),
  ];
}

/** Without what only the other side sends. */
function travelling(shape: Shape, direction: Direction): Map<string, Node> {
  const keyword = direction === 'request' ? 'readOnly' : 'writeOnly';
  return new Map([...shape.properties].filter(([, schema]) => schema[keyword] !== true));
}

function removedProperty({ where, direction }: Place): Change {
  const why =
    direction === 'request'
      ? 'Code that sets it no longer compiles, and the service may ignore it or refuse it.'
      : 'Code that reads it no longer compiles, and finds nothing there.';
  return breaking('removed', where, 'It was removed.', why);
}

function addedProperty({ where, direction }: Place, required: boolean): Change {
  if (direction === 'request' && required) {
    const why = 'Requests without it were valid and are refused now.';
    return breaking('added', where, 'It was added, and it is required.', why);
  }
  return feature('added', where, 'It was added.', 'Callers who do not know it need not change.');
}

/** A value became required or optional; who makes it decides which of the two hurts. */
export function compareRequired(
  { where, direction }: Pick<Place, 'where' | 'direction'>,
  old: boolean,
  now: boolean,
): Change[] {
  if (old === now) return [];
  const what = now ? 'It is required now.' : 'It is optional now.';
  if (direction === 'request') {
    return now
      ? [breaking('changed', where, what, 'Requests without it were valid and are refused now.')]
      : [feature('changed', where, what, 'Requests that give it stay valid.')];
  }
  return now
    ? [feature('changed', where, what, 'Callers could not rely on it and may now.')]
    : [breaking('changed', where, what, 'Callers relied on it, and it can be missing now.')];
}

function compareParts(place: Place, old: Shape, now: Shape): Change[] {
  const items = { ...place, where: `${place.where} · each item` };
  const fields = { ...place, where: `${place.where} · further fields` };
  return [
    ...compareSchemas(items, old.items, now.items),
    ...(old.additional !== false && now.additional !== false
      ? compareSchemas(fields, old.additional, now.additional)
      : compareOpenness(place, old, now)),
  ];
}

function compareOpenness(place: Place, old: Shape, now: Shape): Change[] {
  if ((old.additional === false) === (now.additional === false)) return [];
  const closed = now.additional === false;
  const what = closed ? 'Further fields are refused now.' : 'Further fields are possible now.';
  // Callers skip fields of an answer that they do not know, so only a request can be hurt.
  return [judged(place, place.direction === 'response' || !closed, 'changed', what)];
}

function compareVariants(place: Place, old: unknown[], now: unknown[]): Change[] {
  const lost = old.filter((variant) => !now.some((other) => equal(variant, other)));
  const found = now.filter((variant) => !old.some((other) => equal(variant, other)));
  if (lost.length === 1 && found.length === 1) {
    return compareSchemas({ ...place, where: `${place.where} · variant` }, lost[0], found[0]);
  }
  const { direction } = place;
  return [
    ...lost.map((v) => judged(place, direction === 'response', 'removed', `${named(v)} is gone.`)),
    ...found.map((v) => judged(place, direction === 'request', 'added', `${named(v)} is new.`)),
  ];
}

function named(variant: unknown): string {
  const name = referenceOf(variant)?.split('/').pop() ?? asText(asNode(variant)['title']);
  return name === undefined ? 'One of the alternatives' : `The alternative ${name}`;
}
