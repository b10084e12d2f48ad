/** The output of the command: results on stdout, with --json as JSON lines; everything else on stderr. */
import { once } from 'node:events';

export class Output {
  #closed = false;

  constructor(
    /** Whether results are JSON, one object a line. */
    readonly json: boolean,
  ) {
    // A closed reader is not a crash: `closed` tells, and the outcomes of what was sent are still recorded.
    process.stdout.on('error', () => (this.#closed = true));
    process.stderr.on('error', () => undefined);
  }

  /** Whether stdout was closed by its reader. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Prints a result; resolves when there is room for the next. */
  async result(object: object, text: string): Promise<void> {
    await this.#print(this.json ? JSON.stringify(object) : text);
  }

  /** Prints a failure: with --json among the results, otherwise for people. */
  async failure(object: object, text: string): Promise<void> {
    if (this.json) await this.#print(JSON.stringify(object));
    else this.note(text);
  }

  /** Prints a line for people, on stderr. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  async #print(line: string): Promise<void> {
    if (this.#closed) return;
    // Waiting for the reader keeps the memory bounded; `once` rejects when the reader goes away.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain').catch(() => []);
  }
}
