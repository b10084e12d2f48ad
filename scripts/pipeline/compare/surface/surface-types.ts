// Says what keeps code written for the old type from compiling with the new one. Walks both types
// side by side, since assignability alone allows what callers notice: a property that is gone.
import type ts from 'typescript';
import type { Direction } from '../judge.js';
import type { SurfaceProgram } from './surface-program.js';

interface Walk extends SurfaceProgram {
  direction: Direction;
  seen: Map<ts.Type, Set<ts.Type>>;
}

/** Reasons, each with the path to the place: `formData.ttl no longer exists`. */
export function breaksBetween(
  program: SurfaceProgram,
  direction: Direction,
  path: string,
  old: ts.Type,
  now: ts.Type,
): string[] {
  return [...new Set(walk({ ...program, direction, seen: new Map() }, path, old, now, true))];
}

function walk(at: Walk, path: string, old: ts.Type, now: ts.Type, top = false): string[] {
  if (old === now || isAny(at, now)) return [];
  if (isAny(at, old)) return [`${path || 'it'} could be anything and is ${typeText(at, now)} now`];
  if (at.seen.get(old)?.has(now)) return [];
  at.seen.set(old, (at.seen.get(old) ?? new Set()).add(now));
  const [was, is] = [withoutNull(at, old), withoutNull(at, now)];
  // A model has its own entry in the report: do not repeat it for each use.
  const isReported = !top && isModel(at, was) && was.aliasSymbol?.name === is.aliasSymbol?.name;
  return [...walkNull(at, path, old, now), ...(isReported ? [] : walkValue(at, path, was, is))];
}

/** Without null and undefined, which are judged separately. */
function withoutNull({ checker }: Walk, type: ts.Type): ts.Type {
  return type.isUnion() ? checker.getNonNullableType(type) : type;
}

function isModel({ isOurs }: Walk, type: ts.Type): boolean {
  return type.aliasSymbol?.declarations?.every(isOurs) ?? false;
}

function isAny({ ts }: Walk, type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Any) !== 0;
}

function typeText({ checker }: Walk, type: ts.Type): string {
  return checker.typeToString(type);
}

function walkNull(at: Walk, path: string, old: ts.Type, now: ts.Type): string[] {
  const [was, is] = [hasNull(at, old), hasNull(at, now)];
  if (at.direction === 'request') return was && !is ? [`${path || 'it'} cannot be null now`] : [];
  return is && !was ? [`${path || 'it'} can be null now`] : [];
}

function hasNull({ ts }: Walk, type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) => (part.flags & ts.TypeFlags.Null) !== 0);
}

function walkValue(at: Walk, path: string, old: ts.Type, now: ts.Type): string[] {
  const { checker } = at;
  if (checker.isArrayType(old) && checker.isArrayType(now)) {
    const [was] = checker.getTypeArguments(old as ts.TypeReference);
    const [is] = checker.getTypeArguments(now as ts.TypeReference);
    return was && is ? walk(at, `${path}[]`, was, is) : [];
  }
  return hasFields(at, old) && hasFields(at, now)
    ? walkFields(at, path, old, now)
    : walkLeaf(at, path, old, now);
}

/** An object type of the clients: what libraries declare is not taken apart. */
function hasFields({ ts, checker, isOurs }: Walk, type: ts.Type): boolean {
  if (type.isIntersection()) return true;
  if ((type.flags & ts.TypeFlags.Object) === 0 || checker.isArrayType(type)) return false;
  if (type.getStringIndexType()) return true;
  // The type `{}` is declared nowhere.
  return type.symbol.declarations?.every(isOurs) ?? true;
}

function walkFields(at: Walk, path: string, old: ts.Type, now: ts.Type): string[] {
  const inner = (name: string) => (path ? `${path}.${name}` : name);
  const [wasIndex, isIndex] = [old.getStringIndexType(), now.getStringIndexType()];
  const [before, after] = [fieldsOf(old), fieldsOf(now)];
  const found = [...after].filter(([name]) => !before.has(name));
  const required = found
    .filter(([, property]) => !isOptional(at, property))
    .map(([name]) => `${inner(name)} is required now`);
  return [
    ...[...before].flatMap(([name, property]) => {
      const twin = after.get(name);
      if (!twin && isIndex) return walk(at, inner(name), symbolType(at, property), isIndex);
      if (!twin) return [`${inner(name)} no longer exists`];
      return walkField(at, inner(name), property, twin);
    }),
    ...(at.direction === 'request' && !wasIndex ? required : []),
    ...found
      .filter(([, property]) => isHiding(at, old, property))
      .map(([name]) => {
        return `${inner(name)} hides what every object has under this name`;
      }),
    ...(wasIndex && !isIndex ? [`${path || 'it'} no longer takes fields of any name`] : []),
    ...(wasIndex && isIndex ? walk(at, inner('*'), wasIndex, isIndex) : []),
  ];
}

/** What the type itself has: a look for a name also finds what every object has, such as `toString`. */
function fieldsOf(type: ts.Type): Map<string, ts.Symbol> {
  return new Map(type.getProperties().map((property) => [property.name, property]));
}

/** Whether a new field has the name, but not the type, of what every object has: one that lacks the field has that. */
function isHiding(at: Walk, old: ts.Type, field: ts.Symbol): boolean {
  const inherited = old.getProperty(field.name);
  if (!inherited) return false;
  const [was, is] = [symbolType(at, inherited), symbolType(at, field)];
  const [source, target] = at.direction === 'request' ? [was, is] : [is, was];
  return !at.checker.isTypeAssignableTo(source, target);
}

function walkField(at: Walk, path: string, old: ts.Symbol, now: ts.Symbol): string[] {
  const [was, is] = [isOptional(at, old), isOptional(at, now)];
  const presence =
    at.direction === 'request'
      ? was && !is && `${path} is required now`
      : is && !was && `${path} can be missing now`;
  return [
    ...(presence ? [presence] : []),
    ...walk(at, path, symbolType(at, old), symbolType(at, now)),
  ];
}

function isOptional({ ts }: Walk, property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0;
}

function symbolType({ checker }: Walk, symbol: ts.Symbol): ts.Type {
  return checker.getTypeOfSymbol(symbol);
}

function walkLeaf(at: Walk, path: string, old: ts.Type, now: ts.Type): string[] {
  const kept = new Set(literalsIn(now));
  const lost = literalsIn(old).filter((value) => !kept.has(value));
  const [source, target] = at.direction === 'request' ? [old, now] : [now, old];
  const fits = at.checker.isTypeAssignableTo(source, target);
  if (!fits) return [`${path || 'it'} was ${typeText(at, old)} and is ${typeText(at, now)} now`];
  // Where values are only read, a comparison with one that cannot occur any more is an error too.
  return lost.length > 0 && at.direction === 'response' && kept.size > 0
    ? [`${path || 'it'} can no longer be ${lost.join(' or ')}`]
    : [];
}

function literalsIn(type: ts.Type): string[] {
  const parts = type.isUnion() ? type.types : [type];
  return parts.filter((part) => part.isLiteral()).map((part) => JSON.stringify(part.value));
}
