import { describe, expect, test } from '@jest/globals';
import { group, user } from '../../../src/address/address.js';
import { encodeAddress } from '../../../src/address/encode.js';
import { refusal } from './support.js';

const UUID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const SHORT = '3D5qqmf6f6RgVzFwcbZoIPuW';

describe.each([
  ['user', user],
  ['group', group],
] as const)('%s()', (kind, make) => {
  test('takes a UUID and writes it in lower case', () => {
    expect(encodeAddress(make(UUID))).toBe(UUID);
    expect(encodeAddress(make(UUID.toUpperCase()))).toBe(UUID);
    expect(make(UUID).kind).toBe(kind);
  });

  test('takes 24 letters and digits as they are, for their case is part of the token', () => {
    expect(encodeAddress(make(SHORT))).toBe(SHORT);
    expect(encodeAddress(make('012345678901234567890123'))).toBe('012345678901234567890123');
  });

  test.each([
    ['nothing', ''],
    ['23 characters', SHORT.slice(1)],
    ['25 characters', `${SHORT}a`],
    ['white space before', ` ${SHORT}`],
    ['a newline after', `${SHORT}\n`],
    ['white space before a UUID', ` ${UUID}`],
    ['a newline after a UUID', `${UUID}\n`],
    ['a hyphen', '3D5qqmf6f6Rg-zFwcbZoIPuW'],
    ['an underscore', '3D5qqmf6f6Rg_zFwcbZoIPuW'],
    ['a letter that is not ASCII', '3D5qqmf6f6RgÄzFwcbZoIPuW'],
    ['a letter that is not hexadecimal', UUID.replace('e', 'g')],
    ['a UUID in braces', `{${UUID}}`],
    ['a UUID as a URN', `urn:uuid:${UUID}`],
    ['a UUID without hyphens', UUID.replaceAll('-', '')],
    ['a UUID that is cut', UUID.slice(0, -1)],
    ['a UUID that is too long', `${UUID}0`],
    ['a UUID in groups of another length', 'e9fe5f3a-f7cf-42788-aca-0b558b5c90ad'],
    ['two tokens', `${SHORT},${SHORT}`],
    ['an email address', 'nurse@ward.example'],
    ['a number', 123456789012345],
    ['a string object', new String(SHORT)],
    ['an array that prints as a token', [SHORT]],
    ['undefined', undefined],
  ])('refuses %s', (_, value) => {
    const error = refusal(() => make(value as string));
    expect(error.field).toBe(kind);
    expect(error.message).toBe(
      `${kind}: not a token. Give the UUID or the 24 letters and digits, with nothing around them.`,
    );
  });
});
