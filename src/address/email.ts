/**
 * Email addresses as RFC 5321 writes a mailbox: no display name, no comment, no address literal.
 * Whether the mailbox exists is not asked.
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import { InvalidAddressError } from '../errors.js';

// ASCII before it is lower-cased (a Kelvin sign would become a k): the API does not say that it can carry a local part beyond it (RFC 6531).
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const QUOTED = /^"(?:[ !#-[\]-~]|\\[ -~])+"$/;
// The last label starts with a letter: no IPv4 address in any notation, decimal or 0x, passes.
const HOST = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;
// IDNA 2008's letters, marks and digits. The mapping that Node knows also takes punctuation, such as
// the typographic hyphen of a word processor, which is another domain than the one that was meant.
const HOST_CHARACTERS = /^[\p{L}\p{M}\p{Nd}.-]+$/u;
// Looked for before IDNA, which would hide it behind xn--.
const OUTER_HYPHEN = /(?:^|\.)-|-(?:\.|$)/;
const MAX_LENGTH = 254;
// Capitals whose lower case is not what the eye reads: dotted I (an i and a combining dot), sigma
// (there are two small ones, and two domains), the Kelvin sign (an ASCII k).
const DECEPTIVE = /[\u0130\u03A3\u212A]/;

/** The one way an email address is written: lower case, its domain in ASCII (punycode). */
export function normalizeEmail(value: unknown): string {
  if (typeof value !== 'string') throw invalid('not a string');
  // First of all: IDNA takes minutes for a domain of some hundred thousand letters. In punycode every
  // letter is at least one character, and here at most two.
  if (value.length > 2 * MAX_LENGTH) throw tooLong();
  const at = value.lastIndexOf('@');
  if (at < 0) throw invalid('no @ in it. Write local-part@domain');
  const local = value.slice(0, at);
  if (!DOT_ATOM.test(local) && !QUOTED.test(local)) {
    throw invalid(
      "the part before the @ is malformed. It takes ASCII letters, digits and !#$%&'*+/=?^_`{|}~- with single dots between, or any printable ASCII in double quotes; no name, comment or space around it",
    );
  }
  if (local.length > 64) {
    throw invalid('the part before the @ is longer than 64 characters, the most that mail carries');
  }
  const domain = asciiDomain(value.slice(at + 1));
  if (local.length + 1 + domain.length > MAX_LENGTH) throw tooLong();
  return `${local.toLowerCase()}@${domain}`;
}

function asciiDomain(domain: string): string {
  const ascii = domainToASCII(domain);
  if (!HOST_CHARACTERS.test(domain) || OUTER_HYPHEN.test(domain) || !HOST.test(ascii)) {
    throw invalid(
      'the part after the @ is not a domain name. Write at least two labels of letters, digits and inner hyphens, such as ward.example, with nothing after them; an IP address will not do',
    );
  }
  // IDNA maps look-alikes (full-width letters, ligatures, capital sharp s) to plain letters, and so
  // to another domain. Only what comes back as it was written, but for case, goes out.
  const shown = /[^\0-\x7f]/.test(domain) ? domainToUnicode(ascii) : ascii;
  if (DECEPTIVE.test(domain) || shown !== domain.toLowerCase()) {
    throw invalid(
      'the part after the @ has letters that would turn into others. Write them in their plain, lower-case form, or the domain in punycode (xn--)',
    );
  }
  return ascii;
}

function tooLong(): InvalidAddressError {
  return invalid(`longer than ${MAX_LENGTH} characters, the most that mail carries`);
}

function invalid(what: string): InvalidAddressError {
  return new InvalidAddressError('email', `${what}.`);
}
