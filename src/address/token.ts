/** The form of user and group tokens. Whether one exists only the service knows. */
import { isUuid } from '../check.js';
import { InvalidAddressError } from '../errors.js';

const SHORT = /^[0-9A-Za-z]{24}$/;

/** Whether a string has the form of a token: a UUID, or 24 letters and digits. */
export function isToken(value: string): boolean {
  return isUuid(value) || SHORT.test(value);
}

/**
 * The one way a token is written. A UUID is the same in either case (RFC 9562, section 4) and the
 * service writes it in lower case; in the short form the case is part of the token.
 */
export function normalizeToken(field: 'user' | 'group', value: unknown): string {
  if (typeof value !== 'string' || !isToken(value)) {
    throw new InvalidAddressError(
      field,
      'not a token. Give the UUID or the 24 letters and digits, with nothing around them.',
    );
  }
  return isUuid(value) ? value.toLowerCase() : value;
}
