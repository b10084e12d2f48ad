/** Where the client reads the time and sets its timers; a test gives its own and need not sleep. */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

export const systemClock: Clock = {
  // Monotonic: a clock set back must not stretch `totalTimeout`.
  now: () => performance.timeOrigin + performance.now(),
  // Not unref'd: a call that waits to retry must keep the process alive, or its message is lost.
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};
