/** How long the text of a message stays. Pure; all times are milliseconds. */
import type { SandboxMessage } from './records.js';

const MS_PER_MINUTE = 60_000;
/** Of a message without a `ttl`, by the headers of the vendor's SDK for iOS. */
const DEFAULT_LIFETIME = 30 * 24 * 60 * MS_PER_MINUTE;
/** Of a message to be deleted on read, once it was read, by the vendor's SDKs. */
const LIFETIME_AFTER_READING = 60_000;
/** The `ttl` of a message that never expires, by a former README of the vendor's SDK. */
const NEVER = -1;
/** The latest time that a Date can hold; a `ttl` may ask for more. */
const END_OF_TIME = 8_640_000_000_000_000;

/**
 * When a message expires; undefined when it never does.
 * @param ttl in minutes
 */
export function findExpiry(sentAt: number, ttl: number | undefined): number | undefined {
  if (ttl === NEVER) return undefined;
  const lifetime = ttl === undefined ? DEFAULT_LIFETIME : ttl * MS_PER_MINUTE;
  return Math.min(sentAt + lifetime, END_OF_TIME);
}

/** When a message that is read now ends for that; undefined when it does not, or ends earlier. */
export function findEndAfterReading(
  { deleteOnRead, removed, expiresAt = Infinity }: SandboxMessage,
  now: number,
): number | undefined {
  const end = now + LIFETIME_AFTER_READING;
  return deleteOnRead && removed === undefined && end < expiresAt ? end : undefined;
}
