/** A clock that a test moves; nothing in it waits. */
import type { Clock } from '../../src/index.js';

interface Timer {
  at: number;
  callback: () => void;
}

export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  #offset = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now + this.#offset;
  }

  monotonic(): number {
    return this.#now;
  }

  /** Sets the wall clock forward, or back, as an operator or the network does; no time goes by. */
  set(ms: number): void {
    this.#offset += ms;
  }

  setTimeout(callback: () => void, ms: number): Timer {
    const timer = { at: this.#now + ms, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as Timer);
  }

  /** Timers that are set and have neither fired nor been cleared. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves the time to the earliest timer and fires it. */
  next(): void {
    const [at] = [...this.#timers].map((timer) => timer.at).sort((a, b) => a - b);
    if (at === undefined) throw new Error('no timer is set');
    this.advance(at - this.#now);
  }

  /** Moves the time and fires what is due, in order. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
    }
    this.#now = until;
  }
}
