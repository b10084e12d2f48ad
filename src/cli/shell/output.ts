/** What the command says: results on stdout, as JSON lines when asked for; everything else on stderr. */
import { once } from 'node:events';

export class Output {
  #closed = false;

  constructor(
    /** Whether results are JSON, one object a line. */
    readonly json: boolean,
  ) {
    // A reader that went away is no crash: `closed` tells, and what was sent is still accounted for.
    process.stdout.on('error', () => (this.#closed = true));
    process.stderr.on('error', () => undefined);
  }

  /** Whether nobody reads stdout any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** A result, in the form that was asked for; resolves when there is room for the next. */
  async result(object: object, text: string): Promise<void> {
    await this.#print(this.json ? JSON.stringify(object) : text);
  }

  /** What went wrong: among the results for a program that reads them, else for people. */
  async failure(object: object, text: string): Promise<void> {
    if (this.json) await this.#print(JSON.stringify(object));
    else this.note(text);
  }

  /** For people, on stderr. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  async #print(line: string): Promise<void> {
    if (this.#closed) return;
    // Waiting for the reader keeps the memory bounded; `once` rejects when the reader goes away.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain').catch(() => []);
  }
}
