/** The output of the command: results on stdout, with --json as JSON lines; everything else on stderr. */
import { once } from 'node:events';

import { EXIT, type ExitCode } from './exit-code.js';

export class Output {
  /** Why stdout can no longer be written. */
  #error: NodeJS.ErrnoException | undefined;

  constructor(
    /** Whether results are JSON, one object a line. */
    readonly json: boolean,
  ) {
    // Not a crash: the outcomes of what was sent are still recorded.
    process.stdout.on('error', (error: Error) => {
      this.#error ??= error;
    });
    process.stderr.on('error', () => undefined);
  }

  /** Why nobody gets the results: stdout was closed by its reader, or cannot be written, say on a full disk. */
  get lost(): 'no-reader' | 'output' | undefined {
    if (this.#error === undefined) return undefined;
    return this.#error.code === 'EPIPE' ? 'no-reader' : 'output';
  }

  /** To be called at the end. @returns the exit code, which tells when results were lost */
  async finish(code: ExitCode): Promise<ExitCode> {
    await new Promise<void>((resolve) => {
      process.stdout.write('', (error) => {
        if (error) this.#error ??= error;
        resolve();
      });
    });
    if (this.lost === 'output') {
      this.note(`tigerconnect: stdout cannot be written (${this.#error?.code ?? 'unknown'})`);
    }
    if (code !== EXIT.done || this.lost === undefined) return code;
    return this.lost === 'output' ? EXIT.output : EXIT.interrupted;
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
    if (this.#error !== undefined) return;
    // Waiting for the reader keeps the memory bounded; `once` rejects when the reader goes away.
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain').catch(() => []);
  }
}
