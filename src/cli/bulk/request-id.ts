/** The request id of a row: the same whenever the run is taken up again, and no other row's. */
import { createHash } from 'node:crypto';

import type { SendMessage } from '../../index.js';

/**
 * A UUID of version 8, which is for such (RFC 9562, section 5.8), out of the run, the row's place and
 * its content: two equal rows are two messages, and the same file sent by another run is sent again.
 */
export function requestIdOf(run: string, row: number, message: SendMessage): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([run, row, message]))
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  return digest.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
