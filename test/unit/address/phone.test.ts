import { describe, expect, test } from '@jest/globals';
import { phone } from '../../../src/address/address.js';
import { encodeAddress } from '../../../src/address/encode.js';
import { parseAddress } from '../../../src/address/parse.js';
import type { CountryCode } from '../../../src/address/phone.js';
import { mobileNumbers, refusal } from './support.js';

const SHAPE = /not a phone number\. Write \+ and the country code/;
const COUNTRY = /the country is not known\. Give its two capital letters, such as US/;
const NATIONAL = /a number without \+ needs a country/;
const OTHER = /not a national number of its country/;
const ZERO = /whether the 0 in \(0\) belongs to the number depends on the country/;
const LONG = /longer than 64 characters/;
const USED = /no such number is in use\. Check its digits/;

describe('phone() takes', () => {
  test.each<[string, string, CountryCode | undefined, string]>([
    ['E.164', '+12125550123', undefined, '+12125550123'],
    ['separators', '+1 (212) 555-01.23', undefined, '+12125550123'],
    ['brackets round the country code', '+(44) 20 7946 0958', undefined, '+442079460958'],
    ['an international number, whatever the country', '+442079460958', 'US', '+442079460958'],
    ['an Italian leading zero', '+39 06 698 12345', undefined, '+390669812345'],
    ['the shortest numbers', '+683 5000', undefined, '+6835000'],
    ['64 characters', `+1 212 555 012${' '.repeat(49)}3`, undefined, '+12125550123'],
    ['15 digits', '+43 676 1234567890', undefined, '+436761234567890'],
    ['a number of no country', '+800 1234 5678', undefined, '+80012345678'],
    ['a national number', '(212) 555-0123', 'US', '+12125550123'],
    ['a national number with its trunk 1', '1 212 555 0123', 'US', '+12125550123'],
    ['a national number with its trunk 0', '020 7946 0958', 'GB', '+442079460958'],
    ['a national number without it', '20 7946 0958', 'GB', '+442079460958'],
    ['a national number with its trunk 8', '8 (916) 123-45-67', 'RU', '+79161234567'],
    ['a number of a country with the same code', '01481 720000', 'GB', '+441481720000'],
    ['an Argentine mobile as it is dialled there', '011 15 2345-6789', 'AR', '+5491123456789'],
  ])('%s', (_, value, country, wire) => {
    const address = phone(value, country);
    expect(encodeAddress(address)).toBe(wire);
    expect(address.kind).toBe('phone');
  });

  test('a mobile number of every country, written in both ways', () => {
    expect(mobileNumbers.length).toBeGreaterThan(240);
    for (const number of mobileNumbers) {
      const wire = number.number;
      expect(encodeAddress(phone(wire))).toBe(wire);
      expect(encodeAddress(phone(number.formatInternational()))).toBe(wire);
      expect(encodeAddress(phone(number.formatNational(), number.country))).toBe(wire);
    }
  });
});

