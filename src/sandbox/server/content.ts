/** Reads the body of a request by its media type. */
import { parseMultipart } from '../vendor.js';

export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';
export const JSON_TYPE = 'application/json';

/** The fields of a form, by name; each with all its values. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

export type Content =
  | { readonly kind: 'none' | 'text' }
  | { readonly kind: 'fields'; readonly fields: FormFields }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** The media type without its parameters; a body without one is taken for a form. */
export const mediaTypeOf = (header: string | undefined): string =>
  (header ?? FORM).split(';')[0]?.trim().toLowerCase() ?? '';

export const isJsonType = (type: string): boolean => /^application\/(?:[^;]+\+)?json$/.test(type);

export function collectFields(pairs: Iterable<readonly [string, string]>): FormFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}

function readMultipart(header: string, body: Buffer): Content {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(header);
  if (boundary === null) return { kind: 'unreadable', problem: 'must name its boundary' };
  try {
    const parts = [...parseMultipart(body, { boundary: boundary[1] ?? boundary[2] ?? '' })];
    const pairs = parts.map(({ name = '', text }) => [name, text] as const);
    return { kind: 'fields', fields: collectFields(pairs) };
  } catch {
    return { kind: 'unreadable', problem: 'is not well-formed multipart' };
  }
}

function readJson(text: string): Content {
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'unreadable', problem: 'is not well-formed JSON' };
  }
}

/** @param header the `Content-Type` of the request */
export function readContent(header: string | undefined, body: Buffer): Content {
  if (body.length === 0) return { kind: 'none' };
  const type = mediaTypeOf(header);
  if (type === MULTIPART) return readMultipart(header ?? '', body);
  if (isJsonType(type)) return readJson(body.toString());
  if (type !== FORM) return { kind: 'text' };
  return { kind: 'fields', fields: collectFields(new URLSearchParams(body.toString())) };
}
