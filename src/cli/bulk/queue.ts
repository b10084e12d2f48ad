/** The rows of a file as messages, without those that are invalid or were sent by an earlier run. */
import type { SendMessage } from '../../index.js';
import type { Failure } from '../shell/failure.js';
import type { MessageOptions } from '../shell/message-options.js';
import { type Fields, isProblem, type Row, type RowProblem } from './fields.js';
import { createRequestId } from './request-id.js';

/** A message with its place in the file. */
export interface Queued extends SendMessage {
  readonly requestId: string;
  readonly row: number;
  readonly line: number;
}

export interface QueueParts {
  /** The id of the run; request ids are derived from it. */
  readonly run: string;
  readonly defaults: MessageOptions;
  readonly isSent: (row: number) => boolean;
  readonly shouldStop: () => boolean;
  readonly onSentBefore: () => void;
  readonly onInvalid: (row: Row, failure: Failure) => Promise<void>;
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

/** The request ids in the file. */
class GivenIds {
  readonly #ids = new Set<string>();

  /** @returns whether the id is new */
  add(id: unknown): boolean {
    if (typeof id !== 'string') return true;
    const before = this.#ids.size;
    return this.#ids.add(id.toLowerCase()).size > before;
  }
}

export async function* queue(
  rows: AsyncIterable<Row>,
  { run, defaults, isSent, shouldStop, onSentBefore, onInvalid }: QueueParts,
): AsyncGenerator<Queued, void, undefined> {
  const ids = new GivenIds();
  for await (const row of rows) {
    if (shouldStop()) return;
    const { content, line } = row;
    if (isProblem(content)) {
      await onInvalid(row, toFailure(content));
    } else if (!ids.add(content.requestId)) {
      // The service would take it for a repeat of the other row and never deliver it.
      const problem = 'an earlier row has the same';
      await onInvalid(row, toFailure({ field: 'requestId', problem }));
    } else if (isSent(row.row)) {
      onSentBefore();
    } else {
      const message = withDefaults(content, defaults);
      const requestId = message.requestId ?? createRequestId(run, row.row, message);
      yield { ...message, requestId, row: row.row, line };
    }
  }
}
