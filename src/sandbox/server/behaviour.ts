/** What a behaviour of the sandbox gets and gives. */
import type { Mailbox } from '../state/mailbox.js';
import type { Remarks } from './remarks.js';
import type { Reply } from './reply.js';
import type { Validation } from './validator.js';

/** A valid request. */
export interface ValidRequest extends Pick<Validation, 'path' | 'query' | 'fields'> {
  readonly requestId: string | undefined;
  /** Whether the answer to a message is to be that message. */
  readonly wantsMessage: boolean;
}

/**
 * It remarks on what the document does not say before it changes anything, and then asks `remarks` for the
 * refusal of a strict sandbox.
 */
export type Behaviour = (mailbox: Mailbox, request: ValidRequest, remarks: Remarks) => Reply;
