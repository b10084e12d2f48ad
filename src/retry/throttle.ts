/** What all calls of a client share: so many attempts at a time, and the pause that a 429 asks for. */
import type { Clock } from '../clock.js';

/** Attempts under way at most; further ones wait for their turn. */
const MAX_ATTEMPTS = 64;

/** However long one answer asks the client to wait: a nonsensical one must not end it for good. */
const MAX_PAUSE_MS = 15 * 60_000;

export class Throttle {
  #free = MAX_ATTEMPTS;
  readonly #waiting = new Set<() => void>();
  #pausedUntil = -Infinity;

  /** Takes a slot, which `leave` gives back; false when none is free. */
  tryEnter(): boolean {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }

  /**
   * Takes a slot when one is free.
   * @returns false when `ms` went by, or the signal aborted, before that
   */
  enter(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<boolean> {
    if (this.tryEnter()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (entered: boolean): void => {
        this.#waiting.delete(enter);
        clock.clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        resolve(entered);
      };
      const enter = (): void => {
        end(true);
      };
      const giveUp = (): void => {
        end(false);
      };
      const timer = clock.setTimeout(giveUp, ms);
      signal?.addEventListener('abort', giveUp);
      this.#waiting.add(enter);
    });
  }

  /** Gives the slot to whoever waits longest. */
  leave(): void {
    const [next] = this.#waiting;
    if (next) next();
    else this.#free += 1;
  }

  /** Lets no attempt begin for so many milliseconds. */
  pause(ms: number, now: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(ms, MAX_PAUSE_MS));
  }

  /** The milliseconds for which no attempt may begin. */
  pauseAt(now: number): number {
    return Math.max(0, this.#pausedUntil - now);
  }
}
