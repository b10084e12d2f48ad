import { domainToASCII, domainToUnicode } from 'node:url';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { email } from '../../../src/address/address.js';
import { encodeAddress } from '../../../src/address/encode.js';
import { refusal } from './support.js';

const LOCAL = /the part before the @ is malformed/;
const DOMAIN = /the part after the @ is not a domain name/;
const LETTERS = /the part after the @ has letters that would turn into others/;

describe('email() takes', () => {
  test.each([
    ['an address', 'nurse@ward.example', 'nurse@ward.example'],
    ['capitals, in lower case', 'Nurse@WARD.Example', 'nurse@ward.example'],
    ['a plus-address', 'nurse+night.shift@ward.example', 'nurse+night.shift@ward.example'],
    [
      'every atom character',
      "!#$%&'*+/=?^_`{|}~-09az@x.example",
      "!#$%&'*+/=?^_`{|}~-09az@x.example",
    ],
    ['one character', 'a@b.c', 'a@b.c'],
    ['an encoded-looking local part, literally', 'a%00b@ward.example', 'a%00b@ward.example'],
    ['an apostrophe', "o'brien@ward.example", "o'brien@ward.example"],
    ['a quoted local part', '"John Doe"@ward.example', '"john doe"@ward.example'],
    ['a quoted @', '"a@b"@ward.example', '"a@b"@ward.example'],
    ['quoted pairs', '"a\\"b\\\\c"@ward.example', '"a\\"b\\\\c"@ward.example'],
    ['quoted dots', '".a..b."@ward.example', '".a..b."@ward.example'],
    ['the ends of the quoted range', '" !#[]~"@ward.example', '" !#[]~"@ward.example'],
    ['a label that starts with a digit', 'nurse@3m.example', 'nurse@3m.example'],
    ['inner hyphens', 'nurse@a-b--c.x-y.example', 'nurse@a-b--c.x-y.example'],
    ['a top level with digits', 'nurse@ward.e2e4', 'nurse@ward.e2e4'],
    ['a German domain', 'nurse@Bücher.example', 'nurse@xn--bcher-kva.example'],
    ['capitals of it', 'nurse@BÜCHER.EXAMPLE', 'nurse@xn--bcher-kva.example'],
    ['a sharp s, which is not ss', 'nurse@straße.example', 'nurse@xn--strae-oqa.example'],
    ['a final sigma, which is not σ', 'nurse@βολος.example', 'nurse@xn--nxaslbp.example'],
    ['a Japanese domain', 'nurse@例え.テスト', 'nurse@xn--r8jz45g.xn--zckzah'],
    ['an Arabic domain', 'nurse@مستشفى.example', 'nurse@xn--pgbre6cq2a.example'],
    [
      'a domain in Cyrillic look-alikes, as itself',
      'nurse@аррӏе.example',
      'nurse@xn--80ak6aa92e.example',
    ],
    ['a domain in punycode', 'nurse@XN--BCHER-KVA.example', 'nurse@xn--bcher-kva.example'],
  ])('%s', (_, value, wire) => {
    const address = email(value);
    expect(encodeAddress(address)).toBe(wire);
    expect(address.kind).toBe('email');
  });

  test('64 characters before the @, 63 in a label and 254 in all', () => {
    const d = 'd'.repeat(63);
    const longest = `${'l'.repeat(64)}@${d}.${d}.${'d'.repeat(57)}.com`;
    expect(longest).toHaveLength(254);
    expect(encodeAddress(email(longest))).toBe(longest);
    const top = `nurse@ward.${'e'.repeat(63)}`;
    expect(encodeAddress(email(top))).toBe(top);
  });
});

