/** Where the client reads the time and sets its timers; a test gives its own and need not sleep. */

export interface Clock {
  /** The wall clock, in milliseconds since the epoch. It may be set, and it counts the time a machine sleeps. */
  now(): number;
  /** Milliseconds from some start, never set: for durations and limits. It may stand still while a machine sleeps. */
  monotonic(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Not unref'd: a call that waits to retry must keep the process alive, or its message is lost.
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};
