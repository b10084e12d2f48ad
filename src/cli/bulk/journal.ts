/**
 * What became of each row, in a file beside the rows: what a killed run leaves for the next one. Its
 * first line fixes the run's name before anything is sent, and request ids follow from that name; so a
 * row whose line was never written is sent again with the same id, and arrives once.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { wordsOfFileError } from './input-file.js';
import {
  checkIdentity,
  type Entry,
  FORMAT,
  type Header,
  type Identity,
  parsed,
  START,
} from './journal-lines.js';
import { linesOf, LineTooLongError } from './lines.js';

export class Journal {
  readonly #sent: Uint8Array;
  #needsLineBreak = false;
  #header: Header | undefined;

  private constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
    rows: number,
  ) {
    this.#sent = new Uint8Array(rows + 1);
  }

  /**
   * Takes up the run that the journal tells of, or begins one. To be called under the lock.
   * @throws UsageError when the journal is of something else
   */
  static async open(file: string, identity: Identity, rows: number): Promise<Journal> {
    // Only its owner reads it: it tells that messages were sent, and when.
    const handle = await open(file, 'a+', 0o600).catch((error: unknown): never => {
      throw new UsageError(`the journal, ${file}, ${wordsOfFileError(error)}`);
    });
    const journal = new Journal(handle, file, rows);
    try {
      await journal.#read().catch((error: unknown): never => {
        throw error instanceof LineTooLongError ? journal.#stranger() : error;
      });
      if (journal.#header === undefined) await journal.#begin(identity);
      else checkIdentity(file, journal.#header, identity);
      return journal;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The name of the run. */
  get run(): string {
    return this.#header?.run ?? '';
  }

  isSent(row: number): boolean {
    return this.#sent[row] === 1;
  }

  /** At once, not later: what is written survives the end of the process. @throws what writing throws */
  append(entry: Entry): void {
    this.#write(entry);
  }

  async close(): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
  }

  async #read(): Promise<void> {
    let last = '';
    const text = async function* (file: string): AsyncGenerator<string> {
      for await (const piece of createReadStream(file, 'utf8')) yield (last = piece as string);
    };
    let count = 0;
    let first = '';
    for await (const line of linesOf(text(this.path))) {
      count += 1;
      const { format, row, outcome, ...rest } = parsed(line);
      if (count === 1) first = line;
      if (count === 1 && format === FORMAT) this.#header = { format, ...rest } as Header;
      if (row !== undefined && outcome === 'sent') this.#sent[row] = 1;
    }
    this.#needsLineBreak = last !== '' && !last.endsWith('\n');
    if (count === 0 || this.#header !== undefined) return;
    if (count > 1 || !this.#needsLineBreak || !first.startsWith(START)) throw this.#stranger();
    // Cut off in its first line: that run sent nothing.
    await this.handle.truncate();
    this.#needsLineBreak = false;
  }

  #stranger(): UsageError {
    return new UsageError(`${this.path} is no journal of this command; give another by --journal`);
  }

  async #begin(identity: Identity): Promise<void> {
    const began = new Date().toISOString();
    this.#header = { format: FORMAT, run: randomUUID(), began, ...identity };
    this.#write(this.#header);
    // Before the first row is sent, the name of the run must survive a power failure, the file's entry too.
    await this.handle.sync();
    const folder = await open(path.dirname(this.path), 'r').catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }

  #write(line: object): void {
    const text = `${this.#needsLineBreak ? '\n' : ''}${JSON.stringify(line)}\n`;
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      written += writeSync(this.handle.fd, bytes, written);
    }
    this.#needsLineBreak = false;
  }
}