describe('email() refuses', () => {
  afterEach(() => {
    jest.unstable_unmockModule('node:url');
    jest.resetModules();
  });

  test.each([
    ['no @', 'nurse', /no @ in it\. Write local-part@domain/],
    ['nothing', '', /no @ in it/],
    ['no local part', '@ward.example', LOCAL],
    ['white space before', ' nurse@ward.example', LOCAL],
    ['a tab before', '\tnurse@ward.example', LOCAL],
    ['white space before the @', 'nurse @ward.example', LOCAL],
    ['a dot before', '.nurse@ward.example', LOCAL],
    ['a dot after', 'nurse.@ward.example', LOCAL],
    ['two dots', 'a..b@ward.example', LOCAL],
    ['two @', 'a@b@ward.example', LOCAL],
    ['a display name', 'Nurse <nurse@ward.example>', LOCAL],
    ['a bare pair of brackets', '<nurse@ward.example>', LOCAL],
    ['a mailto: link', 'mailto:nurse@ward.example', LOCAL],
    ['a comment', 'nurse(night)@ward.example', LOCAL],
    ['a list', 'a@ward.example,b@ward.example', LOCAL],
    ['a list with semicolons', 'a@ward.example;b@ward.example', LOCAL],
    ['a route', '@relay.example:nurse@ward.example', LOCAL],
    ['an open quote', '"nurse@ward.example', LOCAL],
    ['a lone quote', '"@ward.example', LOCAL],
    ['empty quotes', '""@ward.example', LOCAL],
    ['a quote inside quotes', '"a"b"@ward.example', LOCAL],
    ['quotes that end in an escape', '"a\\"@ward.example', LOCAL],
    ['text before quotes', 'x"a"@ward.example', LOCAL],
    ['text after quotes', '"a"x@ward.example', LOCAL],
    ['quotes and atoms mixed', '"a".b@ward.example', LOCAL],
    ['a newline in quotes', '"a\nb"@ward.example', LOCAL],
    ['an escaped newline in quotes', '"a\\\nb"@ward.example', LOCAL],
    ['a delete character in quotes', '"a\x7fb"@ward.example', LOCAL],
    ['an injected header', 'nurse\r\nX-Evil: 1@ward.example', LOCAL],
    ['NUL', 'nu\0rse@ward.example', LOCAL],
    ['a local part that is not ASCII', 'jürgen@ward.example', LOCAL],
    ['a Kelvin sign, though its lower case is k', '\u212Aurt@ward.example', LOCAL],
    ['a zero-width space', 'nu\u200Brse@ward.example', LOCAL],
    ['a bidi override', '\u202Enurse@ward.example', LOCAL],
    ['a full-width @', 'nurse\uFF20ward.example', /no @ in it/],
    ['no domain', 'nurse@', DOMAIN],
    ['one label', 'nurse@localhost', DOMAIN],
    ['white space after', 'nurse@ward.example ', DOMAIN],
    ['a newline after', 'nurse@ward.example\n', DOMAIN],
    ['white space after the @', 'nurse@ ward.example', DOMAIN],
    ['a tab in the domain', 'nurse@wa\trd.example', DOMAIN],
    ['a dot before the domain', 'nurse@.ward.example', DOMAIN],
    ['a dot after the domain', 'nurse@ward.example.', DOMAIN],
    ['an empty label', 'nurse@ward..example', DOMAIN],
    ['an empty label late', 'nurse@ward.a..b', DOMAIN],
    ['a label that starts with a hyphen', 'nurse@-ward.example', DOMAIN],
    ['a label that ends with a hyphen', 'nurse@ward-.example', DOMAIN],
    ['a top level that starts with a hyphen', 'nurse@ward.-example', DOMAIN],
    ['a top level that ends with a hyphen', 'nurse@ward.example-', DOMAIN],
    ['a label of letters with a hyphen before', 'nurse@-ü.example', DOMAIN],
    ['a label of letters with a hyphen after', 'nurse@ü-.example', DOMAIN],
    ['a top level of letters with a hyphen after', 'nurse@ward.ü-', DOMAIN],
    ['an underscore', 'nurse@wa_rd.example', DOMAIN],
    ['a label of 64', `nurse@${'w'.repeat(64)}.example`, DOMAIN],
    ['a top level of 64', `nurse@ward.${'e'.repeat(64)}`, DOMAIN],
    ['a label of 64 in punycode only', `nurse@${'ü'.repeat(60)}äöß.example`, DOMAIN],
    ['an IPv4 address', 'nurse@127.0.0.1', DOMAIN],
    ['an IPv4 address in brackets', 'nurse@[127.0.0.1]', DOMAIN],
    ['an IPv6 address in brackets', 'nurse@[IPv6:::1]', DOMAIN],
    ['an IPv4 address in hexadecimal', 'nurse@0x7f.1', DOMAIN],
    ['an IPv4 address in octal', 'nurse@0177.0.0.1', DOMAIN],
    ['an IPv4 address in full-width digits', 'nurse@１２７.０.０.１', DOMAIN],
    ['a top level of digits', 'nurse@ward.123', DOMAIN],
    ['a top level in hexadecimal', 'nurse@ward.0x7f', DOMAIN],
    ['a port', 'nurse@ward.example:25', DOMAIN],
    ['a path', 'nurse@ward.example/x', DOMAIN],
    ['a query', 'nurse@ward.example?x', DOMAIN],
    ['a fragment', 'nurse@ward.example#x', DOMAIN],
    ['a second parameter', 'nurse@ward.example&recipient=x', DOMAIN],
    ['percent-encoding', 'nurse@w%61rd.example', DOMAIN],
    ['an encoded NUL', 'nurse@ward.example%00', DOMAIN],
    ['a backslash', 'nurse@ward\\.example', DOMAIN],
    ['a comment after', 'nurse@ward.example (night)', DOMAIN],
    ['punycode that does not decode', 'nurse@xn--a.example', DOMAIN],
    ['punycode of a capital', 'nurse@xn--bcher-2pa.example', DOMAIN],
    ['a typographic hyphen', 'nurse@night\u2010ward.example', DOMAIN],
    ['a fraction slash', 'nurse@ward.example\u2044x.example', DOMAIN],
    ['a soft hyphen', 'nurse@wa\u00ADrd.example', DOMAIN],
    ['a zero-width space in the domain', 'nurse@wa\u200Brd.example', DOMAIN],
    ['a zero-width joiner', 'nurse@क्\u200Dष.example', DOMAIN],
    ['a bidi mark in the domain', 'nurse@ward\u200E.example', DOMAIN],
    ['a no-break space in the domain', 'nurse@wa\u00A0rd.example', DOMAIN],
    ['an emoji', 'nurse@\u{1F3E5}.example', DOMAIN],
    ['half a surrogate pair', 'nurse@ward\uD800.example', DOMAIN],
    ['an ideographic full stop', 'nurse@ward\u3002example', DOMAIN],
    ['text of both directions in a label', 'nurse@aא1.example', DOMAIN],
    ['full-width letters', 'nurse@ｗard.example', LETTERS],
    ['a ligature', 'nurse@\uFB01ne.example', LETTERS],
    ['a combining accent, for the composed letter', 'nurse@re\u0301a.example', LETTERS],
    ['a dotted capital I', 'nurse@\u0130stanbul.example', LETTERS],
    ['a capital sigma', 'nurse@ΒΟΛΟΣ.example', LETTERS],
    ['a Kelvin sign in the domain', 'nurse@ban\u212A.example', LETTERS],
    ['punycode beside letters that are not ASCII', 'nurse@ü.xn--bcher-kva.example', LETTERS],
    ['a number', 42, /not a string/],
    [
      'an object that prints as an address',
      { toString: () => 'nurse@ward.example' },
      /not a string/,
    ],
    ['null', null, /not a string/],
  ])('%s', (_, value, reason) => {
    const error = refusal(() => email(value as string));
    expect(error.field).toBe('email');
    expect(error.message).toMatch(/^email: [^.].*\w.*\.$/);
    expect(error.message).toMatch(reason);
  });

  test('65 characters before the @', () => {
    const error = refusal(() => email(`${'l'.repeat(65)}@ward.example`));
    expect(error.message).toMatch(/before the @ is longer than 64 characters/);
  });

  test('255 characters in all, counted as they travel', () => {
    const d = 'd'.repeat(63);
    const long = `${'l'.repeat(64)}@${d}.${d}.${'d'.repeat(58)}.com`;
    expect(long).toHaveLength(255);
    expect(refusal(() => email(long)).message).toMatch(/^email: longer than 254 characters/);
    const longInPunycode = `${'l'.repeat(64)}@${d}.${d}.${'d'.repeat(52)}ü.com`;
    expect(longInPunycode.length).toBeLessThan(254);
    expect(refusal(() => email(longInPunycode)).message).toMatch(/longer than 254 characters/);
  });

  test.each([254, 508, 509, 1_000_000])('%i characters after few steps', async (length) => {
    jest.resetModules();
    const converted: number[] = [];
    jest.unstable_mockModule('node:url', () => ({
      domainToASCII: (domain: string) => {
        converted.push(domain.length);
        return domainToASCII(domain);
      },
      domainToUnicode,
    }));
    const { normalizeEmail } = await import('../../../src/address/email.js');
    const end = '.example';
    for (const letter of ['a', 'ü', '\u{20000}']) {
      const many = letter.repeat(Math.ceil((length - end.length - 2) / letter.length));
      expect(() => normalizeEmail(`n@${many}${end}`)).toThrow(/^email: /);
      expect(() => normalizeEmail(`${many}@ward${end}`)).toThrow(/^email: /);
    }
    // A domain is converted only where it may fit.
    expect(Math.max(0, ...converted)).toBeLessThanOrEqual(508);
    expect(converted.length).toBe(length <= 508 ? 3 : 0);
  });

  test('long hostile input', () => {
    for (const unit of ['a', 'a.', '"', '\\', '"a', '@', '-', 'ü', '.']) {
      refusal(() => email(`${unit.repeat(50_000)}@`));
      refusal(() => email(`a@${unit.repeat(50_000)}`));
    }
  });
});
