/** Which failures are worth another attempt. Pure: no clock, no counters, no I/O. */
import type { AttemptOutcome } from '../../generated/core/request.js';
import { deliveryAfter } from './delivery.js';

const RETRIED_STATUSES: ReadonlySet<number> = new Set([
  408, // the server gave up waiting for the request
  425, // the server will not risk an early replay
  429, // too many requests for now
  500, // the service failed
  502, // a gateway could not reach the service
  503, // the service is unavailable
  504, // a gateway gave up waiting for the service
]);

/** Methods that HTTP calls idempotent (RFC 9110, 9.2.2): a repeat does no more than the first. */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

/**
 * @param method of the request
 * @param hasKey whether it carries an idempotency key
 */
export function isRetried(outcome: AttemptOutcome, method: string, hasKey: boolean): boolean {
  // What may have been done once must not be done twice.
  const repeatable = hasKey || IDEMPOTENT.has(method) || deliveryAfter(outcome) === 'not-sent';
  if (!repeatable) return false;
  // The next connection may hold, the next answer may be quick; an abort is the caller's wish.
  if (outcome.kind === 'failure') return outcome.reason !== 'aborted';
  // A success, a redirect and the other refusals would be the same the next time.
  return RETRIED_STATUSES.has(outcome.status);
}
