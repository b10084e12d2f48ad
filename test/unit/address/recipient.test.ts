/** The recipient of a call: its field is `to`, however it was written. */
import { describe, expect, test } from '@jest/globals';

import { phone } from '../../../src/address/address.js';
import { encodeRecipient } from '../../../src/address/recipient.js';
import { InvalidAddressError } from '../../../src/errors.js';

test('takes an address, and a string', () => {
  expect(encodeRecipient(phone('+14155552671'))).toBe('+14155552671');
  expect(encodeRecipient('(415) 555-2671', { defaultCountry: 'US' })).toBe('+14155552671');
});

describe('refuses by the name of the field', () => {
  test.each<[string, unknown, string]>([
    ['undefined', undefined, 'to: is missing. Give one email address, one phone number,'],
    ['null', null, 'to: is missing.'],
    ['an empty string', '', 'to: not an address. Write one email address,'],
    ['a list', ['nurse@ward.example'], 'to: not an address.'],
    ['an address that is none', { kind: 'email' }, 'to: not an address.'],
    ['a wrong email address', 'nurse@ward', 'to: the part after the @ is not a domain name.'],
    ['a wrong phone number', '4155552671', 'to: a number without + needs a country.'],
  ])('%s', (_, to, words) => {
    const encode = (): string => encodeRecipient(to as string);
    expect(encode).toThrow(InvalidAddressError);
    expect(encode).toThrow(expect.objectContaining({ field: 'to' }));
    expect(encode).toThrow(words);
  });
});

test('is not to blame for what is no address', () => {
  const lost = new RangeError('no such country');
  const options = {
    get defaultCountry(): never {
      throw lost;
    },
  };
  expect(() => encodeRecipient('4155552671', options)).toThrow(lost);
});
