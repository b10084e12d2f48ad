/** `tigerconnect send --file …`: the rows of a file, in a run that can be taken up again. */
import { createHash } from 'node:crypto';

import type { CountryCode } from '../../address/phone.js';
import { type Format, InputFile } from '../bulk/input-file.js';
import { conclude } from '../bulk/conclusion.js';
import { Journal } from '../bulk/journal.js';
import { lock } from '../bulk/lock.js';
import { progressOf } from '../bulk/progress.js';
import { type ReadRows, rowsOf, survey } from '../bulk/rows.js';
import { Run, type RunParts, type StopReason } from '../bulk/run.js';
import { Tally } from '../bulk/tally.js';
import { showRequests } from '../shell/dry-run.js';
import { clientFromEnvironment } from '../shell/environment.js';
import type { ExitCode } from '../shell/exit-code.js';
import { Interruption } from '../shell/interruption.js';
import type { Output } from '../shell/output.js';
import { type MessageOptions, messageOptions } from './send.js';
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
    throw new UsageError(`${stray[1]} is of one message; with --file it comes from the rows`);
  }
  if (options.delimiter !== undefined && !/^[^"\r\n]$/.test(options.delimiter)) {
    throw new UsageError('--delimiter must be one character');
  }
}

type Conditions = Pick<RunParts, 'messages' | 'journal' | 'tally'> & { digest: string };

async function run(
  read: ReadRows,
  { digest, ...conditions }: Conditions,
  options: SendFileOptions,
  output: Output,
): Promise<StopReason | undefined> {
  const progress = await progressOf(output, conditions.tally.rows);
  const interruption = new Interruption();
  const { concurrency = 8 } = options;
  const defaults = messageOptions(options);
  const run = new Run({ ...conditions, defaults, concurrency, output, progress, interruption });
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
  // One after another, so that they are shown in order.
  await run(read, conditions, { ...options, concurrency: 1 }, output);
  if (!output.json) output.note(`${rows} rows, ${tally.failed} of them wrong; nothing was sent.`);
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
    const read = rowsOf(input, options.delimiter);
    if (options.dryRun === true) return await dryRun(read, options, output);
    const journal = options.journal ?? `${input.path}.journal`;
    const unlock = await lock(journal);
    if (unlock === undefined) {
      throw new UsageError('another run is sending this file; it must end first');
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
