/** `tigerconnect outbox status`, `list` and `counts`: what there is to see, without recipient and text. */
import type { MessageState, MessageStatus } from '../../../outbox/index.js';
import { EXIT, type ExitCode } from '../../shell/exit-code.js';
import type { Output } from '../../shell/output.js';
import { table } from '../../shell/table.js';
import { UsageError } from '../../shell/usage-error.js';
import { checkIds, describeUnknown } from './ids.js';
import { type PlaceOptions, withExisting } from './open.js';

export interface ListOptions extends PlaceOptions {
  state?: MessageState;
  limit?: number;
  after?: string;
}

const time = (date: Date | undefined): string =>
  date === undefined ? '' : date.toISOString().replace(/\.\d+Z$/, 'Z');

/** What is told of a message, by the heads of a table. */
const toRow = (status: MessageStatus): Record<string, string> => ({
  'request id': status.requestId,
  state: status.state,
  attempts: String(status.attempts),
  enqueued: time(status.enqueuedAt),
  expires: time(status.expiresAt),
  'unknown since': time(status.unknownSince),
  settled: time(status.settledAt),
  'message id': status.messageId ?? '',
  duplicate: status.duplicate === true ? 'yes' : '',
  reason: status.reason ?? '',
  'last error': [status.lastError?.code, status.lastError?.status].filter(Boolean).join(' '),
});

export async function status(
  options: PlaceOptions,
  output: Output,
  requestId: string,
): Promise<ExitCode> {
  checkIds([requestId]);
  return withExisting(options, output, async (outbox) => {
    const found = await outbox.status(requestId);
    if (found === undefined) {
      await output.failure(...describeUnknown(requestId));
      return EXIT.failed;
    }
    const lines = Object.entries(toRow(found)).filter(([, value]) => value !== '');
    await output.result(found, table(lines));
    return EXIT.done;
  });
}

export async function list(options: ListOptions, output: Output): Promise<ExitCode> {
  const { state, limit = 100, after } = options;
  if (state === undefined) throw new UsageError('--state is missing, for example --state failed');
  if (after !== undefined) checkIds([after]);
  return withExisting(options, output, async (outbox) => {
    const found = await outbox.list({ state, limit, after });
    if (output.json) for (const each of found) await output.result(each, '');
    else if (found.length > 0) await output.result(found, listTable(found));
    const last = found.at(-1);
    if (found.length === limit && last !== undefined && !output.json) {
      output.note(`There may be more: add --after ${last.requestId}`);
    }
    return EXIT.done;
  });
}

/** Without the columns that are empty. */
function listTable(found: readonly MessageStatus[]): string {
  const rows = found.map(toRow);
  const heads = Object.keys(rows[0] ?? {}).filter((head) => rows.some((row) => row[head] !== ''));
  return table([
    heads.map((head) => head.toUpperCase()),
    ...rows.map((row) => heads.map((head) => row[head] ?? '')),
  ]);
}

export async function counts(options: PlaceOptions, output: Output): Promise<ExitCode> {
  return withExisting(options, output, async (outbox) => {
    const found = await outbox.counts();
    await output.result(found, table(Object.entries(found).map(([state, n]) => [state, `${n}`])));
    return EXIT.done;
  });
}
