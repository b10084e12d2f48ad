/** Tells the kinds of address apart by their form. The forms do not overlap, so nothing is guessed. */
import { InvalidAddressError } from '../errors.js';
import { type Address, email, phone, user } from './address.js';
import { type CountryCode, looksLikePhone } from './phone.js';
import { isToken } from './token.js';

/** How {@link parseAddress} reads what a string alone does not say. */
export interface ParseAddressOptions {
  /** Whose national phone numbers are meant when there is no `+`. @default none: they are refused */
  defaultCountry?: CountryCode | undefined;
}

/**
 * The address that a string holds: an email address when it has an `@`; a token when it is a UUID or
 * 24 letters and digits (no phone number has more than 15 digits); a phone number when it has only
 * digits and their separators, with a `+` or read by `defaultCountry`.
 *
 * A group's token has the same form as a user's and goes the same way, so its `kind` says `'user'`.
 * White space around the address is refused, not trimmed: it tells of input that was cut wrongly.
 *
 * @example parseAddress('nurse@ward.example')
 * @throws {@link InvalidAddressError} for anything else.
 */
export function parseAddress(value: string, options: ParseAddressOptions = {}): Address {
  if (typeof value === 'string') {
    if (value.includes('@')) return email(value);
    if (isToken(value)) return user(value);
    if (looksLikePhone(value)) return phone(value, options.defaultCountry);
  }
  throw new InvalidAddressError(
    'address',
    'not an address. Write one email address, one phone number with + and country code, or one token (a UUID, or 24 letters and digits), with nothing around it.',
  );
}
