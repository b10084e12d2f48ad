/** When a message may go out: by the rate and the pause that all workers share. */
import type { Clock } from '../../clock.js';
import { wait } from '../../retry/wait.js';

/** Past its time by more than this, a message takes a new place: else those held up would go out all at once. */
const LATE_MS = 50;
/** Where the database itself takes longer than that to answer, waiting for better would be for ever. */
const TRIES = 3;

/** So far ahead places are taken, and one at least: those of a worker that ends are lost, and all wait until they are over. */
const AHEAD_MS = 2_000;

/** What is kept in the database. */
export interface SharedControl {
  /** @returns milliseconds until the first of the places taken */
  reserve(count: number, interval: number): Promise<number>;
  /** Milliseconds for which all workers wait. */
  pause(): Promise<number>;
}

export class Turns {
  #pausedUntil = -Infinity;
  /** The places taken that are still to come, in their order. */
  #dues: number[] = [];

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

  /** How many more messages may take a place now; none before half of all can, so that one statement takes several. */
  room(): number {
    if (this.interval === undefined) return Infinity;
    const now = this.clock.monotonic();
    this.#dues = this.#dues.filter((due) => due > now);
    const most = Math.max(1, Math.ceil(AHEAD_MS / this.interval));
    const room = most - this.#dues.length;
    return room >= most / 2 ? room : 0;
  }

  /** Milliseconds until half of the places taken are over. */
  untilRoom(): number {
    const due = this.#dues[Math.floor(this.#dues.length / 2)];
    return due === undefined ? 0 : due - this.clock.monotonic();
  }

  /** @returns when each of so many messages may go out, by the monotonic clock */
  async reserve(count: number): Promise<number[]> {
    const { interval } = this;
    const asked = this.clock.monotonic();
    if (interval === undefined) return Array.from({ length: count }, () => asked);
    const first = await this.shared.reserve(count, interval);
    const answered = this.clock.monotonic();
    const dues = Array.from({ length: count }, (_, index) => answered + first + index * interval);
    this.#dues.push(...dues);
    return dues;
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
