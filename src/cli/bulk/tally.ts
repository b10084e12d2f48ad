/** Counts the outcomes of rows, and gives the exit code for them. */
import { EXIT, type ExitCode } from '../shell/exit-code.js';

/** What a row is when that was done with it. */
export const DONE = { send: 'sent', enqueue: 'enqueued' } as const;

export type Verb = keyof typeof DONE;

export class Tally {
  /** Sent, or enqueued, by this run. */
  sent = 0;
  /** Of those: the service, or the outbox, had accepted them before. */
  duplicates = 0;
  /** By an earlier run of the same journal. */
  before = 0;
  invalid = 0;
  notSent = 0;
  unknown = 0;
  /** Rows that the file got while it was being sent; not part of this run. */
  added = 0;

  constructor(
    readonly rows: number,
    /** What is done with the rows. */
    readonly verb: Verb = 'send',
  ) {}

  /** What a row is when it is done. */
  get done(): (typeof DONE)[Verb] {
    return DONE[this.verb];
  }

  get settled(): number {
    return this.sent + this.before + this.failed;
  }

  get failed(): number {
    return this.invalid + this.notSent + this.unknown;
  }

  get left(): number {
    return this.rows - this.settled;
  }

  toJSON(): object {
    const { rows, done, sent, duplicates, before, invalid, notSent, unknown, left, added } = this;
    return { rows, [done]: sent, duplicates, before, invalid, notSent, unknown, left, added };
  }

  toString(): string {
    const parts = [
      [this.verb === 'send' ? 0 : this.duplicates, 'of them in the outbox before'],
      [this.before, `${this.done} by an earlier run`],
      [this.invalid, 'invalid'],
      [this.notSent, `not ${this.done}`],
      [this.unknown, 'unknown'],
      [this.left, 'left'],
      [this.added, 'added to the file meanwhile'],
    ] as const;
    const others = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
    const rows = this.rows === 1 ? '1 row' : `${this.rows} rows`;
    return [`${rows}: ${this.sent} ${this.done}`, ...others].join(', ');
  }

  get exitCode(): ExitCode {
    if (this.unknown > 0) return EXIT.unknown;
    if (this.notSent + this.left + this.added > 0) return EXIT.failed;
    return this.invalid > 0 ? EXIT.usage : EXIT.done;
  }
}
