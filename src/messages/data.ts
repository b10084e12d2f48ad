/** The `data` of a message, as the JSON text that travels. What JSON cannot hold is refused, not altered. */
import { randomUUID } from 'node:crypto';

import { isPlainObject } from '../check.js';
import { InvalidArgumentError } from '../errors.js';

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object that JSON can hold. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** An element of `data` as TigerConnect's own clients write and read it. */
export interface DataElement {
  /** The name under which its reader looks for it, for example `com.example.ward`. */
  readonly namespace: string;
  /** Text, which travels as it is, or plain JSON, which is serialised for you. */
  readonly payload: JsonValue;
  /** The media type of the payload; one of JSON unless the payload is text. @default 'application/json' */
  readonly mimetype?: string | undefined;
}

/** A number of JSON with its text, which a `number` could not hold. For the command; no public API. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(?:;|$)/;
const JSON_TYPE = /^application\/json\b|^[\w.-]+\/[\w.-]+\+json\b/i;
// Half of a surrogate pair: no encoding can carry it, and it would arrive as something else.
const LONE_SURROGATE = /\p{Surrogate}/u;

const invalid = (problem: string): InvalidArgumentError =>
  new InvalidArgumentError('data', problem);

/** Whether text can travel as it is. */
export const isWellFormed = (text: string): boolean => !LONE_SURROGATE.test(text);

const isPlain = (value: object): boolean => Array.isArray(value) || isPlainObject(value);

/** What makes a value not plain JSON, as words; undefined when it is, but for what it holds. */
function notJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return isWellFormed(value) ? undefined : 'broken Unicode';
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'NaN or Infinity';
  if (typeof value !== 'object') return `a value of type ${typeof value}`;
  return isPlain(value) ? undefined : 'an instance of a class';
}

/** As JSON; `JSON.stringify` alone would alter in silence what JSON cannot hold. */
export function serialise(json: unknown): string {
  // Stands before the text of a number that is to be written as it is; no data can hold it.
  const mark = randomUUID();
  try {
    const text = JSON.stringify(json, function (this: Record<string, unknown>, key) {
      // From its holder: the argument is what a toJSON would make of it.
      const value = this[key];
      if (value instanceof JsonNumber) return mark + value.text;
      const found = isWellFormed(key) ? notJson(value) : 'broken Unicode';
      if (found !== undefined) throw invalid(`must be plain JSON, and holds ${found}`);
      return value;
    });
    return text.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    // Its own words would name properties.
    throw invalid('must be plain JSON, and holds a cycle or too many levels');
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A `DataElement` with its payload as text; any other object as it is. */
function toWire(item: object): object {
  if (!isPlain(item) || !('namespace' in item && 'payload' in item)) return item;
  const { namespace, payload, mimetype = 'application/json', ...others } = item as DataElement;
  if (Object.keys(others).length > 0) {
    throw invalid('an element with namespace and payload can have mimetype, and nothing else');
  }
  if (typeof namespace !== 'string' || namespace === '') {
    throw invalid('the namespace of an element must be text');
  }
  if (typeof mimetype !== 'string' || !MEDIA_TYPE.test(mimetype)) {
    throw invalid('the mimetype of an element must be a media type, for example text/plain');
  }
  const isJsonType = JSON_TYPE.test(mimetype);
  if (typeof payload !== 'string') {
    if (!isJsonType) throw invalid('a payload that is not text needs a mimetype of JSON');
    return { namespace, mimetype, payload: serialise(payload) };
  }
  if (isJsonType && !isJson(payload)) {
    throw invalid('a payload of text that is not JSON needs a mimetype, for example text/plain');
  }
  return { namespace, mimetype, payload };
}

/** @throws InvalidArgumentError when it is not a list of objects of plain JSON */
export function serialiseData(data: unknown): string {
  const isObject = (item: unknown): item is object =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  // A hole in the list is undefined here.
  const items = Array.isArray(data) ? Array.from(data as unknown[]) : [undefined];
  if (!items.every(isObject)) throw invalid('must be an array of objects');
  return serialise(items.map(toWire));
}
