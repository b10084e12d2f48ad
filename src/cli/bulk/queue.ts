/** The rows of a file as messages, without those that are invalid or were sent by an earlier run. */
import type { SendMessage } from '../../index.js';
import type { Failure } from '../shell/failure.js';
import type { MessageOptions } from '../shell/message-options.js';
import { createRequestId, hashContent } from './content.js';
import { type Fields, isProblem, type Row, type RowProblem } from './fields.js';
import type { Journal } from './journal.js';
import type { Entry } from './journal-lines.js';

/** A message with its place in the file, and what the journal knows it by. */
export interface Queued extends SendMessage, Pick<Entry, 'row' | 'content' | 'copy'> {
  readonly requestId: string;
  readonly line: number;
}

export interface QueueParts {
  /** Absent in a dry run. */
  readonly journal: Pick<Journal, 'run' | 'contents'> | undefined;
  readonly defaults: MessageOptions;
  readonly shouldStop: () => boolean;
  readonly onSentBefore: () => void;
  readonly onInvalid: (row: Row, failure: Failure) => Promise<void>;
  /** Is called before a row is sent. */
  readonly onBegin: (message: Queued) => void;
}

function withDefaults(fields: Fields, defaults: MessageOptions): SendMessage {
  const { organization, senderOrganization, recipientOrganization, ...others } = defaults;
  const named = fields.organization ?? fields.senderOrganization ?? fields.recipientOrganization;
  const organizations = { organization, senderOrganization, recipientOrganization };
  // A row with an organisation of its own does not take the default ones. `send` checks the values.
  return { ...others, ...(named === undefined ? organizations : {}), ...fields } as SendMessage;
}

const toFailure = ({ problem, field }: RowProblem): Failure => ({
  status: 'invalid',
  code: 'invalid_row',
  ...(field === undefined ? undefined : { field }),
  message: problem,
});

/** The copies of each content that are still to be sent. */
class Copies {
  readonly #claimed = new Map<string, { before: number; next: number }>();

  /** @returns the number of the copy to send; undefined when an earlier run sent one for this row */
  claim(content: string, sent: readonly number[]): number | undefined {
    const claimed = this.#claimed.get(content) ?? { before: 0, next: 1 };
    this.#claimed.set(content, claimed);
    if (claimed.before < sent.length) {
      claimed.before += 1;
      return undefined;
    }
    while (sent.includes(claimed.next)) claimed.next += 1;
    return claimed.next++;
  }
}

/** The request ids in the file. */
class OwnIds {
  readonly #seen = new Set<string>();

  constructor(private readonly journal: QueueParts['journal']) {}

  /** The service would take the row for a repeat of another one and never deliver it. */
  findProblem(requestId: string, content: string): string | undefined {
    const id = requestId.toLowerCase();
    if (this.#seen.has(id)) return 'an earlier row has the same';
    this.#seen.add(id);
    const owner = this.journal?.contents.findOwner(id);
    return owner === undefined || owner === content
      ? undefined
      : 'it was used before the row was changed; give the changed row a new one';
  }
}

export async function* queue(
  rows: AsyncIterable<Row>,
  { journal, defaults, shouldStop, onSentBefore, onInvalid, onBegin }: QueueParts,
): AsyncGenerator<Queued, void, undefined> {
  const copies = new Copies();
  const ownIds = new OwnIds(journal);
  for await (const row of rows) {
    if (shouldStop()) return;
    const { content: fields, line } = row;
    if (isProblem(fields)) {
      await onInvalid(row, toFailure(fields));
      continue;
    }
    const content = hashContent(journal?.run ?? '', fields);
    const sent = journal?.contents.sentCopies(content) ?? [];
    const { requestId: ownId } = fields;
    const hasOwnId = typeof ownId === 'string';
    const problem = hasOwnId ? ownIds.findProblem(ownId, content) : undefined;
    if (problem !== undefined) {
      await onInvalid(row, toFailure({ field: 'requestId', problem }));
      continue;
    }
    const copy = hasOwnId ? 0 : copies.claim(content, sent);
    if (copy === undefined || (hasOwnId && sent.includes(0))) {
      onSentBefore();
      continue;
    }
    const message = withDefaults(fields, defaults);
    const requestId = message.requestId ?? createRequestId(content, copy);
    const queued = { ...message, requestId, row: row.row, line, content, copy };
    onBegin(queued);
    // Without its entry in the journal it must not be sent.
    if (shouldStop()) return;
    yield queued;
  }
}
