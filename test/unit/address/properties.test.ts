import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { email, group, isAddress, phone, user } from '../../../src/address/address.js';
import { encodeAddress } from '../../../src/address/encode.js';
import { parseAddress } from '../../../src/address/parse.js';
import { InvalidAddressError } from '../../../src/errors.js';
import { anyString, sample } from './arbitraries.js';
import { library } from './support.js';

// What may be on the wire, stated apart from the code that makes it.
const WIRE = [
  /^\+[1-9]\d{6,14}$/,
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  /^[0-9A-Za-z]{24}$/,
  /^(?=.{3,254}$)(?:[^\s"(),:;<>@[\\\]A-Z\x7f-\u{10ffff}]{1,64}|"[ -@[-~]{1,62}")@(?:(?!-)[a-z\d-]{1,63}(?<!-)\.)+[a-z][a-z\d-]*$/u,
];

const onWire = (wire: string): boolean => WIRE.some((form) => form.test(wire));
const RUNS = { numRuns: 1_000 };

describe('a valid address', () => {
  test('is taken, and travels in one of the forms of the wire', () => {
    fc.assert(
      fc.property(sample, ({ make }) => {
        expect(onWire(encodeAddress(make()))).toBe(true);
      }),
      RUNS,
    );
  });

  test('parses from its wire string to the same wire string', () => {
    fc.assert(
      fc.property(sample, ({ make }) => {
        const wire = encodeAddress(make());
        expect(encodeAddress(parseAddress(wire))).toBe(wire);
      }),
      RUNS,
    );
  });
});

describe('any string', () => {
  const makers = fc.oneof(
    fc.constantFrom(user, group, email, phone, parseAddress),
    fc
      .constantFrom(...library.getCountries())
      .map((country) => (value: string) => phone(value, country)),
    fc
      .constantFrom(...library.getCountries())
      .map((defaultCountry) => (value: string) => parseAddress(value, { defaultCountry })),
  );

  test('is an address in one of the forms of the wire, or refused', () => {
    fc.assert(
      fc.property(makers, anyString, (make, value) => {
        let address;
        try {
          address = make(value);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidAddressError);
          return;
        }
        expect(isAddress(address)).toBe(true);
        expect(onWire(encodeAddress(address))).toBe(true);
      }),
      { numRuns: 4_000 },
    );
  });
});

describe('any value that is no string', () => {
  test('is refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(user, group, email, phone, parseAddress),
        fc.anything().filter((value) => typeof value !== 'string'),
        (make, value) => {
          expect(() => make(value as string)).toThrow(InvalidAddressError);
        },
      ),
    );
  });
});
