// Examples, defaults and extensions are quotations: a "$ref" in one is a word like any other. The
// converter would follow it, and fail when it leads nowhere.
import type { Json } from './document.js';
import { isObject, remove } from './document.js';

/** Extensions that are schemas, not quotations. */
const SCHEMA_EXTENSIONS = ['x-anyOf', 'x-oneOf', 'x-not'];

export function isQuotation(extension: string): boolean {
  return !SCHEMA_EXTENSIONS.includes(extension);
}

/** Renames what looks like a reference anywhere in the value; tells whether there was one. */
export function mute(value: Json): boolean {
  if (Array.isArray(value)) return value.map(mute).includes(true);
  if (!isObject(value)) return false;
  const reference = value['$ref'];
  if (reference !== undefined) {
    remove(value, '$ref');
    value['x-ref'] = reference;
  }
  return Object.values(value).map(mute).includes(true) || reference !== undefined;
}
