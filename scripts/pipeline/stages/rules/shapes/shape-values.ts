// What a value is taken as where the specification wants it in a certain shape.
import type { Json, JsonObject } from '../../../document/document.js';
import { isObject } from '../../../document/document.js';
import type { Kind, Shape } from './shape-tables.js';

interface Held {
  kind: Kind;
  form: string;
}

const known = new Map<Shape, Held | undefined>();

/** What kind of objects, in which form; undefined for a plain value. */
export function heldBy(shape: Shape): Held | undefined {
  if (!known.has(shape)) {
    const [, kind, form] = /^(.*?)(Objects|Object|Map)$/.exec(shape) ?? [];
    known.set(shape, kind === undefined ? undefined : { kind: kind as Kind, form: form ?? '' });
  }
  return known.get(shape);
}

const flags: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A plain value in its shape; undefined when it cannot be taken so. */
export function plain(value: Json, shape: Shape): Json | undefined {
  const isNumeric =
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  switch (shape) {
    case 'text':
      return typeof value === 'object' ? undefined : String(value);
    case 'flag':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? flags[value.toLowerCase()] : undefined;
    case 'number':
      if (typeof value === 'number') return value;
      return isNumeric ? Number(value) : undefined;
    case 'texts':
      if (typeof value === 'string') return [value];
      return Array.isArray(value)
        ? value.filter((entry) => typeof entry !== 'object').map(String)
        : undefined;
    case 'list':
      return Array.isArray(value) ? value : undefined;
    default:
      return isObject(value) ? value : undefined;
  }
}

/** What is meant where one word stands for an object. */
export function objectFor(value: Json, kind: Kind): JsonObject | undefined {
  if (value === null || (kind === 'schema' && typeof value === 'boolean')) return {};
  if (typeof value !== 'string') return undefined;
  switch (kind) {
    case 'schema':
    case 'header':
      return { type: value };
    case 'response':
      return { description: value };
    case 'contact':
    case 'license':
    case 'tag':
      return { name: value };
    default:
      return undefined;
  }
}
