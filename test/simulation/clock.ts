/** The clocks of the machine that the clients run on: they can be set, stand still, and run their timers badly. */
import type { Clock } from '../../src/index.js';
import type { Random } from './random.js';
import type { ScheduledEvent, Scheduler } from './scheduler.js';

/** Whatever runs on the machine, and may be killed. */
export interface Process {
  dead: boolean;
  /** Timers that are set. */
  timers: number;
}

export interface ClockFaults {
  /** Timers fire up to a millisecond early, as Node's do, which count in whole milliseconds. */
  readonly early: boolean;
  /** Timers fire late, as on a busy machine. */
  readonly late: boolean;
  /** Whether the monotonic clock counts the time that the machine sleeps, as it does on some systems. */
  readonly countsSleep: boolean;
}

/** How late a timer is at most. */
export const LATENESS_MS = 50;

interface Timer {
  readonly due: number;
  event: ScheduledEvent | undefined;
}

export class MachineClock {
  /** How often the machine has slept. */
  sleeps = 0;
  #offset = Date.UTC(2026, 0, 1);
  #slept = 0;
  #wakesAt = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly faults: ClockFaults,
  ) {}

  /** The wall clock. */
  now(): number {
    return this.scheduler.now + this.#offset;
  }

  monotonic(): number {
    return this.scheduler.now - this.#slept;
  }

  /** Sets the wall clock; no time goes by. */
  set(ms: number): void {
    this.#offset += ms;
  }

  /** From now on nothing runs on the machine, for so long. */
  sleep(ms: number): void {
    if (this.#wakesAt > this.scheduler.now) return;
    this.sleeps += 1;
    if (!this.faults.countsSleep) this.#slept += ms;
    this.#wakesAt = this.scheduler.now + ms;
  }

  /** Something that happens on the machine: not while it sleeps, and not in a process that was killed. */
  after(ms: number, process: Process, action: () => void): void {
    this.scheduler.after(ms, () => {
      const asleep = this.#wakesAt - this.scheduler.now;
      if (process.dead) return;
      if (asleep > 0) this.after(asleep, process, action);
      else action();
    });
  }

  /** The clock as a process of this machine reads it. */
  of(process: Process): Clock {
    return {
      now: () => this.now(),
      monotonic: () => this.monotonic(),
      setTimeout: (callback, ms) => this.#setTimer(process, callback, ms),
      clearTimeout: (handle) => {
        const timer = handle as Timer | undefined;
        if (timer?.event === undefined) return;
        timer.event.action = undefined;
        timer.event = undefined;
        process.timers -= 1;
      },
    };
  }

  #setTimer(process: Process, callback: () => void, ms: number): Timer {
    const { early, late } = this.faults;
    // A timer waits a millisecond at least, and rounds down.
    const whole = Math.max(1, Math.floor(ms));
    const slip = early ? -this.random.next() : 0;
    const delay = late && this.random.chance(0.2) ? this.random.next() * LATENESS_MS : 0;
    const timer: Timer = {
      due: this.monotonic() + Math.max(0, whole + slip + delay),
      event: undefined,
    };
    const fire = (): void => {
      const left = Math.max(
        timer.due - this.monotonic(),
        // What was due meanwhile is done on waking.
        this.#wakesAt - this.scheduler.now,
      );
      if (left > 0) {
        timer.event = this.scheduler.after(left, fire);
        return;
      }
      timer.event = undefined;
      process.timers -= 1;
      if (!process.dead) callback();
    };
    process.timers += 1;
    timer.event = this.scheduler.after(timer.due - this.monotonic(), fire);
    return timer;
  }
}
