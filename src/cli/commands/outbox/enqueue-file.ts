/** `tigerconnect outbox enqueue --file …`: the rows of a file, in a run that can be resumed. */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';

import { InvalidArgumentError, type SendMessage, type SendOutcome } from '../../../index.js';
import type { EnqueuedMessage, Outbox } from '../../../outbox/index.js';
import { type FileOptions, readInput, runFile } from '../../bulk/file-run.js';
import { FIELDS } from '../../bulk/fields.js';
import type { Queued } from '../../bulk/queue.js';
import type { ExitCode } from '../../shell/exit-code.js';
import type { Output } from '../../shell/output.js';
import { type EnqueueFlags, enqueuerOptions, withAddress } from './message.js';
import { type Place, withOutbox } from './open.js';

export type EnqueueFileOptions = FileOptions & EnqueueFlags;

/** Rows of one statement, which are all enqueued or none. */
const BATCH = 100;

type Outcome = SendOutcome<Queued, EnqueuedMessage>;

async function* batches(rows: AsyncIterable<Queued>): AsyncGenerator<Queued[]> {
  let batch: Queued[] = [];
  for await (const row of rows) {
    if (batch.push(row) < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** A row without its place in the file. */
const toMessage = (row: Queued, flags: EnqueueFlags): SendMessage =>
  withAddress(Object.fromEntries(FIELDS.map((field) => [field, row[field]])) as never, flags);

/** The outcome of each row of a batch. One that is invalid refuses all: then halves are tried, until it stands alone. */
async function enqueueBatch(
  outbox: Outbox,
  batch: readonly Queued[],
  flags: EnqueueFlags,
): Promise<Outcome[]> {
  try {
    const messages = batch.map((row) => toMessage(row, flags));
    const enqueued = await outbox.enqueue(messages, { ordered: flags.ordered });
    return batch.flatMap((message, index) => {
      const value = enqueued[index];
      return value === undefined ? [] : [{ status: 'fulfilled', index, message, value }];
    });
  } catch (reason) {
    if (batch.length === 1 || !(reason instanceof InvalidArgumentError)) {
      return batch.map((message, index) => ({ status: 'rejected', index, message, reason }));
    }
    const middle = Math.ceil(batch.length / 2);
    const first = await enqueueBatch(outbox, batch.slice(0, middle), flags);
    return [...first, ...(await enqueueBatch(outbox, batch.slice(middle), flags))];
  }
}

/** What a journal knows an outbox by. */
function describePlace({ connectionString = '', folder, schema = '' }: Place): string {
  // Another user, or a new password, is the same outbox.
  const place =
    folder === undefined ? connectionString.replace(/^.*(?:@|:\/\/)/, '') : realpathSync(folder);
  // Nobody reads it, and other forms of an address may hold a secret.
  return `outbox ${createHash('sha256').update(`${place} ${schema}`).digest('hex')}`;
}

export async function enqueueFile(options: EnqueueFileOptions, output: Output): Promise<ExitCode> {
  const outboxOptions = enqueuerOptions(options);
  const input = await readInput(options);
  return withOutbox(outboxOptions, output, (outbox) =>
    runFile(
      input,
      {
        verb: 'enqueue',
        place: describePlace(outboxOptions),
        meaning: options.ordered,
        async *send(rows) {
          for await (const batch of batches(rows))
            yield* await enqueueBatch(outbox, batch, options);
        },
      },
      options,
      output,
    ),
  );
}
