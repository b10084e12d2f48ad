/** The rules for headers that are not the client's own: a caller's, and those that telemetry adds. */
import { isPlainObject } from '../check.js';

/**
 * What the client, or the transport under it, sets itself. Another in its place would break the call or its
 * safety: `expect` holds the body back, an encoding makes it unreadable.
 */
const OWN =
  /^(?:accept-encoding|authorization|connection|content-(?:encoding|length|type)|expect|host|keep-alive|proxy-.*|request-id|te|trailer|transfer-encoding|upgrade)$/;
const NAME = /^[\w!#$%&'*+.^`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Why a header cannot be sent, in words without its value; undefined when it can. */
function problemWith(name: string, value: unknown): string | undefined {
  if (!NAME.test(name)) return 'a name must be a token of letters, digits and hyphens';
  if (OWN.test(name)) return `${name} is set by the client and cannot be replaced`;
  if (typeof value !== 'string' || !VALUE.test(value)) {
    return `${name}: must be a string of printable Latin-1 characters`;
  }
  return undefined;
}

/**
 * Headers by lower-case name, so that a later one replaces an earlier whatever its case.
 * @throws an error of the given class for the first that cannot be sent
 */
export function checkHeaders(
  given: unknown,
  InvalidError: new (field: string, message: string) => Error,
): Record<string, string> {
  const headers: Record<string, string> = {};
  if (given === undefined) return headers;
  // Of another object, a header that a class or a prototype gives would be lost.
  if (!isPlainObject(given)) {
    throw new InvalidError('headers', "must be a plain object, for example { 'X-Ward': '7' }");
  }
  for (const [name, value] of Object.entries(given)) {
    const problem = problemWith(name.toLowerCase(), value);
    if (problem !== undefined) throw new InvalidError('headers', problem);
    headers[name.toLowerCase()] = value as string;
  }
  return headers;
}

/** Those of the given headers that may be sent, by lower-case name. */
export function sendableHeaders(given: Readonly<Record<string, string>>): Record<string, string> {
  const pairs = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(pairs.filter(([name, value]) => !problemWith(name, value)));
}
