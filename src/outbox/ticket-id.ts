/**
 * Ids of jobs that sort in the order in which they were made (UUID version 7, RFC 9562): pg-boss orders jobs of one
 * transaction, which share their time, by id.
 */
import { randomBytes } from 'node:crypto';

const COUNTER_LIMIT = 0x1000;

/** Makes ids, each greater than the one before, whatever the clock does. */
export function ticketIds(now: () => number = Date.now): () => string {
  let time = 0;
  let counter = 0;
  return () => {
    const current = now();
    counter += 1;
    if (current > time) {
      time = current;
      counter = 0;
    } else if (counter === COUNTER_LIMIT) {
      time += 1;
      counter = 0;
    }
    const head = time.toString(16).padStart(12, '0');
    const tail = randomBytes(8);
    // The variant of the RFC.
    tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80;
    const rest = tail.toString('hex');
    return [
      head.slice(0, 8),
      head.slice(8),
      `7${counter.toString(16).padStart(3, '0')}`,
      rest.slice(0, 4),
      rest.slice(4),
    ].join('-');
  };
}
