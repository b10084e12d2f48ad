/** Counts the outcomes of rows, and gives the exit code for them. */
import { EXIT, type ExitCode } from '../shell/exit-code.js';

export class Tally {
  /** Sent by this run. */
  sent = 0;
  /** Of those sent: the service had accepted them before, and did not deliver them again. */
  duplicates = 0;
  /** Sent by an earlier run of the same journal. */
  before = 0;
  invalid = 0;
  notSent = 0;
  unknown = 0;
  /** Rows that the file got while it was being sent; not part of this run. */
  added = 0;

  constructor(readonly rows: number) {}

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
    const { rows, sent, duplicates, before, invalid, notSent, unknown, left, added } = this;
    return { rows, sent, duplicates, before, invalid, notSent, unknown, left, added };
  }

  toString(): string {
    const parts = [
      [this.before, 'sent by an earlier run'],
      [this.invalid, 'invalid'],
      [this.notSent, 'not sent'],
      [this.unknown, 'unknown'],
      [this.left, 'left'],
      [this.added, 'added to the file meanwhile'],
    ] as const;
    const others = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
    const rows = this.rows === 1 ? '1 row' : `${this.rows} rows`;
    return [`${rows}: ${this.sent} sent`, ...others].join(', ');
  }

  get exitCode(): ExitCode {
    if (this.unknown > 0) return EXIT.unknown;
    if (this.notSent + this.left + this.added > 0) return EXIT.failed;
    return this.invalid > 0 ? EXIT.usage : EXIT.done;
  }
}
