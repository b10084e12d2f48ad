/** A run over the rows of a file, which can be resumed: its journal, its lock, its progress and its end. */
import { createHash } from 'node:crypto';

import type { CountryCode } from '../../index.js';
import type { ExitCode } from '../shell/exit-code.js';
import { Interruption } from '../shell/interruption.js';
import { type MessageOptions, messageOptions } from '../shell/message-options.js';
import type { Output } from '../shell/output.js';
import { UsageError } from '../shell/usage-error.js';
import { conclude } from './conclusion.js';
import { findJournal } from './find-journal.js';
import { type Format, InputFile } from './input-file.js';
import { Journal } from './journal.js';
import { lock } from './lock.js';
import { startProgress } from './progress.js';
import { countNewRows, countRows, readRows } from './rows.js';
import { BulkRun, type BulkRunParts, type StopReason } from './run.js';
import { Tally, type Verb } from './tally.js';

export interface FileOptions extends MessageOptions {
  file?: string;
  format?: Format;
  delimiter?: string;
  journal?: string;
  defaultCountry?: CountryCode;
  verbose?: boolean;
}

/** What becomes of the rows. */
export interface Purpose extends Pick<BulkRunParts, 'send'> {
  readonly verb: Verb;
  /** Where the rows go. A journal of another place does not matter. */
  readonly place: string;
  /** Options that change what is sent, beside those of its messages. */
  readonly meaning: unknown;
}

/** @throws UsageError */
export async function readInput(options: FileOptions): Promise<InputFile> {
  const strays = { to: '--to', body: '--body', data: '--data', requestId: '--request-id' };
  const stray = Object.entries(strays).find(([name]) => name in options);
  if (stray !== undefined) {
    throw new UsageError(`${stray[1]}: not with --file; each row has its own`);
  }
  if (options.delimiter !== undefined && !/^[^"\r\n]$/.test(options.delimiter)) {
    throw new UsageError('--delimiter: must be one character');
  }
  return InputFile.read(options.file ?? '', options.format);
}

/** @returns why the run ended before all rows were done */
export async function runRows(
  input: InputFile,
  parts: Pick<BulkRunParts, 'send' | 'journal' | 'tally'>,
  options: FileOptions,
  output: Output,
): Promise<StopReason | undefined> {
  const progress = await startProgress(output, parts.tally.rows, options.verbose === true);
  const interruption = new Interruption();
  const defaults = messageOptions(options);
  const run = new BulkRun({ ...parts, defaults, output, progress, interruption });
  try {
    await run.sendAll(readRows(input, options.delimiter));
  } finally {
    progress.update(parts.tally);
    progress.end();
    interruption.dispose();
  }
  return run.stopped;
}

/** Rows that the file got while it was being sent; 0 when it was renamed or is no longer of its format. */
async function countAdded(input: InputFile, { delimiter }: FileOptions): Promise<number> {
  try {
    const later = await InputFile.read(input.names.path, input.format);
    if (later.equals(input)) return 0;
    return await countNewRows(readRows(input, delimiter), readRows(later, delimiter));
  } catch (error) {
    if (error instanceof UsageError) return 0;
    throw error;
  }
}

async function runWithJournal(
  input: InputFile,
  journalPath: string,
  { verb, place, meaning, send }: Purpose,
  options: FileOptions,
  output: Output,
): Promise<ExitCode> {
  const tally = new Tally(await countRows(readRows(input, options.delimiter), verb), verb);
  const text = JSON.stringify([messageOptions(options), options.defaultCountry, meaning]);
  const identity = { server: place, options: createHash('sha256').update(text).digest('hex') };
  const journal = await Journal.open(journalPath, identity, input);
  try {
    const stopped = await runRows(input, { send, journal, tally }, options, output);
    tally.added = await countAdded(input, options);
    return await conclude(tally, stopped, journal, output);
  } finally {
    await journal.close();
  }
}

export async function runFile(
  input: InputFile,
  purpose: Purpose,
  options: FileOptions,
  output: Output,
): Promise<ExitCode> {
  const readAgain = () => readRows(input, options.delimiter);
  const journal = await findJournal(input, options.journal, purpose.place, readAgain);
  const unlock = await lock(journal);
  if (unlock === undefined) {
    throw new UsageError('another run is sending this file; wait until it ends');
  }
  try {
    return await runWithJournal(input, journal, purpose, options, output);
  } finally {
    await unlock();
  }
}
