/**
 * What happens, in the order of virtual time. Nothing here waits: when everything that can run has run, the
 * time jumps to the next event.
 */
import type { Random } from './random.js';

export interface ScheduledEvent {
  readonly at: number;
  /** Decides between events of the same moment: their order is chance. */
  readonly tie: number;
  /** Undefined once it is cancelled. */
  action: (() => void) | undefined;
}

const PARTS_PER_MS = 1024;

const isBefore = (a: ScheduledEvent, b: ScheduledEvent): boolean =>
  a.at === b.at ? a.tie < b.tie : a.at < b.at;

export class Scheduler {
  /** True time, in milliseconds since the history began. */
  now = 0;
  /** Events that have happened. */
  steps = 0;
  /** A binary heap. */
  readonly #events: ScheduledEvent[] = [];

  /** Called right after the next event, while the promises that it settled are still to be acted on. */
  readonly inside: (() => void)[] = [];

  constructor(private readonly random: Random) {}

  after(ms: number, action: () => void): ScheduledEvent {
    // In parts that a number holds exactly, so that sums of times are exact as well.
    const at = this.now + Math.ceil(Math.max(0, ms) * PARTS_PER_MS) / PARTS_PER_MS;
    const event = { at, tie: this.random.next(), action };
    this.#push(event);
    return event;
  }

  /**
   * Runs until nothing is left to happen, or up to a time, or until `check`, which is called after each event, says to
   * stop.
   */
  run(check: () => boolean, until = Infinity): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = (): void => {
        try {
          const next = check() ? this.next(until) : undefined;
          if (next === undefined) {
            if (until < Infinity) this.now = until;
            resolve();
            return;
          }
          this.now = next.at;
          this.steps += 1;
          next.action?.();
          for (const act of this.inside.splice(0)) act();
          // An immediate comes when no promise is left to settle: the client can do nothing until time goes on.
          setImmediate(step);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      setImmediate(step);
    });
  }

  /** Takes the next event, unless it comes later than that. */
  protected next(until: number): ScheduledEvent | undefined {
    for (;;) {
      const [first] = this.#events;
      if (first === undefined || first.at > until) return undefined;
      this.#pop();
      if (first.action !== undefined) return first;
    }
  }

  #push(event: ScheduledEvent): void {
    const heap = this.#events;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !isBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  #pop(): ScheduledEvent | undefined {
    const heap = this.#events;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = heap[child];
      if (left === undefined) break;
      const right = heap[child + 1];
      const smaller = right !== undefined && isBefore(right, left) ? right : left;
      if (smaller === right) child += 1;
      if (!isBefore(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}
