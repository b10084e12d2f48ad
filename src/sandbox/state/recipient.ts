/**
 * Reads a recipient off the wire. Independent of the client's own reading on purpose: this side judges
 * what that side sends.
 */
import type { SandboxAccount } from './records.js';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+?\d{7,15}$/;
const PHONE_PUNCTUATION = /[-.●() ]/g;
const TOKEN = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-z]{24})$/i;

export type Recipient = Pick<SandboxAccount, 'address' | 'kind'>;

/** The recipient in the one form that names its account, or why it is none, without its value. */
export function readRecipient(text: string): Recipient | { readonly fault: string } {
  if (/^ \d/.test(text)) {
    return { fault: 'begins with a space: in a query string a + must travel as %2B' };
  }
  if (EMAIL.test(text)) return { kind: 'email', address: text.toLowerCase() };
  // Before the phone numbers: a token of digits alone is longer than any of them.
  if (TOKEN.test(text)) return { kind: 'token', address: text };
  const digits = text.replace(PHONE_PUNCTUATION, '');
  if (PHONE.test(digits)) {
    return { kind: 'phone', address: digits.startsWith('+') ? digits : `+${digits}` };
  }
  return { fault: 'is not a user or group token, an email address or a phone number' };
}
