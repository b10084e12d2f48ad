/** `tigerconnect send --file …`: the rows of a file, in a run that can be resumed. */
import { createHash } from 'node:crypto';

import type { CountryCode } from '../../index.js';
import { type Format, InputFile } from '../bulk/input-file.js';
import { conclude } from '../bulk/conclusion.js';
import { Journal } from '../bulk/journal.js';
import { lock } from '../bulk/lock.js';
import { startProgress } from '../bulk/progress.js';
import { type ReadRows, rowReader, survey } from '../bulk/rows.js';
import { BulkRun, type BulkRunParts, type StopReason } from '../bulk/run.js';
import { Tally } from '../bulk/tally.js';
import { showRequests } from '../shell/dry-run.js';
import { clientFromEnvironment } from '../shell/environment.js';
import type { ExitCode } from '../shell/exit-code.js';
import { Interruption } from '../shell/interruption.js';
import { type MessageOptions, messageOptions } from '../shell/message-options.js';
import type { Output } from '../shell/output.js';
import { UsageError } from '../shell/usage-error.js';

export interface SendFileOptions extends MessageOptions {
  file?: string;
  format?: Format;
  delimiter?: string;
  journal?: string;
  concurrency?: number;
  defaultCountry?: CountryCode;
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

type Conditions = Pick<BulkRunParts, 'messages' | 'journal' | 'tally'> & { digest: string };

async function run(
  read: ReadRows,
  { digest, ...conditions }: Conditions,
  options: SendFileOptions,
  output: Output,
): Promise<StopReason | undefined> {
  const progress = await startProgress(output, conditions.tally.rows);
  const interruption = new Interruption();
  const { concurrency = 8 } = options;
  const defaults = messageOptions(options);
  const run = new BulkRun({ ...conditions, defaults, concurrency, output, progress, interruption });
  const hash = createHash('sha256');
  try {
    await run.sendAll(read(hash));
  } finally {
    progress.update(conditions.tally);
    progress.end();
    interruption.dispose();
  }
  return run.stopped ?? (hash.digest('hex') === digest ? undefined : 'changed');
}

async function dryRun(read: ReadRows, options: SendFileOptions, output: Output): Promise<ExitCode> {
  const { rows, digest } = await survey(read);
  const tally = new Tally(rows);
  const { defaultCountry } = options;
  const client = clientFromEnvironment({
    defaultCountry,
    dryRun: showRequests(output, () => false),
  });
  const conditions = { messages: client.messages, journal: undefined, tally, digest };
  // One after another, so that they appear in order.
  await run(read, conditions, { ...options, concurrency: 1 }, output);
  if (!output.json) output.note(`${rows} rows, ${tally.failed} of them invalid; nothing was sent.`);
  return tally.exitCode;
}

async function sendRows(
  read: ReadRows,
  journalPath: string,
  options: SendFileOptions,
  output: Output,
): Promise<ExitCode> {
  const { defaultCountry } = options;
  const client = clientFromEnvironment({ defaultCountry });
  const { rows, digest } = await survey(read);
  const tally = new Tally(rows);
  const meaning = JSON.stringify([messageOptions(options), defaultCountry, options.delimiter]);
  const identity = {
    file: digest,
    server: process.env['TIGERCONNECT_BASE_URL'] ?? '',
    options: createHash('sha256').update(meaning).digest('hex'),
  };
  const journal = await Journal.open(journalPath, identity, rows);
  try {
    const conditions = { messages: client.messages, journal, tally, digest };
    return await conclude(tally, await run(read, conditions, options, output), output);
  } finally {
    await journal.close();
    client.close();
  }
}

export async function sendFile(options: SendFileOptions, output: Output): Promise<ExitCode> {
  checkOptions(options);
  const input = await InputFile.open(options.file ?? '', options.format);
  try {
    const read = rowReader(input, options.delimiter);
    if (options.dryRun === true) return await dryRun(read, options, output);
    const journal = options.journal ?? `${input.path}.journal`;
    const unlock = await lock(journal);
    if (unlock === undefined) {
      throw new UsageError('another run is sending this file; wait until it ends');
    }
    try {
      return await sendRows(read, journal, options, output);
    } finally {
      await unlock();
    }
  } finally {
    await input.close();
  }
}
