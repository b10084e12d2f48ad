/** What the Message API can do, in addresses and messages. Types alone; `message-client.ts` does it. */
import type { Address } from '../address/address.js';
import type { CallLimits, CallOptions } from '../options/options.js';
import type { SendMessage } from './message.js';
import type { SendOutcome, Source } from './send-many.js';

/** A message that the service has accepted. */
export interface SentMessage {
  /** The message token; `markRead`, `markDelivered` and `updateStatus` take it. */
  readonly messageId: string;
  /** The idempotency key it was sent with. */
  readonly requestId: string;
  /** Attempts it took, 1 or more. */
  readonly attempts: number;
  /** True when the service had accepted it before, by an attempt whose answer was lost or an earlier call. */
  readonly duplicate: boolean;
}

/** Message tokens by the state they are to have. */
export interface StatusUpdate {
  /** Messages that reached their recipient. @default none */
  delivered?: readonly string[] | undefined;
  /** Messages that their recipient has read. @default none */
  read?: readonly string[] | undefined;
}

/** What a run of `sendMany` can be told; the limits hold for each message. */
export interface SendManyOptions<Message = SendMessage> extends CallOptions {
  /** Messages in flight at most. @default 8 */
  concurrency?: number | undefined;
  /**
   * Told of every outcome once, as it settles, whether or not the loop still takes it. What it throws
   * or rejects with changes nothing. @default none
   */
  onOutcome?: ((outcome: SendOutcome<Message, SentMessage>) => unknown) | undefined;
}

/** Sending messages and telling of their state. An interface, so that a test can put a fake in its place. */
export interface Messages {
  /**
   * Sends one message, with retries that cannot deliver it twice.
   *
   * @throws InvalidAddressError, InvalidArgumentError – nothing was sent
   * @throws TigerConnectError – every other failure; `delivery` says whether the message may have
   * arrived, and a repeat with the error's `requestId` cannot make it arrive twice
   * @example
   * const { messageId } = await tigerconnect.messages.send({
   *   to: email('nurse@ward.example'),
   *   body: 'Bed 12: potassium 6.8',
   * });
   */
  send(message: SendMessage, options?: CallOptions): Promise<SentMessage>;

  /**
   * Sets messages to delivered, to read, or some to each. Setting a state twice is harmless.
   * @throws InvalidArgumentError – nothing was sent
   * @throws TigerConnectError – every other failure
   */
  updateStatus(update: StatusUpdate, options?: CallOptions): Promise<void>;

  /** Sets messages to delivered. See {@link Messages.updateStatus}. */
  markDelivered(messageIds: readonly string[], options?: CallOptions): Promise<void>;

  /** Sets messages to read. See {@link Messages.updateStatus}. */
  markRead(messageIds: readonly string[], options?: CallOptions): Promise<void>;

  /**
   * Shows the recipient that somebody is typing, for 8 seconds or until a message arrives.
   * @throws InvalidAddressError – nothing was sent
   * @throws TigerConnectError – every other failure
   */
  typing(to: Address | string, options?: CallOptions): Promise<void>;

  /**
   * Sends many messages, a bounded number at a time, and tells of each as it settles, in no
   * particular order. Reads the source no further than it sends, so a source of millions is fine; one
   * message that fails does not end the run. Leaving the loop early ends the source and waits for
   * what is in flight.
   *
   * Every message read has one outcome, and `onOutcome` is told of all of them: also of those in flight
   * when the loop is left, and of one that a busy source gives after that, which is not sent.
   *
   * @throws AbortedError after the outcomes of what was in flight, when the signal ends the run
   * @throws what the source throws, or a promise of it rejects with, after the outcomes of what was in flight
   * @example
   * for await (const outcome of tigerconnect.messages.sendMany(messages, { concurrency: 8 })) {
   *   if (outcome.status === 'rejected') console.error(outcome.index, outcome.reason);
   * }
   */
  sendMany<Message extends SendMessage>(
    messages: Source<Message>,
    options?: SendManyOptions<Message>,
  ): AsyncGenerator<SendOutcome<Message, SentMessage>, void, undefined>;

  /**
   * Shows the recipient that somebody is typing for as long as `work` runs, and no longer.
   * The notice is cosmetic: one that fails is told to `logger` and `onAttempt` and disturbs nothing.
   *
   * @returns what `work` returns
   * @throws InvalidAddressError, InvalidArgumentError before `work` is called
   * @throws whatever `work` throws
   */
  withTyping<Result>(
    to: Address | string,
    work: () => Result | PromiseLike<Result>,
    options?: CallLimits,
  ): Promise<Result>;
}
