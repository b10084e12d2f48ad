/** Where the client reads the time and sets its timers; a test gives its own and need not sleep. */

export interface Clock {
  /** The wall clock, in milliseconds since the epoch. It may be set, and it counts the time a machine sleeps. */
  now(): number;
  /** Milliseconds from some start, never set: for durations and limits. It may stand still while a machine sleeps. */
  monotonic(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The longest delay a timer takes: 2^31 - 1 ms, some 24 days. A longer one would fire at once. */
export const MAX_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Not unref'd: a call that waits to retry must keep the process alive, or its message is lost.
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};
