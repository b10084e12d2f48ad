/**
 * The outcome of each row, in a file beside the rows, so that a run can be resumed. Its header holds the id of the run
 * and is written before anything is sent. Request ids are derived from that id and the row's content, so a row whose
 * outcome was never written is sent again with the same request id, and arrives once; and a row whose content changed
 * is another row. It is only ever appended to: another process may be writing to it, which the lock does not see.
 */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';

import { UsageError } from '../shell/usage-error.js';
import { describeFileError, type InputFile } from './input-file.js';
import { JournalContents } from './journal-contents.js';
import {
  type Entry,
  FORMAT,
  type Header,
  type Identity,
  type InputLine,
  isInPlace,
  writeLine,
} from './journal-lines.js';
import { placeHeader } from './journal-start.js';
import { LineTooLongError } from './lines.js';

const DIFFERENCES: Readonly<Record<keyof Identity, string>> = {
  server: 'it was for another server (TIGERCONNECT_BASE_URL), or for an outbox, or another one',
  options: 'it had other options; give the same ones',
};

/** Opens the file, for its owner only: it says which messages were sent, and when. */
async function openFile(file: string, header: Header): Promise<FileHandle> {
  try {
    if (!(await stat(file).catch(() => undefined))) await placeHeader(file, header);
    return await open(file, 'a+', 0o600);
  } catch (cause) {
    throw new UsageError(`the journal, ${file}: ${describeFileError(cause)}`, { cause });
  }
}

/** @returns undefined when it is a file of another kind */
function read(file: string): Promise<JournalContents | undefined> {
  return JournalContents.read(file).catch((error: unknown) => {
    if (error instanceof LineTooLongError) return undefined;
    throw error;
  });
}

export class Journal {
  private constructor(
    private readonly handle: FileHandle,
    readonly path: string,
    /** What it held when it was opened. */
    readonly contents: JournalContents,
    private readonly header: Header,
  ) {}

  /**
   * Resumes the run of the journal, or begins one. Of several processes that begin one at once, one gives the header.
   * @throws UsageError when the journal belongs to another run
   */
  static async open(file: string, identity: Identity, { names }: InputFile): Promise<Journal> {
    const began = new Date().toISOString();
    const own: Header = { format: FORMAT, run: randomUUID(), began, ...identity };
    const handle = await openFile(file, own);
    try {
      let contents = await read(file);
      if (contents?.isBlank) {
        writeLine(handle.fd, own);
        // Another process may have appended one before.
        contents = await read(file);
      }
      if (contents?.header === undefined) {
        throw new UsageError(
          `${file} is not a journal of this command; give another with --journal`,
        );
      }
      const journal = new Journal(handle, file, contents, contents.header);
      await journal.#resume(identity, names);
      await journal.#sync();
      return journal;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The id of the run. */
  get run(): string {
    return this.header.run;
  }

  /** When the run began. */
  get began(): string {
    return this.header.began;
  }

  /** @throws what writing throws */
  append(entry: Entry): void {
    writeLine(this.handle.fd, entry);
  }

  async close(): Promise<void> {
    await this.handle.sync();
    await this.handle.close();
  }

  /**
   * The run's id and the file's directory entry must survive a power failure before the first row is sent, also
   * where an earlier run was killed before it came to that.
   */
  async #sync(): Promise<void> {
    await this.handle.sync();
    const folder = await open(path.dirname(this.path), 'r').catch(() => undefined);
    await folder?.sync().catch(() => undefined);
    await folder?.close();
  }

  async #resume(identity: Identity, names: InputFile['names']): Promise<void> {
    const { began } = this.header;
    const { inputs } = this.contents;
    const difference = (['server', 'options'] as const).find(
      (part) => this.header[part] !== identity[part],
    );
    if (difference !== undefined) {
      throw new UsageError(
        `the journal, ${this.path}, belongs to a run begun ${began}: ${DIFFERENCES[difference]}. ` +
          'To send every row again, also those that were sent, remove the journal.',
      );
    }
    const last = inputs.at(-1);
    const isKnown =
      inputs.some(({ input, id }) => input === names.path || id === names.id) ||
      // One with the file's name was moved together with it.
      path.basename(this.path) === `${path.basename(names.path)}.journal`;
    // An editor may have saved the file anew before it was renamed.
    if (last !== undefined && !isKnown && (await isInPlace(inputs))) {
      throw new UsageError(
        `the journal, ${this.path}, belongs to another file, ${last.input}; give another with --journal`,
      );
    }
    if (last?.input === names.path && last.id === names.id) return;
    writeLine(this.handle.fd, { input: names.path, id: names.id } satisfies InputLine);
  }
}
