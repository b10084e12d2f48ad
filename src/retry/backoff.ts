/** How long to wait before the next attempt when the server did not say. Pure. */

const BASE_MS = 500;
const CAP_MS = 8_000;

/**
 * Full jitter: anything from nothing to the exponential limit, so that clients which failed together
 * do not come back together.
 * @param attempts attempts made so far, 1 or more
 * @param random a number from 0 up to 1
 * @returns milliseconds
 */
export function backoff(attempts: number, random: number): number {
  return Math.floor(random * Math.min(CAP_MS, BASE_MS * 2 ** (attempts - 1)));
}
