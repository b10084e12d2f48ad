/** The Message API in addresses and messages: arguments in, one generated call, a result out. */
import { randomUUID } from 'node:crypto';

import { MessageService } from '../generated/services/MessageService.js';
import { type Address, isAddress } from './address/address.js';
import { encodeAddress } from './address/encode.js';
import { parseAddress } from './address/parse.js';
import { InvalidArgumentError } from './errors.js';
import { checkMessageIds, checkRequestId, messageForm, type SendMessage } from './message.js';
import { type CallOptions, type ResolvedOptions, withCallOptions } from './options.js';
import { type Call, type Channel, RetryingRequest } from './retrying-request.js';

const MS_PER_MINUTE = 60_000;

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
  delivered?: readonly string[] | undefined;
  read?: readonly string[] | undefined;
}

/** Sending messages and telling of their state. Made by `TigerConnect`. */
export class Messages {
  readonly #channel: Channel;
  readonly #options: ResolvedOptions;

  /** @internal */
  constructor(channel: Channel, options: ResolvedOptions) {
    this.#channel = channel;
    this.#options = options;
  }

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
  async send(message: SendMessage, options: CallOptions = {}): Promise<SentMessage> {
    const requestId =
      message.requestId === undefined ? randomUUID() : checkRequestId(message.requestId);
    const recipient = this.#encode(message.to);
    const formData = messageForm(message);
    const expiresAfter = formData.ttl === undefined ? undefined : formData.ttl * MS_PER_MINUTE;
    const request = this.#call(options, { requestId, expiresAfter });
    const messageId = await new MessageService(request).sendMessage({
      recipient,
      requestId,
      formData,
    });
    const { attempts, duplicate } = request;
    return { messageId, requestId, attempts, duplicate };
  }

  /**
   * Sets messages to delivered, to read, or some to each. Setting a state twice is harmless.
   * @throws InvalidArgumentError – nothing was sent
   * @throws TigerConnectError – every other failure
   */
  async updateStatus(update: StatusUpdate, options: CallOptions = {}): Promise<void> {
    const delivered = checkMessageIds('delivered', update.delivered ?? []);
    const read = checkMessageIds('read', update.read ?? []);
    if (delivered.length + read.length === 0) {
      throw new InvalidArgumentError('update', 'must name at least one message token');
    }
    const request = this.#call(options);
    await new MessageService(request).updateMessageStatus({ formData: { delivered, read } });
  }

  /** Sets messages to delivered. See {@link Messages.updateStatus}. */
  async markDelivered(messageIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.updateStatus({ delivered: messageIds }, options);
  }

  /** Sets messages to read. See {@link Messages.updateStatus}. */
  async markRead(messageIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.updateStatus({ read: messageIds }, options);
  }

  /**
   * Shows the recipient that somebody is typing, for 8 seconds or until a message arrives.
   * @throws InvalidAddressError – nothing was sent
   * @throws TigerConnectError – every other failure
   */
  async typing(to: Address | string, options: CallOptions = {}): Promise<void> {
    const recipient = this.#encode(to);
    await new MessageService(this.#call(options)).typingMessage({ recipient });
  }

  #encode(to: Address | string): string {
    if (isAddress(to)) return encodeAddress(to);
    const { defaultCountry } = this.#options;
    return encodeAddress(parseAddress(to, { defaultCountry }));
  }

  #call(options: CallOptions, call: Omit<Call, 'options' | 'signal'> = {}): RetryingRequest {
    return new RetryingRequest(this.#channel, {
      ...call,
      options: withCallOptions(this.#options, options),
      signal: options.signal,
    });
  }
}
