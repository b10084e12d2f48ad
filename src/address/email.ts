/**
 * Email addresses as RFC 5321 writes a mailbox: no display name, no comment, no address literal.
 * Whether the mailbox exists is not asked.
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import { InvalidAddressError } from '../errors.js';

// Printable ASCII: the API does not say that it can carry a local part beyond it (RFC 6531).
const DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const QUOTED = /^"(?:[ !#-[\]-~]|\\[ -~])+"$/;
// The last label starts with a letter: no IPv4 address in any notation, decimal or 0x, passes.
const HOST = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;
const ASCII_HOST_CHARACTERS = /^[A-Za-z\d.\-\u0080-\u{10FFFF}]*$/u;
// Invisible characters, and capitals whose lower case is another letter than the eye reads:
// dotted I (i and a combining dot), sigma (two lower-case forms), the Kelvin sign (an ASCII k).
const DECEPTIVE = /[\p{C}\p{Z}\u0130\u03A3\u212A]/u;

/** The one way an email address is written: lower case, its domain in ASCII (punycode). */
export function normalizeEmail(value: unknown): string {
  if (typeof value !== 'string') throw invalid('must be a string');
  const at = value.lastIndexOf('@');
  if (at < 0) throw invalid('has no @. Write it as local-part@domain');
  const local = value.slice(0, at).toLowerCase();
  const domain = asciiDomain(value.slice(at + 1));
  if (!DOT_ATOM.test(local) && !QUOTED.test(local)) {
    throw invalid(
      "the part before the @ is malformed. It takes ASCII letters, digits and !#$%&'*+/=?^_`{|}~- with single dots between, or any printable ASCII in double quotes; no name, comment or space around it",
    );
  }
  if (local.length > 64) {
    throw invalid('the part before the @ is longer than 64 characters, the most that mail carries');
  }
  const address = `${local}@${domain}`;
  if (address.length > 254)
    throw invalid('is longer than 254 characters, the most that mail carries');
  return address;
}

function asciiDomain(domain: string): string {
  const ascii = ASCII_HOST_CHARACTERS.test(domain) ? domainToASCII(domain) : '';
  if (!HOST.test(ascii)) {
    throw invalid(
      'the part after the @ is not a domain name. Write at least two labels of letters, digits and inner hyphens, such as ward.example; an IP address will not do',
    );
  }
  // IDNA maps look-alikes (full-width letters, ligatures, soft hyphens) to plain letters, and so to
  // somebody else's domain. Only what comes back as it was written, but for case, goes out.
  const shown = /[^\0-\x7f]/.test(domain) ? domainToUnicode(ascii) : ascii;
  if (DECEPTIVE.test(domain) || shown !== domain.toLowerCase()) {
    throw invalid(
      'the part after the @ has characters that would turn into others or cannot be seen. Write its letters in their plain, lower-case form, or the domain in punycode (xn--)',
    );
  }
  return ascii;
}

function invalid(what: string): InvalidAddressError {
  return new InvalidAddressError('email', `${what}.`);
}
