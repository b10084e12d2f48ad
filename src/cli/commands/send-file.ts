/** `tigerconnect send --file …`: the rows of a file, in a run that can be resumed. */
import { createHash } from 'node:crypto';

import { type Format, InputFile } from '../bulk/input-file.js';
import { conclude } from '../bulk/conclusion.js';
import { findJournal } from '../bulk/find-journal.js';
import { Journal } from '../bulk/journal.js';
import { lock } from '../bulk/lock.js';
import { startProgress } from '../bulk/progress.js';
import { countNewRows, countRows, readRows } from '../bulk/rows.js';
import { BulkRun, type BulkRunParts, type StopReason } from '../bulk/run.js';
import { Tally } from '../bulk/tally.js';
import { type ClientOptions, createClient } from '../shell/client-options.js';
import { showRequests } from '../shell/dry-run.js';
import type { ExitCode } from '../shell/exit-code.js';
import { Interruption } from '../shell/interruption.js';
import { type MessageOptions, messageOptions } from '../shell/message-options.js';
import type { Output } from '../shell/output.js';
import { UsageError } from '../shell/usage-error.js';

export interface SendFileOptions extends MessageOptions, ClientOptions {
  file?: string;
  format?: Format;
  delimiter?: string;
  journal?: string;
  concurrency?: number;
  dryRun?: boolean;
}

function checkOptions(options: SendFileOptions): void {
  const strays = { to: '--to', body: '--body', data: '--data', requestId: '--request-id' };
  const stray = Object.entries(strays).find(([name]) => name in options);
  if (stray !== undefined) {
    throw new UsageError(`${stray[1]}: not with --file; each row has its own`);
  }
  if (options.delimiter !== undefined && !/^[^"\r\n]$/.test(options.delimiter)) {
    throw new UsageError('--delimiter: must be one character');
  }
}

async function run(
  input: InputFile,
  parts: Pick<BulkRunParts, 'messages' | 'journal' | 'tally'>,
  options: SendFileOptions,
  output: Output,
): Promise<StopReason | undefined> {
  const { concurrency = 8, delimiter } = options;
  const progress = await startProgress(output, parts.tally.rows, options.verbose === true);
  const interruption = new Interruption();
  const defaults = messageOptions(options);
  const run = new BulkRun({ ...parts, defaults, concurrency, output, progress, interruption });
  try {
    await run.sendAll(readRows(input, delimiter));
  } finally {
    progress.update(parts.tally);
    progress.end();
    interruption.dispose();
  }
  return run.stopped;
}

async function dryRun(
  input: InputFile,
  options: SendFileOptions,
  output: Output,
): Promise<ExitCode> {
  const { delimiter } = options;
  const tally = new Tally(await countRows(readRows(input, delimiter)));
  const client = createClient(
    options,
    output,
    showRequests(output, () => false),
  );
  const parts = { messages: client.messages, journal: undefined, tally };
  // One after another, so that they appear in order.
  await run(input, parts, { ...options, concurrency: 1 }, output);
  if (!output.json) {
    output.note(`${tally.rows} rows, ${tally.failed} of them invalid; nothing was sent.`);
  }
  return tally.exitCode;
}

/** Where the rows go. */
const serverName = (): string => process.env['TIGERCONNECT_BASE_URL'] ?? '';

/** Rows that the file got while it was being sent; 0 when it was renamed or is no longer of its format. */
async function countAdded(input: InputFile, { delimiter }: SendFileOptions): Promise<number> {
  try {
    const later = await InputFile.read(input.names.path, input.format);
    if (later.equals(input)) return 0;
    return await countNewRows(readRows(input, delimiter), readRows(later, delimiter));
  } catch (error) {
    if (error instanceof UsageError) return 0;
    throw error;
  }
}

async function sendRows(
  input: InputFile,
  journalPath: string,
  options: SendFileOptions,
  output: Output,
): Promise<ExitCode> {
  const { defaultCountry, delimiter, header } = options;
  const client = createClient(options, output);
  const tally = new Tally(await countRows(readRows(input, delimiter)));
  const meaning = JSON.stringify([messageOptions(options), defaultCountry, header]);
  const identity = {
    server: serverName(),
    options: createHash('sha256').update(meaning).digest('hex'),
  };
  const journal = await Journal.open(journalPath, identity, input);
  try {
    const parts = { messages: client.messages, journal, tally };
    const stopped = await run(input, parts, options, output);
    tally.added = await countAdded(input, options);
    return await conclude(tally, stopped, journal, output);
  } finally {
    await journal.close();
    client.close();
  }
}

export async function sendFile(options: SendFileOptions, output: Output): Promise<ExitCode> {
  checkOptions(options);
  const input = await InputFile.read(options.file ?? '', options.format);
  if (options.dryRun === true) return dryRun(input, options, output);
  const readAgain = () => readRows(input, options.delimiter);
  const journal = await findJournal(input, options.journal, serverName(), readAgain);
  const unlock = await lock(journal);
  if (unlock === undefined) {
    throw new UsageError('another run is sending this file; wait until it ends');
  }
  try {
    return await sendRows(input, journal, options, output);
  } finally {
    await unlock();
  }
}
