/** Where the property tests take their addresses from, and what is near to one. */
import fc from 'fast-check';
import { type Address, email, group, phone, user } from '../../../src/address/address.js';
import { mobileNumbers } from './support.js';

/** A valid address, and how it was asked for. */
export interface Sample {
  readonly input: string;
  readonly make: () => Address;
}

const letters = (alphabet: string, minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), minLength, maxLength });

const ALPHANUMERIC = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const ATEXT = `${ALPHANUMERIC}!#$%&'*+/=?^_\`{|}~-`;

const token = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  letters(ALPHANUMERIC, 24, 24),
);

const localPart = fc.oneof(
  fc
    .array(letters(ATEXT, 1, 12), { minLength: 1, maxLength: 4 })
    .map((atoms) => atoms.join('.'))
    .filter((local) => local.length <= 64),
  fc
    .array(
      fc.oneof(
        fc.integer({ min: 32, max: 126 }).map((code) => {
          const character = String.fromCharCode(code);
          return character === '"' || character === '\\' ? `\\${character}` : character;
        }),
        fc.integer({ min: 32, max: 126 }).map((code) => `\\${String.fromCharCode(code)}`),
      ),
      { minLength: 1, maxLength: 31 },
    )
    .map((content) => `"${content.join('')}"`),
);

const label = fc.oneof(
  fc
    .tuple(
      letters(ALPHANUMERIC, 1, 20),
      fc.constantFrom('', '-', '--x'),
      letters(ALPHANUMERIC, 1, 9),
    )
    .map((parts) => parts.join(''))
    .filter((text) => text.slice(2, 4) !== '--'),
  ...['äöüßéñçøåœ', 'жиюяњў', 'λμπψωή', '病院看護', '병원간호', 'かなカナ', 'अआइई'].map((script) =>
    letters(script, 1, 8),
  ),
);
const domain = fc
  .tuple(
    fc.array(label, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('example', 'COM', 'рф', 'org'),
  )
  .map(([labels, top]) => [...labels, top].join('.'));

const number = fc.constantFrom(...mobileNumbers);

/** Any address that must be taken. */
export const sample: fc.Arbitrary<Sample> = fc.oneof(
  token.map((input) => ({ input, make: () => user(input) })),
  token.map((input) => ({ input, make: () => group(input) })),
  fc
    .tuple(localPart, domain)
    .map((parts) => parts.join('@'))
    .map((input) => ({ input, make: () => email(input) })),
  fc
    .tuple(number, fc.constantFrom(' ', '-', '.', ''))
    .map(([{ number: e164 }, separator]) => e164.replace(/(?<=\d)(?=(?:\d{3})+$)/g, separator))
    .map((input) => ({ input, make: () => phone(input) })),
  number.map((parsed) => {
    const input = parsed.formatNational();
    return { input, make: () => phone(input, parsed.country) };
  }),
);

/** What has no place in an address, and what has one only elsewhere in it. */
export const HOSTILE: readonly string[] = [
  ...Array.from(
    '\0\t\n\v\f\r\x1b\x7f\x85\xa0\u2028\u2029\u3000 ' +
      '\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff' +
      '\u2010\u2011\u2044\u2215\u3002\uff0e\uff20\uff0b\uff41\u0660\u212a\u0130\u03a3\ufb01\u0301' +
      '&#?%/\\=+@"\'<>()[]{},;:.-_*~^`|$!',
  ),
  '\ud800',
  '\udc00',
  '%00',
  '%0d%0a',
  '%40',
  '\r\nX-Evil: 1',
  '&recipient=',
  ' x5',
  ';ext=5',
  ',12',
  '..',
];

/** Strings near an address and strings far from one. */
export const anyString: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...HOSTILE, 'a', '1'), maxLength: 12 }),
  letters('0123456789+ ().-', 0, 20),
  fc.tuple(sample, fc.constantFrom(...HOSTILE), fc.nat()).map(([{ input }, hostile, position]) => {
    const at = position % (input.length + 1);
    return input.slice(0, at) + hostile + input.slice(at);
  }),
);
