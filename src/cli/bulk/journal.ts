/**
 * The outcome of each row, in a file beside the rows, so that a run can be resumed. Its first line holds
 * the id of the run and is written before anything is sent. Request ids are derived from that id and the
 * row's content, so a row whose outcome was never written is sent again with the same request id, and
 * arrives once; and a row whose content changed is another row.
 */
import { randomUUID } from 'node:crypto';
import { createReadStream, writeSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { describeFileError, type InputFile } from './input-file.js';
import {
  type Entry,
  FORMAT,
  type Header,
  type Identity,
  type InputLine,
  isInPlace,
  parseLine,
  START,
} from './journal-lines.js';
import { LineTooLongError, splitLines } from './lines.js';

const DIFFERENCES: Readonly<Record<keyof Identity, string>> = {
  server: 'it was for another server (TIGERCONNECT_BASE_URL)',
  options: 'it had other options; give the same ones',
};

/** Most contents stand once in a file: they share one list. */
const FIRST_COPY: readonly number[] = [1];

export class Journal {
  readonly #sent = new Map<string, readonly number[]>();
  readonly #owners = new Map<string, string>();
  readonly #inputs: InputLine[] = [];
  #needsLineBreak = false;
  #header: Header | undefined;

  private constructor(
    private readonly handle: FileHandle,
    readonly path: string,
  ) {}

  /**
   * Resumes the run of the journal, or begins one. The caller holds the lock.
   * @throws UsageError when the journal belongs to another run
   */
  static async open(file: string, identity: Identity, input: InputFile): Promise<Journal> {
    // For its owner only: it says which messages were sent, and when.
    const handle = await open(file, 'a+', 0o600).catch((error: unknown): never => {
      throw new UsageError(`the journal, ${file}: ${describeFileError(error)}`);
    });
    const journal = new Journal(handle, file);
    try {
      await journal.#read().catch((error: unknown): never => {
        throw error instanceof LineTooLongError ? journal.#notAJournal() : error;
      });
      if (journal.#header === undefined) await journal.#begin(identity, input);
      else await journal.#resume(journal.#header, identity, input);
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

  /** When the run began. */
  get began(): string {
    return this.#header?.began ?? '';
  }

  /** The copies of a content that were sent. */
  sentCopies(content: string): readonly number[] {
    return this.#sent.get(content) ?? [];
  }

  /** The content that may have been sent with a request id of the file's own. */
  findOwner(requestId: string): string | undefined {
    return this.#owners.get(requestId.toLowerCase());
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
    const pieces = async function* (file: string): AsyncGenerator<string> {
      for await (const piece of createReadStream(file, 'utf8')) yield (last = piece as string);
    };
    let count = 0;
    let first = '';
    for await (const text of splitLines(pieces(this.path))) {
      count += 1;
      const line = parseLine(text);
      if (count === 1) first = text;
      if (count === 1 && line.format === FORMAT) this.#header = line as Header;
      else if (line.input !== undefined) this.#inputs.push(line as InputLine);
      else if (line.outcome !== undefined) this.#remember(line as Entry);
    }
    this.#needsLineBreak = last !== '' && !last.endsWith('\n');
    if (count === 0 || this.#header !== undefined) return;
    if (count > 1 || !this.#needsLineBreak || !first.startsWith(START)) throw this.#notAJournal();
    // Cut off in its first line: that run sent nothing.
    await this.handle.truncate();
    this.#needsLineBreak = false;
  }

  #remember({ content, copy, requestId, outcome }: Entry): void {
    if (copy === 0) {
      if (outcome === 'not-sent') this.#owners.delete(requestId.toLowerCase());
      else this.#owners.set(requestId.toLowerCase(), content);
    }
    if (outcome !== 'sent') return;
    const before = this.#sent.get(content);
    if (before === undefined && copy === 1) this.#sent.set(content, FIRST_COPY);
    else if (!before?.includes(copy)) this.#sent.set(content, [...(before ?? []), copy]);
  }

  #notAJournal(): UsageError {
    return new UsageError(
      `${this.path} is not a journal of this command; give another with --journal`,
    );
  }

  async #begin(identity: Identity, input: InputFile): Promise<void> {
    const began = new Date().toISOString();
    this.#header = { format: FORMAT, run: randomUUID(), began, ...identity };
    this.#write(this.#header);
    this.#writeInput(input.names);
    // The run's id and the file's directory entry must survive a power failure before the first row is sent.
    await this.handle.sync();
    const folder = await open(path.dirname(this.path), 'r').catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }

  async #resume(header: Header, identity: Identity, { names }: InputFile): Promise<void> {
    const difference = (['server', 'options'] as const).find(
      (part) => header[part] !== identity[part],
    );
    if (difference !== undefined) {
      throw new UsageError(
        `the journal, ${this.path}, belongs to a run begun ${header.began}: ${DIFFERENCES[difference]}. ` +
          'To send every row again, also those that were sent, remove the journal.',
      );
    }
    const last = this.#inputs.at(-1);
    const isKnown =
      this.#inputs.some(({ input, id }) => input === names.path || id === names.id) ||
      // One with the file's name was moved together with it.
      path.basename(this.path) === `${path.basename(names.path)}.journal`;
    // An editor may have saved the file anew before it was renamed.
    if (last !== undefined && !isKnown && (await isInPlace(this.#inputs))) {
      throw new UsageError(
        `the journal, ${this.path}, belongs to another file, ${last.input}; give another with --journal`,
      );
    }
    if (last?.input !== names.path || last.id !== names.id) this.#writeInput(names);
  }

  #writeInput({ path: input, id }: InputFile['names']): void {
    this.#write({ input, id } satisfies InputLine);
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
