// Corrects a value to the shape that the specification demands.
import type { Json, JsonObject } from '../../../document/document.js';
import { isObject } from '../../../document/document.js';
import type { Kind, Shape } from './shape-tables.js';

interface Content {
  kind: Kind;
  form: string;
}

const CONTENTS = new Map<Shape, Content | undefined>();

/** The kind of the objects, and whether it is one, a list or a map; undefined for a plain value. */
export function contentFor(shape: Shape): Content | undefined {
  if (!CONTENTS.has(shape)) {
    const [, kind, form] = /^(.*?)(Objects|Object|Map)$/.exec(shape) ?? [];
    CONTENTS.set(shape, kind === undefined ? undefined : { kind: kind as Kind, form: form ?? '' });
  }
  return CONTENTS.get(shape);
}

const BOOLEANS = new Map([
  ['true', true],
  ['false', false],
]);

/** A plain value in its shape; undefined when it cannot be corrected. */
export function toPlain(value: Json, shape: Shape): Json | undefined {
  const isNumeric =
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value));
  switch (shape) {
    case 'text':
      return typeof value === 'object' ? undefined : String(value);
    case 'flag':
      if (typeof value === 'boolean') return value;
      return typeof value === 'string' ? BOOLEANS.get(value.toLowerCase()) : undefined;
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

/** The object that is meant where a single word stands for it. */
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
