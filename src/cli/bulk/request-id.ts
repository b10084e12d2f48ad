/** The request id of a row: the same each time the run is resumed, and different for each row. */
import { createHash } from 'node:crypto';

import type { SendMessage } from '../../index.js';

/**
 * A UUID of version 8, for ids of one's own making (RFC 9562, section 5.8), from the run, the row's
 * place and its content: two equal rows are two messages, and another run sends the file again.
 */
export function createRequestId(run: string, row: number, message: SendMessage): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([run, row, message]))
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
