/**
 * Recipients. An {@link Address} can only come from the constructors here, which check it; what goes
 * on the wire is private to it, out of reach of printing, copying and forging.
 */
import { inspect } from 'node:util';
import { normalizeEmail } from './email.js';
import { type CountryCode, normalizePhone } from './phone.js';
import { normalizeToken } from './token.js';

/** How an address was made. */
export type AddressKind = 'user' | 'group' | 'email' | 'phone';

declare const brand: unique symbol;

/**
 * A recipient that passed its checks. Frozen. Printed, joined to a string or put into JSON it shows
 * only its redacted form, for example `email(n***)`.
 */
export interface Address {
  /** How it was made. A token read by `parseAddress` says `'user'`, for a group's looks the same. */
  readonly kind: AddressKind;
  /** The redacted form. */
  toString(): string;
  /** The redacted form. */
  toJSON(): string;
  readonly [brand]: true;
}

/**
 * The wire string is a private field, which nothing outside can read, copy or add to an object. A
 * WeakMap would hide it as well, and took longer than any other step of this package in a send.
 */
class Recipient {
  readonly #wire: string;

  constructor(
    readonly kind: AddressKind,
    wire: string,
  ) {
    this.#wire = wire;
    Object.freeze(this);
  }

  static wireString(value: unknown): string | undefined {
    return typeof value === 'object' && value !== null && #wire in value ? value.#wire : undefined;
  }

  toString(): string {
    return redact(this.kind, Recipient.wireString(this) ?? '');
  }

  toJSON(): string {
    return String(this);
  }

  [inspect.custom](): string {
    return String(this);
  }
}

// An address in hand must be no way to make another without its checks.
Object.defineProperty(Recipient.prototype, 'constructor', { value: Object });
Object.freeze(Recipient.prototype);

function make(kind: AddressKind, wire: string): Address {
  return new Recipient(kind, wire) as unknown as Address;
}

// Enough to tell two recipients of one log apart, too little to find one.
function redact(kind: AddressKind, wire: string): string {
  if (kind === 'phone') return `phone(***${wire.slice(-2)})`;
  return `${kind}(${wire.slice(0, kind === 'email' ? 1 : 2)}***)`;
}

/** The wire string of an address, or `undefined` for anything that was not made here. @internal */
export function wireString(value: unknown): string | undefined {
  return Recipient.wireString(value);
}

/**
 * Whether a value is an {@link Address} made by this copy of the package. A look-alike object, a
 * clone and an address from another copy are not.
 */
export function isAddress(value: unknown): value is Address {
  return wireString(value) !== undefined;
}

/**
 * A user by token: a UUID, or 24 letters and digits.
 *
 * @example user('e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad')
 * @throws {@link InvalidAddressError} when it has neither form.
 */
export function user(token: string): Address {
  return make('user', normalizeToken('user', token));
}

/**
 * A group or distribution list by token: a UUID, or 24 letters and digits.
 *
 * @example group('3D5qqmf6f6RgVzFwcbZoIPuW')
 * @throws {@link InvalidAddressError} when it has neither form.
 */
export function group(token: string): Address {
  return make('group', normalizeToken('group', token));
}

/**
 * A person by email address. It travels in lower case, an internationalised domain as punycode.
 * The local part is ASCII, plain or in double quotes; nothing is trimmed or corrected.
 *
 * @example email('nurse+nights@ward.example')
 * @throws {@link InvalidAddressError} when it is not one address that can be read in one way.
 */
export function email(address: string): Address {
  return make('email', normalizeEmail(address));
}

/**
 * A person by phone number, E.164 on the wire. Spaces, hyphens, dots and round brackets may separate
 * digits. The number must be one in use by its country's numbering plan.
 *
 * @param country - Whose national numbers are meant when there is no `+`; not used when there is.
 * @example phone('+1 212-555-0123')
 * @example phone('020 7946 0958', 'GB')
 * @throws {@link InvalidAddressError} for a national number without a country, an extension,
 * letters, a `(0)`, a trunk prefix after the country code, or a number that cannot be in use.
 */
export function phone(number: string, country?: CountryCode): Address {
  return make('phone', normalizePhone(number, country));
}
