/**
 * The outcome of each row, in a file beside the rows, so that a run can be resumed. Its first line holds
 * the id of the run and is written before anything is sent. Request ids are derived from that id, so a
 * row whose outcome was never written is sent again with the same request id, and arrives once.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { describeFileError } from './input-file.js';
import {
  checkIdentity,
  type Entry,
  FORMAT,
  type Header,
  type Identity,
  parseLine,
  START,
} from './journal-lines.js';
import { splitLines, LineTooLongError } from './lines.js';

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
   * Resumes the run of the journal, or begins one. The caller holds the lock.
   * @throws UsageError when the journal belongs to another run
   */
  static async open(file: string, identity: Identity, rows: number): Promise<Journal> {
    // For its owner only: it says which messages were sent, and when.
    const handle = await open(file, 'a+', 0o600).catch((error: unknown): never => {
      throw new UsageError(`the journal, ${file}: ${describeFileError(error)}`);
    });
    const journal = new Journal(handle, file, rows);
    try {
      await journal.#read().catch((error: unknown): never => {
        throw error instanceof LineTooLongError ? journal.#notAJournal() : error;
      });
      if (journal.#header === undefined) await journal.#begin(identity);
      else checkIdentity(file, journal.#header, identity);
      return journal;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The id of the run. */
  get run(): string {
    return this.#header?.run ?? '';
  }

  isSent(row: number): boolean {
    return this.#sent[row] === 1;
  }

  /** Writes synchronously, so that the entry survives the end of the process. @throws what writing throws */
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
    for await (const line of splitLines(text(this.path))) {
      count += 1;
      const { format, row, outcome, ...rest } = parseLine(line);
      if (count === 1) first = line;
      if (count === 1 && format === FORMAT) this.#header = { format, ...rest } as Header;
      if (row !== undefined && outcome === 'sent') this.#sent[row] = 1;
    }
    this.#needsLineBreak = last !== '' && !last.endsWith('\n');
    if (count === 0 || this.#header !== undefined) return;
    if (count > 1 || !this.#needsLineBreak || !first.startsWith(START)) throw this.#notAJournal();
    // Cut off in its first line: that run sent nothing.
    await this.handle.truncate();
    this.#needsLineBreak = false;
  }

  #notAJournal(): UsageError {
    return new UsageError(
      `${this.path} is not a journal of this command; give another with --journal`,
    );
  }

  async #begin(identity: Identity): Promise<void> {
    const began = new Date().toISOString();
    this.#header = { format: FORMAT, run: randomUUID(), began, ...identity };
    this.#write(this.#header);
    // The run's id and the file's directory entry must survive a power failure before the first row is sent.
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
