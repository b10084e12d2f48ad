/** What a caller has of a worker, and gives it. Types alone, which need no other package. */
import type { SendMessage } from '../../messages/message.js';
import type { SentMessage } from '../../messages/messages.js';
import type { CallOptions } from '../../options/options.js';

/** What sends: a client's `messages`. */
export interface Sender {
  send(message: SendMessage, options?: CallOptions): Promise<SentMessage>;
}

/** A worker that sends. */
export interface OutboxWorker {
  /**
   * Takes no more, and waits for what is in flight.
   * @param options `timeout`: milliseconds after which what is in flight is abandoned, and repeated later with the same
   * key; 30,000 by default, and Infinity for never
   * @throws InvalidArgumentError when `timeout` is no number of 0 or more
   */
  stop(options?: { timeout?: number | undefined }): Promise<void>;
  /** Resolves when the worker has stopped; rejects when it ended by itself, with the error that every message would meet. */
  readonly finished: Promise<void>;
}
