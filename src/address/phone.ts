/** Phone numbers to E.164. Only what can be read in one way is taken. */
// `max` knows the ranges in use: of the one-digit slips in a German mobile number it takes 46 %, `min`
// 99 %; `mobile` would refuse every land line.
import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

import { InvalidAddressError } from '../errors.js';

/** A country by its two capital letters (ISO 3166-1, and `AC`, `TA`, `XK`), for example `'US'`. */
export type { CountryCode };

const SHAPE = /^\+?\(?\d(?:[\d ().-]*\d)?$/;
const PAIRED_BRACKETS = /^[^()]*(?:\([^()]*\)[^()]*)*$/;
// "+39 (0)312 345 6789": without the 0 it is a mobile number in Italy, and with it somebody's land line.
const OPTIONAL_ZERO = /\([ .-]*0[ .-]*\)/;
const MAX_LENGTH = 64;

/** Whether a value is a {@link CountryCode}. Capital letters only: `'us'` is not one. */
export function isCountryCode(value: unknown): value is CountryCode {
  return (getCountries() as unknown[]).includes(value);
}

/** Whether a string is made of what a phone number is written with, and nothing else. */
export function looksLikePhone(value: string): boolean {
  return value.length <= MAX_LENGTH && SHAPE.test(value) && PAIRED_BRACKETS.test(value);
}

/** The one way a phone number is written: E.164. */
export function normalizePhone(value: unknown, country?: CountryCode): string {
  if (typeof value === 'string' && value.length > MAX_LENGTH) {
    throw invalid(`longer than ${MAX_LENGTH} characters, which no phone number is`);
  }
  if (country !== undefined && !isCountryCode(country)) {
    throw invalid('the country is not known. Give its two capital letters, such as US');
  }
  if (typeof value !== 'string' || !looksLikePhone(value)) {
    throw invalid(
      'not a phone number. Write + and the country code, then digits; spaces, hyphens, dots and pairs of round brackets may separate them. No extension, no letters, no tel:',
    );
  }
  if (OPTIONAL_ZERO.test(value)) {
    throw invalid(
      'whether the 0 in (0) belongs to the number depends on the country. Write the number as it is dialled, with the 0 or without it',
    );
  }
  const digits = value.replace(/\D/g, '');
  const number = value.startsWith('+') ? `+${digits}` : fromNational(digits, country);
  const parsed = parsePhoneNumberFromString(number);
  // The library corrects what it can, say a trunk 0 after the country code. A corrected number is a guess.
  if (parsed?.number !== number || !parsed.isValid() || number.length > 16) {
    throw invalid(
      'no such number is in use. Check its digits; after + comes the country code, then the number without a trunk prefix',
    );
  }
  return number;
}

function fromNational(digits: string, country: CountryCode | undefined): string {
  if (country === undefined) {
    throw invalid('a number without + needs a country. Write it with + and the country code');
  }
  const code = getCountryCallingCode(country);
  const parsed = parsePhoneNumberFromString(digits, country);
  // The library also reads a call prefix, and a country code without +. Only a leading 1 that is the
  // trunk prefix as well stays.
  if (
    parsed?.countryCallingCode !== code ||
    (digits.endsWith(`${code}${parsed.nationalNumber}`) && digits !== `1${parsed.nationalNumber}`)
  ) {
    throw invalid(
      'not a national number of its country. If it holds a country code, write + before that',
    );
  }
  return parsed.number;
}

function invalid(what: string): InvalidAddressError {
  return new InvalidAddressError('phone', `${what}.`);
}
