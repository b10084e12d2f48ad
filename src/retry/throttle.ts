/** What all calls of a client share: so many attempts at a time, and the pause that a 429 asks for. */
import type { AttemptResponse } from '../../generated/core/answer.js';
import type { Clock } from '../clock.js';

/** Attempts under way at most; further ones wait for their turn. */
const MAX_ATTEMPTS = 64;

export class Throttle {
  #free = MAX_ATTEMPTS;
  readonly #waiting = new Set<() => void>();
  #pausedUntil = -Infinity;
  /** The answer that asked for the pause. */
  #refusal: AttemptResponse | undefined;

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
  pause(ms: number, now: number, refusal: AttemptResponse): void {
    if (now + ms <= this.#pausedUntil) return;
    this.#pausedUntil = now + ms;
    this.#refusal = refusal;
  }

  /** The milliseconds for which no attempt may begin, and the answer that asked for them. */
  pauseAt(now: number): { ms: number; refusal: AttemptResponse } | undefined {
    const ms = this.#pausedUntil - now;
    return ms > 0 && this.#refusal ? { ms, refusal: this.#refusal } : undefined;
  }
}
