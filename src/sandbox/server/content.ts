/** Reads the body of a request by its media type. */
import { isUtf8 } from 'node:buffer';

import { parseMultipart } from '../vendor.js';

export const FORM = 'application/x-www-form-urlencoded';
export const MULTIPART = 'multipart/form-data';

/** The fields of a form, by name; each with all its values. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** What a body holds. Where `isUtf8` is false, some of its text could not be read and was replaced. */
export type Content =
  | { readonly kind: 'none' | 'text' }
  | {
      readonly kind: 'fields';
      readonly fields: FormFields;
      /** The names of those fields that hold files. */
      readonly files: ReadonlySet<string>;
      readonly isUtf8: boolean;
    }
  | { readonly kind: 'json'; readonly value: unknown; readonly isUtf8: boolean }
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

/** The bytes that percent-encoded text stands for. */
function decodePercent(text: string): Buffer {
  const decoded = text.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(decoded, 'latin1');
}

/** Whether a query or a form is UTF-8, also in what it escapes. */
export const isUtf8Form = (body: Buffer): boolean => isUtf8(decodePercent(body.toString('latin1')));

/** As known clients write `data` in multipart: one part for each element, with its namespace in a header. */
const NAMESPACE = 'tt-x-namespace';

function readMultipart(header: string, body: Buffer): Content {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(header);
  if (boundary === null) return { kind: 'unreadable', problem: 'must name its boundary' };
  const pairs: [string, string][] = [];
  const files = new Set<string>();
  const elements: object[] = [];
  let isText = true;
  try {
    for (const part of parseMultipart(body, { boundary: boundary[1] ?? boundary[2] ?? '' })) {
      const { name = '', headers, mediaType = 'application/json', text } = part;
      if (part.filename !== undefined) files.add(name);
      else isText &&= isUtf8(part.bytes);
      const namespace = headers[NAMESPACE];
      if (namespace === undefined) pairs.push([name, text]);
      else elements.push({ namespace, mimetype: mediaType, payload: text });
    }
  } catch {
    return { kind: 'unreadable', problem: 'is not well-formed multipart' };
  }
  if (elements.length > 0) pairs.push(['data', JSON.stringify(elements)]);
  return { kind: 'fields', fields: collectFields(pairs), files, isUtf8: isText };
}

function readJson(body: Buffer): Content {
  try {
    return { kind: 'json', value: JSON.parse(body.toString()), isUtf8: isUtf8(body) };
  } catch {
    return { kind: 'unreadable', problem: 'is not well-formed JSON' };
  }
}

/** @param header the `Content-Type` of the request */
export function readContent(header: string | undefined, body: Buffer): Content {
  if (body.length === 0) return { kind: 'none' };
  const type = mediaTypeOf(header);
  if (type === MULTIPART) return readMultipart(header ?? '', body);
  if (isJsonType(type)) return readJson(body);
  if (type !== FORM) return { kind: 'text' };
  const fields = collectFields(new URLSearchParams(body.toString()));
  return { kind: 'fields', fields, files: new Set(), isUtf8: isUtf8Form(body) };
}
