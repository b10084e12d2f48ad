/**
 * Addresses that others collected, as data: the example numbers of every numbering plan, as Google's
 * phone library writes them; the addresses of the isemail suite; domains of the test data of UTS 46.
 * What is taken and what is refused is our own rule, stated in the data.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { email, phone } from '../../../src/address/address.js';
import { encodeAddress } from '../../../src/address/encode.js';
import type { CountryCode } from '../../../src/address/phone.js';
import { refusal } from './support.js';

const read = (name: string): string =>
  readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');

interface Example {
  country: CountryCode;
  e164: string;
  international: string;
  national: string;
}

const EXAMPLES: readonly Example[] = read('example-numbers.tsv')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [country, e164 = '', international = '', national = ''] = line.split('\t');
    return { country: country as CountryCode, e164, international, national };
  });

describe('the land line and mobile number of every country', () => {
  test('are about 480', () => {
    expect(EXAMPLES.length).toBeGreaterThan(470);
    expect(new Set(EXAMPLES.map(({ country }) => country)).size).toBeGreaterThan(240);
  });

  test.each<[string, (example: Example) => [string, CountryCode?]]>([
    ['as E.164', ({ e164 }) => [e164]],
    ['internationally', ({ international }) => [international]],
    ['internationally with hyphens', (of) => [of.international.replaceAll(' ', '-')]],
    ['internationally with dots', (of) => [of.international.replaceAll(' ', '.')]],
    ['with the country code in brackets', (of) => [of.international.replace(/^\+(\d+)/, '+($1)')]],
    ['with the area in brackets', (of) => [of.international.replace(/ (\d+) /, ' ($1) ')]],
    ['nationally', ({ national, country }) => [national, country]],
    ['nationally without separators', (of) => [of.national.replace(/\D/g, ''), of.country]],
    ['internationally in its own country', (of) => [of.international, of.country]],
  ])('are taken when written %s', (_, form) => {
    const read = EXAMPLES.map((example) => encodeAddress(phone(...form(example))));
    expect(read).toEqual(EXAMPLES.map(({ e164 }) => e164));
  });

  test.each<[string, (example: Example) => [string, CountryCode?], RegExp]>([
    ['with (0) after the country code', (of) => [of.international.replace(' ', ' (0)')], /\(0\)/],
    ['with (0) before the number', (of) => [`(0) ${of.national}`, of.country], /\(0\)/],
    ['without their country', ({ national }) => [national], /needs a country/],
    ['as a link', ({ international }) => [`tel:${international.replaceAll(' ', '-')}`], /no tel:/],
    ['with an extension', ({ e164 }) => [`${e164} ext. 12`], /No extension/],
  ])('are refused when written %s', (_, form, reason) => {
    for (const example of EXAMPLES) {
      expect(refusal(() => phone(...form(example))).message).toMatch(reason);
    }
  });
});

describe('of the addresses of the isemail suite', () => {
  const groups = JSON.parse(read('email-addresses.json')) as Record<string, string[]>;

  test.each(groups['taken'] ?? [])('%j is taken', (address) => {
    expect(encodeAddress(email(address))).toBe(address.toLowerCase());
  });

  const refused = Object.entries(groups).filter(([group]) => group !== 'taken');
  test.each(refused)('those for "%s" are refused', (_, addresses) => {
    for (const address of addresses) expect(refusal(() => email(address)).field).toBe('email');
  });
});

describe('of domains', () => {
  const { taken, ...others } = JSON.parse(read('domains.json')) as {
    taken: [string, string][];
  } & Record<string, string[]>;

  test.each(taken)('%s travels as %s', (domain, ascii) => {
    expect(encodeAddress(email(`nurse@${domain}`))).toBe(`nurse@${ascii}`);
  });

  test.each(Object.entries(others))('those that are %s are refused', (_, domains) => {
    for (const domain of domains) {
      expect([domain, refusal(() => email(`nurse@${domain}`)).field]).toEqual([domain, 'email']);
    }
  });
});
