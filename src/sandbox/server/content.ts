/** Reads the body of a request by its media type. */
import { parseMultipart } from '../vendor.js';

export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';

/** The fields of a form, by name; each with all its values. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

export type Content =
  | { readonly kind: 'none' | 'text' }
  /** `files` are the names of those fields that hold files. */
  | { readonly kind: 'fields'; readonly fields: FormFields; readonly files: ReadonlySet<string> }
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

/** As known clients write `data` in multipart: one part for each element, with its namespace in a header. */
const NAMESPACE = 'tt-x-namespace';

function readMultipart(header: string, body: Buffer): Content {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(header);
  if (boundary === null) return { kind: 'unreadable', problem: 'must name its boundary' };
  const pairs: [string, string][] = [];
  const files = new Set<string>();
  const elements: object[] = [];
  try {
    for (const part of parseMultipart(body, { boundary: boundary[1] ?? boundary[2] ?? '' })) {
      const { name = '', headers, mediaType = 'application/json', text } = part;
      if (part.filename !== undefined) files.add(name);
      const namespace = headers[NAMESPACE];
      if (namespace === undefined) pairs.push([name, text]);
      else elements.push({ namespace, mimetype: mediaType, payload: text });
    }
  } catch {
    return { kind: 'unreadable', problem: 'is not well-formed multipart' };
  }
  if (elements.length > 0) pairs.push(['data', JSON.stringify(elements)]);
  return { kind: 'fields', fields: collectFields(pairs), files };
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
  const fields = collectFields(new URLSearchParams(body.toString()));
  return { kind: 'fields', fields, files: new Set() };
}
