/** What a row is known by: the hash of its content, and the request id that is derived from it. */
import { createHash } from 'node:crypto';

import { JsonNumber } from '../../messages/data.js';
import { FIELDS, type Fields } from './fields.js';

/**
 * The same for the same fields, whatever the order, the spelling of names and the format of the file.
 * @param run the id of the run: another run hashes, and sends, the same row anew
 */
export function hashContent(run: string, fields: Fields): string {
  const { requestId, ...others } = fields;
  // UUIDs are the same in upper and lower case.
  const id = typeof requestId === 'string' ? requestId.toLowerCase() : requestId;
  const values = FIELDS.map((field) => (field === 'requestId' ? id : others[field]));
  const text = JSON.stringify([run, ...values], (_, value: unknown) => {
    // 1.10 is not 1.1, nor a text.
    if (value instanceof JsonNumber) return `n${value.text}`;
    return typeof value === 'string' ? `s${value}` : value;
  });
  const digest = createHash('sha256').update(text);
  return digest.digest('base64url').slice(0, 32);
}

/**
 * A UUID of version 8, for ids of one's own making (RFC 9562, section 5.8).
 * @param copy counts rows with the same content, from 1: two equal rows are two messages
 */
export function createRequestId(content: string, copy: number): string {
  const digest = createHash('sha256').update(`${content} ${copy}`).digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
