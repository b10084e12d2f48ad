/** Many deadlines on one timer. */
import type { Clock } from '../../clock.js';

/** The longest delay a timer takes, 2^31 - 1 ms; a longer one would fire at once. */
const MAX_TIMER_MS = 2_147_483_647;

/** This machine's time. Its timers do not keep the process alive; a running server does. */
export const SANDBOX_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, ms) => setTimeout(callback, ms).unref(),
  clearTimeout: (handle) => {
    clearTimeout(handle as NodeJS.Timeout);
  },
};

export class Deadlines {
  readonly #due = new Map<string, { at: number; act: () => void }>();
  #timer: { at: number; handle: unknown } | undefined;

  constructor(private readonly clock: Clock) {}

  /** Replaces what was set under the same key. */
  set(key: string, at: number, act: () => void): void {
    this.#due.set(key, { at, act });
    if (this.#timer === undefined || at < this.#timer.at) this.#arm(at);
  }

  clear(key: string): void {
    this.#due.delete(key);
  }

  /** Does what is due by now, in order, even when the timer is late. */
  run(): void {
    const now = this.clock.now();
    if (this.#timer === undefined || this.#timer.at > now) return;
    const due = [...this.#due].filter(([, { at }]) => at <= now);
    for (const [key, { act }] of due.sort(([, a], [, b]) => a.at - b.at)) {
      this.#due.delete(key);
      act();
    }
    this.#disarm();
    let next = Infinity;
    for (const { at } of this.#due.values()) next = Math.min(next, at);
    if (next !== Infinity) this.#arm(next);
  }

  stop(): void {
    this.#due.clear();
    this.#disarm();
  }

  #arm(at: number): void {
    this.#disarm();
    const delay = Math.min(Math.max(at - this.clock.now(), 0), MAX_TIMER_MS);
    const handle = this.clock.setTimeout(() => {
      // Early when the moment is farther off than a timer reaches.
      if (at > this.clock.now()) this.#arm(at);
      else this.run();
    }, delay);
    this.#timer = { at, handle };
  }

  #disarm(): void {
    if (this.#timer !== undefined) this.clock.clearTimeout(this.#timer.handle);
    this.#timer = undefined;
  }
}
