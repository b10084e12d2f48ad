/** `tigerconnect send --file …`: the rows of a file, in a run that can be resumed. */
import { type FileOptions, readInput, runFile, runRows } from '../bulk/file-run.js';
import type { InputFile } from '../bulk/input-file.js';
import { countRows, readRows } from '../bulk/rows.js';
import { Tally } from '../bulk/tally.js';
import type { Queued } from '../bulk/queue.js';
import { type ClientOptions, createClient } from '../shell/client-options.js';
import { showRequests } from '../shell/dry-run.js';
import type { ExitCode } from '../shell/exit-code.js';
import type { Output } from '../shell/output.js';

export interface SendFileOptions extends FileOptions, ClientOptions {
  concurrency?: number;
  dryRun?: boolean;
}

async function dryRun(
  input: InputFile,
  options: SendFileOptions,
  output: Output,
): Promise<ExitCode> {
  const tally = new Tally(await countRows(readRows(input, options.delimiter)));
  const ownIds = new Set<string>();
  const { messages } = createClient(
    options,
    output,
    showRequests(output, (id) => ownIds.has(id)),
  );
  async function* noteIds(rows: AsyncIterable<Queued>): AsyncGenerator<Queued> {
    for await (const row of rows) {
      if (row.copy === 0) ownIds.add(row.requestId);
      yield row;
    }
  }
  const parts = {
    // One after another, so that they appear in order.
    send: (rows, signal) => messages.sendMany(noteIds(rows), { concurrency: 1, signal }),
    journal: undefined,
    tally,
  } satisfies Parameters<typeof runRows>[1];
  await runRows(input, parts, options, output);
  if (!output.json) {
    output.note(
      `${tally.rows} rows, ${tally.failed} of them invalid; nothing was sent. The journal was not looked at: a row that was sent before is shown, too.`,
    );
  }
  return tally.exitCode;
}

export async function sendFile(options: SendFileOptions, output: Output): Promise<ExitCode> {
  const input = await readInput(options);
  if (options.dryRun === true) return dryRun(input, options, output);
  const { concurrency = 8, header } = options;
  const client = createClient(options, output);
  try {
    return await runFile(
      input,
      {
        verb: 'send',
        place: process.env['TIGERCONNECT_BASE_URL'] ?? '',
        meaning: header,
        send: (rows, signal) => client.messages.sendMany(rows, { concurrency, signal }),
      },
      options,
      output,
    );
  } finally {
    client.close();
  }
}
