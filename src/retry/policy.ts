/** Which failures are worth another attempt. Pure: no clock, no counters, no I/O. */
import type { AttemptOutcome } from '../../generated/core/request.js';

const RETRIED_STATUSES: ReadonlyMap<number, string> = new Map([
  [408, 'the server gave up waiting for the request'],
  [425, 'the server will not risk an early replay'],
  [429, 'too many requests'],
  [500, 'the service failed'],
  [502, 'a gateway could not reach the service'],
  [503, 'the service is unavailable'],
  [504, 'a gateway gave up waiting for the service'],
]);

/** Why the attempt should be repeated, in words for a log; undefined when it should not. */
export function retryReason(outcome: AttemptOutcome): string | undefined {
  if (outcome.kind === 'failure') {
    switch (outcome.reason) {
      case 'connection':
        return 'the connection failed';
      case 'timeout':
        return 'the attempt timed out';
      case 'aborted': // the caller's wish
        return undefined;
    }
  }
  // A success, a redirect and the other refusals would be the same the next time.
  return RETRIED_STATUSES.get(outcome.status);
}
