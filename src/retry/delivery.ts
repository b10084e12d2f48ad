/** What an attempt proves: whether the request may have been acted on. What is not proven is unknown. */
import type { AttemptOutcome } from '../../generated/core/request.js';
import type { Delivery } from '../errors.js';

/** The registered client errors; 499 and the like are a gateway's words for a request that it left half-way. */
const isClientError = (status: number): boolean => status >= 400 && status <= 451;

/**
 * Client errors that may come after the request was acted on: 408 when the server gave up waiting for
 * the rest of it, 409 when it clashes with what is there, perhaps by an earlier attempt.
 */
const UNPROVEN: ReadonlySet<number> = new Set([408, 409]);

/**
 * Redirects that ask for the same request elsewhere, and so have not acted on it. A 301, 302 or 303 may be
 * the answer after it was; 304 says "accepted before".
 */
const ELSEWHERE: ReadonlySet<number> = new Set([307, 308]);

/** What one failed attempt proves of the request. */
export function deliveryAfter(outcome: AttemptOutcome): Delivery {
  if (outcome.kind === 'failure') return outcome.sent ? 'unknown' : 'not-sent';
  const { status } = outcome;
  const refused = isClientError(status) && !UNPROVEN.has(status);
  return refused || ELSEWHERE.has(status) ? 'not-sent' : 'unknown';
}
