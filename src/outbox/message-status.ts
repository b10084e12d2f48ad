/** What is known of a message in the outbox. */
import type { GiveUpReason } from './decisions.js';

/**
 * - `queued` – waits for its first attempt, or for another;
 * - `sending` – a worker has it; or had it and died, which is noticed within a minute;
 * - `sent` – the service has accepted it;
 * - `failed`, `expired` – it was not accepted, which is proven, and is not tried again;
 * - `uncertain` – it may have been accepted, and is not repeated by itself: a person decides;
 * - `cancelled` – a person took it out; `unknownSince` tells whether it may have been accepted.
 */
export type MessageState =
  'queued' | 'sending' | 'sent' | 'failed' | 'expired' | 'uncertain' | 'cancelled';

export const MESSAGE_STATES: readonly MessageState[] = [
  'queued',
  'sending',
  'sent',
  'failed',
  'expired',
  'uncertain',
  'cancelled',
];

/** A message of the outbox, without recipient and text. */
export interface MessageStatus {
  readonly requestId: string;
  readonly state: MessageState;
  /** How often a worker began to send it. */
  readonly attempts: number;
  readonly enqueuedAt: Date;
  /** When its `ttl` runs out, counted from the enqueue, or when the outbox gives it up. */
  readonly expiresAt: Date;
  /** The start of the first attempt that may have been acted on; absent while none may have been. */
  readonly unknownSince?: Date;
  /** When it reached a state in which it stays; absent for `queued` and `sending`. */
  readonly settledAt?: Date;
  /** The message token, once it is sent. */
  readonly messageId?: string;
  /** Whether an attempt before had been accepted, whose answer was lost; once it is sent. */
  readonly duplicate?: boolean;
  /** Why it is not tried again. */
  readonly reason?: GiveUpReason;
  /** The last attempt that failed. */
  readonly lastError?: {
    /** The `code` of the client's error. */
    readonly code: string;
    /** The status of the answer; absent when there was none. */
    readonly status?: number;
  };
}

/** How many messages are in each state. */
export type MessageCounts = Readonly<Record<MessageState, number>>;
