/** Which failures are worth another attempt. Pure: no clock, no counters, no I/O. */
import type { AttemptOutcome } from '../../generated/core/request.js';

const RETRIED_STATUSES: ReadonlySet<number> = new Set([
  408, // the server gave up waiting for the request
  425, // the server will not risk an early replay
  429, // too many requests for now
  500, // the service failed
  502, // a gateway could not reach the service
  503, // the service is unavailable
  504, // a gateway gave up waiting for the service
]);

export function isRetried(outcome: AttemptOutcome): boolean {
  // The next connection may hold, the next answer may be quick; an abort is the caller's wish.
  if (outcome.kind === 'failure') return outcome.reason !== 'aborted';
  // A success, a redirect and the other refusals would be the same the next time.
  return RETRIED_STATUSES.has(outcome.status);
}
