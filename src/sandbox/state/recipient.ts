/**
 * Reads a recipient as it came over the wire. On purpose this shares no code with the client, so that it
 * can find the client's mistakes.
 */
import type { SandboxAccount } from './records.js';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+?\d{7,15}$/;
const PHONE_PUNCTUATION = /[-.●() ]/g;
const TOKEN = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-z]{24})$/i;

/** What names an account. */
export type AccountKey = Pick<SandboxAccount, 'address' | 'kind'>;

/** @returns the key of the account, or the problem in words that do not repeat the text */
export function readRecipient(text: string): AccountKey | { readonly problem: string } {
  if (/^ \d/.test(text)) {
    return { problem: 'begins with a space: in a query string a + must travel as %2B' };
  }
  if (EMAIL.test(text)) return { kind: 'email', address: text.toLowerCase() };
  // Before the phone numbers: a token of digits alone is longer than any of them.
  if (TOKEN.test(text)) return { kind: 'token', address: text };
  const digits = text.replace(PHONE_PUNCTUATION, '');
  if (PHONE.test(digits)) {
    return { kind: 'phone', address: digits.startsWith('+') ? digits : `+${digits}` };
  }
  return { problem: 'is not a user or group token, an email address or a phone number' };
}
