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

/** Redirects that refuse nothing: 303 says "done, see there", 304 "accepted before". */
const DONE: ReadonlySet<number> = new Set([303, 304]);

/** What one failed attempt proves of the request. */
export function deliveryAfter(outcome: AttemptOutcome): Delivery {
  if (outcome.kind === 'failure') return outcome.sent ? 'unknown' : 'not-sent';
  const { status } = outcome;
  const refused = isClientError(status) && !UNPROVEN.has(status);
  const elsewhere = status >= 300 && status < 400 && !DONE.has(status);
  return refused || elsewhere ? 'not-sent' : 'unknown';
}
