/** A token bucket that all calls of one client share, so that retries cannot storm a service that is down. */

const CAPACITY = 500;
const RETRY_COST = 5;
const FIRST_TRY_REFILL = 1;

/** Retries take tokens; a call that succeeds gives back what it took. Full at first: 100 retries. */
export class RetryBudget {
  #tokens = CAPACITY;

  /** Takes the tokens of one retry; false when too few are left, and the retry must not be made. */
  take(): boolean {
    if (this.#tokens < RETRY_COST) return false;
    this.#tokens -= RETRY_COST;
    return true;
  }

  /** Gives back tokens for a call that succeeded after so many retries. */
  refund(retries: number): void {
    this.#tokens = Math.min(
      CAPACITY,
      this.#tokens + Math.max(FIRST_TRY_REFILL, retries * RETRY_COST),
    );
  }
}
