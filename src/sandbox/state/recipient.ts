/**
 * Reads a recipient as it came over the wire. On purpose this shares no code with the client, so that it
 * can find the client's mistakes.
 */
import type { SandboxAccount } from './records.js';

/** An email address has at most 254 characters (RFC 5321), and everything else is shorter. */
const MAX_LENGTH = 254;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
const PHONE = /^\+?\d{7,15}$/;
const PHONE_PUNCTUATION = /[-.●() ]/g;
const TOKEN = /^(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-z]{24})$/i;

/** What names an account. */
export interface AccountKey extends Pick<SandboxAccount, 'address' | 'kind'> {
  /** Why it may be another account than was meant, in words that do not repeat the text. */
  readonly doubt?: string;
}

/** @returns the key of the account, or the problem in words that do not repeat the text */
export function readRecipient(text: string): AccountKey | { readonly problem: string } {
  if (/^ \d/.test(text)) {
    return { problem: 'begins with a space: in a query string a + must travel as %2B' };
  }
  if (text.length > MAX_LENGTH) return { problem: `is longer than ${MAX_LENGTH} characters` };
  if (EMAIL.test(text)) return { kind: 'email', address: text.toLowerCase() };
  // Before the phone numbers: a token of digits alone is longer than any of them.
  if (TOKEN.test(text)) return { kind: 'token', address: text };
  const digits = text.replace(PHONE_PUNCTUATION, '');
  if (PHONE.test(digits)) {
    if (digits.startsWith('+')) return { kind: 'phone', address: digits };
    return {
      kind: 'phone',
      address: `+${digits}`,
      doubt:
        "is a phone number without a +: its first digits are read as a country's code, so that a national " +
        'number is one of another country',
    };
  }
  return { problem: 'is not a user or group token, an email address or a phone number' };
}
