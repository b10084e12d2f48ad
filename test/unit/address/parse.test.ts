import { describe, expect, test } from '@jest/globals';
import type { CountryCode } from '../../../src/address/phone.js';
import { encodeAddress } from '../../../src/address/encode.js';
import { parseAddress } from '../../../src/address/parse.js';
import { refusal } from './support.js';

describe('parseAddress() recognises', () => {
  test.each<[string, string, CountryCode | undefined, string, string]>([
    ['an email address', 'Nurse@Ward.example', undefined, 'email', 'nurse@ward.example'],
    [
      'a quoted email address',
      '"+1 212"@ward.example',
      undefined,
      'email',
      '"+1 212"@ward.example',
    ],
    [
      'an email address that starts as a number',
      '+1212@ward.example',
      'US',
      'email',
      '+1212@ward.example',
    ],
    ['an international number', '+1 212 555 0123', undefined, 'phone', '+12125550123'],
    ['a national number by the country', '(212) 555-0123', 'US', 'phone', '+12125550123'],
    [
      'a UUID, as a user',
      'E9FE5F3A-F7CF-4278-8ACA-0B558B5C90AD',
      'US',
      'user',
      'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad',
    ],
    [
      'a UUID of digits, as a user and no number',
      '12345678-1234-1234-1234-123456789012',
      'US',
      'user',
      '12345678-1234-1234-1234-123456789012',
    ],
    [
      '24 letters and digits, as a user',
      '3D5qqmf6f6RgVzFwcbZoIPuW',
      undefined,
      'user',
      '3D5qqmf6f6RgVzFwcbZoIPuW',
    ],
    [
      '24 digits, as a user and no number',
      '012345678901234567890123',
      'US',
      'user',
      '012345678901234567890123',
    ],
  ])('%s', (_, value, defaultCountry, kind, wire) => {
    const address = parseAddress(value, { defaultCountry });
    expect(address.kind).toBe(kind);
    expect(encodeAddress(address)).toBe(wire);
  });

  test('the same without options', () => {
    expect(encodeAddress(parseAddress('+12125550123'))).toBe('+12125550123');
  });
});

describe('parseAddress() refuses', () => {
  const NONE = /^address: not an address\. Write one email address, one phone number/;

  test.each<[string, unknown, RegExp]>([
    ['nothing', '', NONE],
    ['a word', 'nurse', NONE],
    ['white space', ' ', NONE],
    ['a token with a newline', '3D5qqmf6f6RgVzFwcbZoIPuW\n', NONE],
    ['a number with a newline', '+12125550123\n', NONE],
    ['an extension', '+12125550123x5', NONE],
    ['a telephone link', 'tel:+12125550123', NONE],
    ['an injected header', '+12125550123\r\nX-Evil: 1', NONE],
    ['a number', 12125550123, NONE],
    ['a list', ['nurse@ward.example'], NONE],
    ['undefined', undefined, NONE],
    ['an email address with a newline', 'nurse@ward.example\n', /^email: the part after the @/],
    ['7 digits without a country', '5550123', /^phone: a number without \+ needs a country/],
    ['15 digits without a country', '491711234567890', /^phone: a number without \+ needs/],
    ['a number that is not in use', '+15551234567', /^phone: no such number is in use/],
  ])('%s', (_, value, reason) => {
    expect(refusal(() => parseAddress(value as string)).message).toMatch(reason);
  });

  test('a default country that is not one, when it is needed', () => {
    const options = { defaultCountry: 'us' as CountryCode };
    expect(refusal(() => parseAddress('2125550123', options)).message).toMatch(
      /country is not known/,
    );
  });
});
