/** What a history knows of the messages of an outbox: the truth that the table is held against. */
import type { MessageRecord } from '../records.js';

export interface OutboxMessage {
  readonly id: string;
  readonly message: MessageRecord;
  /** Messages of one key go out one after the other. */
  readonly key: string | undefined;
  /** Milliseconds. */
  readonly lifetime: number;
  /** When the service accepted it, by true time. */
  acceptedAt: number | undefined;
}
