/** When a message may go out: by the rate and the pause that all workers share. */
import type { Clock } from '../../clock.js';
import { wait } from '../../retry/wait.js';

/** Past its time by more than this, a message takes a new place: else those held up would go out all at once. */
const LATE_MS = 50;
/** Where the database itself takes longer than that to answer, waiting for better would be for ever. */
const TRIES = 3;

/** What is kept in the database. */
export interface SharedControl {
  /** @returns milliseconds until the first of the places taken */
  reserve(count: number, interval: number): Promise<number>;
  /** Milliseconds for which all workers wait. */
  pause(): Promise<number>;
}

export class Turns {
  #pausedUntil = -Infinity;

  /** @param interval milliseconds between two messages of all workers; undefined for no rate */
  constructor(
    private readonly shared: SharedControl,
    private readonly interval: number | undefined,
    private readonly clock: Clock,
  ) {}

  /** Milliseconds for which nothing may go out, as far as this worker knows. */
  pauseLeft(): number {
    return Math.max(0, this.#pausedUntil - this.clock.monotonic());
  }

  /** Learns of a pause that another worker was asked for. */
  async refresh(): Promise<void> {
    this.pauseFor(await this.shared.pause());
  }

  pauseFor(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.clock.monotonic() + ms);
  }

  /** @returns when each of so many messages may go out, by the monotonic clock */
  async reserve(count: number): Promise<number[]> {
    const { interval } = this;
    const asked = this.clock.monotonic();
    if (interval === undefined) return Array.from({ length: count }, () => asked);
    const first = await this.shared.reserve(count, interval);
    const answered = this.clock.monotonic();
    return Array.from({ length: count }, (_, index) => answered + first + index * interval);
  }

  /**
   * Waits until a message may go out.
   * @param due its time, as reserved
   * @returns false when the signal aborted before that
   */
  async take(due: number, signal: AbortSignal): Promise<boolean> {
    let time = due;
    for (let tries = 0; ; tries += 1) {
      for (;;) {
        if (signal.aborted) return false;
        const left = Math.max(time, this.#pausedUntil) - this.clock.monotonic();
        if (left <= 0) break;
        await wait(left, this.clock, signal);
      }
      const late = this.clock.monotonic() - time;
      if (this.interval === undefined || late <= LATE_MS || tries >= TRIES) return true;
      [time = time] = await this.reserve(1);
    }
  }
}
