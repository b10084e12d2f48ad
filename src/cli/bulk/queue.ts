/** The rows of a file as messages: those that are right and were not sent yet. */
import type { SendMessage } from '../../index.js';
import type { Failure } from '../shell/failure.js';
import type { MessageOptions } from '../commands/send.js';
import { type Fault, type Fields, isFault, type Row } from './fields.js';
import { requestIdOf } from './request-id.js';

/** A message with its place in the file. */
export interface Queued extends SendMessage {
  readonly requestId: string;
  readonly row: number;
  readonly line: number;
}

export interface QueueParts {
  /** The name of the run; request ids follow from it. */
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
  // A row that names an organisation means that one alone. What a field holds is checked by `send`.
  return { ...others, ...(named === undefined ? organizations : {}), ...fields } as SendMessage;
}

const failureOf = ({ problem, field }: Fault): Failure => ({
  status: 'invalid',
  code: 'invalid_row',
  ...(field === undefined ? undefined : { field }),
  message: problem,
});

/** Ids that the file itself gives. */
class GivenIds {
  readonly #ids = new Set<string>();

  /** Whether it is new. */
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
    if (isFault(content)) {
      await onInvalid(row, failureOf(content));
    } else if (!ids.add(content.requestId)) {
      // The service would take it for a repetition of the other row, and never deliver it.
      const problem = 'is that of an earlier row';
      await onInvalid(row, failureOf({ field: 'requestId', problem }));
    } else if (isSent(row.row)) {
      onSentBefore();
    } else {
      const message = withDefaults(content, defaults);
      const requestId = message.requestId ?? requestIdOf(run, row.row, message);
      yield { ...message, requestId, row: row.row, line };
    }
  }
}