describe('phone() refuses', () => {
  test.each<[string, unknown, string | undefined, RegExp]>([
    ['nothing', '', undefined, SHAPE],
    ['a plus sign alone', '+', undefined, SHAPE],
    ['white space before', ' +12125550123', undefined, SHAPE],
    ['a newline after', '+12125550123\n', undefined, SHAPE],
    ['white space after', '+12125550123 ', undefined, SHAPE],
    ['white space after the plus sign', '+ 12125550123', undefined, SHAPE],
    ['brackets round the plus sign', '(+44) 20 7946 0958', undefined, SHAPE],
    ['two plus signs', '++12125550123', undefined, SHAPE],
    ['a plus sign inside', '1+2125550123', 'US', SHAPE],
    ['a full-width plus sign', '\uFF0B12125550123', undefined, SHAPE],
    ['an extension', '+1 212 555 0123 ext 5', undefined, SHAPE],
    ['an extension after x', '+12125550123x5', undefined, SHAPE],
    ['an extension after #', '+12125550123#5', undefined, SHAPE],
    ['an extension after ;', '+12125550123;ext=5', undefined, SHAPE],
    ['a pause', '+12125550123,5', undefined, SHAPE],
    ['a bracket at the end', '+1 212 555 0123 (5)', undefined, SHAPE],
    ['letters', '+1 800 FLOWERS', undefined, SHAPE],
    ['tel:', 'tel:+12125550123', undefined, SHAPE],
    ['two numbers', '+12125550123 / +12125550124', undefined, SHAPE],
    ['Arabic digits', '+٤٤2079460958', undefined, SHAPE],
    ['full-width digits', '+１2125550123', undefined, SHAPE],
    ['a no-break space', '+1\u00A02125550123', undefined, SHAPE],
    ['a typographic hyphen', '+1 212\u2011555\u20110123', undefined, SHAPE],
    ['a bidi mark', '\u202A+12125550123', undefined, SHAPE],
    ['NUL', '+1212555\x000123', undefined, SHAPE],
    ['an email address', 'nurse@ward.example', 'US', SHAPE],
    ['a number', 12125550123, undefined, SHAPE],
    ['undefined', undefined, 'US', SHAPE],
    ['a national number without a country', '020 7946 0958', undefined, NATIONAL],
    ['a country code without a plus sign', '12125550123', undefined, NATIONAL],
    ['a country code without a plus sign in its country', '442079460958', 'GB', OTHER],
    ['a country code without a plus sign in Russia', '79161234567', 'RU', OTHER],
    ['a call prefix', '00442079460958', 'GB', OTHER],
    ['a call prefix to another country', '00442079460958', 'DE', OTHER],
    ['a call prefix in America', '01112125550123', 'US', OTHER],
    ['one digit', '1', 'US', OTHER],
    ['an emergency number', '999', 'GB', USED],
    ['a local number without its area', '555-0123', 'US', USED],
    ['a digit too few', '020 7946 095', 'GB', USED],
    ['a digit too many', '020 7946 09581', 'GB', USED],
    ['a digit too few after +', '+44 20 7946 095', undefined, USED],
    ['a digit too many after +', '+44 20 7946 09581', undefined, USED],
    ['an area that is not in use', '+1 555 123 4567', undefined, USED],
    ['a right length in no German range', '+49 1999 123456', undefined, USED],
    ['a country code that is not in use', '+999 123456789', undefined, USED],
    ['a country code that starts with 0', '+0123456789', undefined, USED],
    ['a trunk prefix after the country code', '+44 020 7946 0958', undefined, USED],
    ['(0) after the country code', '+44 (0)20 7946 0958', undefined, ZERO],
    ['(0) that would make it the number of another', '+39 (0)312 345 6789', undefined, ZERO],
    ['a bracket that is not closed', '+39 (0 312 345 6789', undefined, SHAPE],
    ['a bracket that was not opened', '+39 0) 312 345 6789', undefined, SHAPE],
    ['brackets in brackets', '+39 ((0))312 345 6789', undefined, SHAPE],
    ['( 0 )', '+39 ( 0 )312 345 6789', undefined, ZERO],
    ['(0) before a national number', '(0)20 7946 0958', 'GB', ZERO],
    ['65 characters', `+1 212 555 0123${' '.repeat(49)}4`, undefined, LONG],
    ['a trunk 1 after the country code', '+1 1 212 555 0123', undefined, USED],
    ['16 digits, though the plan has room', '+49 18059637460602', undefined, USED],
    ['16 digits that are written as 15', '018059637460602', 'DE', USED],
    ['a country in small letters', '2125550123', 'us', COUNTRY],
    ['a country that does not exist', '2125550123', 'XX', COUNTRY],
    ['an empty country', '2125550123', '', COUNTRY],
    ['a property of every object', '2125550123', 'constructor', COUNTRY],
    ['a country that does not exist, even with +', '+12125550123', 'XX', COUNTRY],
    ['null for a country', '+12125550123', null as never, COUNTRY],
  ])('%s', (_, value, country, reason) => {
    const error = refusal(() => phone(value as string, country as CountryCode));
    expect(error.field).toBe('phone');
    expect(error.message).toMatch(/^phone: \w.*\w\W*\.$/);
    expect(error.message).toMatch(reason);
  });

  // The country comes after the length, and asking for it is what loads the phone library.
  test('what is too long before anything else is asked', () => {
    const million = '1'.repeat(1_000_000);
    expect(refusal(() => phone(million, 'XX' as CountryCode)).message).toMatch(LONG);
    expect(refusal(() => parseAddress(million)).message).toMatch(/not an address/);
  });

  test('long hostile input', () => {
    for (const unit of ['1', '1 ', '(', ' ', '-', '+']) {
      refusal(() => phone(`+1${unit.repeat(50_000)}x`));
      refusal(() => phone(`+1${unit.repeat(50_000)}1`));
    }
  });
});

describe('CountryCode', () => {
  test('is not a small-letter code, at compile time', () => {
    // @ts-expect-error -- a country is two capital letters
    refusal(() => phone('2125550123', 'us'));
  });
});
