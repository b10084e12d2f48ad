/** What a failed call gives as its cause: the transport's own error where it shows nothing of the call, else its kind. */
import { types } from 'node:util';

import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';

const CODE = /^[A-Z][A-Z0-9_]{1,63}$/;

/** The failure as a cause without its message: a transport's holds the URL, and so the recipient. */
export function redact(error: unknown): Error & { code: string } {
  // Not `instanceof`: the platform's fetch may throw from another realm.
  const { code, name, cause } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  // As codes and names of errors look, and not whatever a foreign fetch function may keep there.
  const match = (value: unknown, shape: RegExp): string | undefined =>
    typeof value === 'string' && shape.test(value) ? value : undefined;
  const causeCode = (cause as NodeJS.ErrnoException | undefined)?.code;
  const kind = match(name, /^[A-Za-z]{0,58}(?:Error|Exception)$/);
  const shown = match(code, CODE) ?? match(causeCode, CODE) ?? kind ?? 'unknown';
  return Object.assign(new Error(shown), { name: kind ?? 'Error', code: shown });
}

const FIELDS = new Set<PropertyKey>(['message', 'stack', 'name', 'code', 'cause']);
const CLASS_FIELDS = new Set<PropertyKey>(['constructor', 'name', 'message']);
const WORD = /[\p{L}\p{N}]{3,}/gu;
const STACK_FRAME = /^\s+at (?:.* \()?(?:(?:file:|node:|[A-Z]:|\/).*:\d+:\d+|<anonymous>)\)?$/gm;
/** Credentials, and what is percent-encoded and so cannot be compared. */
const HIDDEN = /\b(?:basic|bearer|authorization)\b|%/i;

const hasOnly = (object: object, names: ReadonlySet<PropertyKey>): boolean =>
  Reflect.ownKeys(object).every((name) => names.has(name));

/** Whether an error prints its fields and nothing else, which a method of its class could change. */
function isPlain(error: Error): boolean {
  const classes: object[] = [];
  let prototype = Object.getPrototypeOf(error) as object | null;
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    classes.push(prototype);
  }
  // The last two are `Error.prototype` and `Object.prototype`, perhaps of another realm.
  const own = classes.slice(0, -2);
  return hasOnly(error, FIELDS) && own.every((each) => hasOnly(each, CLASS_FIELDS));
}

/** All that an error prints but the frames of its stack; undefined when it may print more. */
function printedText(error: unknown, depth = 0): string | undefined {
  if (error === undefined) return '';
  if (!types.isNativeError(error) || !isPlain(error) || depth > 4) return undefined;
  const cause = printedText(error.cause, depth + 1);
  if (cause === undefined) return undefined;
  const { name, message, stack, code } = error as NodeJS.ErrnoException;
  return [name, message, stack?.replace(STACK_FRAME, ''), code, cause].join('\n');
}

/** Stands for what cannot be read here, such as a file: every text contains it, so that none is shown. */
const UNREADABLE = '';

/** Every text in a value, however deep. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value.toLowerCase()];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  if (value instanceof Blob || ArrayBuffer.isView(value)) return [UNREADABLE];
  seen.add(value);
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(Array.isArray(value) ? [] : textsIn(name)),
    ...textsIn(inner, seen),
  ]);
}

/** What went out, in words: a part of a recipient or of a text is too much already. */
function sentWords({ query, formData, path, headers, cookies, body }: ApiRequestOptions): string[] {
  const fields = [query, formData, path, headers, cookies].flatMap((each) =>
    Object.values(each ?? {}),
  );
  return [...fields, body]
    .flatMap((value) => textsIn(value))
    .flatMap((text) => text.match(WORD) ?? [text]);
}

/**
 * The error itself, such as one of a test, when it holds no word of what was sent; else its kind alone.
 * @param secrets gives what went out beside the operation; undefined when that is not known
 */
export function toCause(
  error: unknown,
  operation: ApiRequestOptions,
  secrets: (() => readonly string[] | undefined) | undefined,
): unknown {
  const text = error === undefined ? undefined : printedText(error)?.toLowerCase();
  if (text === undefined || HIDDEN.test(text)) return redact(error);
  const hidden = secrets?.()?.map((secret) => secret.toLowerCase());
  const isSafe =
    hidden !== undefined &&
    ![...hidden, ...sentWords(operation)].some((word) => text.includes(word));
  return isSafe ? error : redact(error);
}
