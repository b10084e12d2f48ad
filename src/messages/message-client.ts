/** The Message API in addresses and messages: arguments in, one generated call, a result out. */
import { randomUUID } from 'node:crypto';

import type { AttemptResponse } from '../../generated/core/answer.js';
import { MessageService } from '../../generated/services/MessageService.js';
import type { Address } from '../address/address.js';
import { encodeRecipient } from '../address/recipient.js';
import { checkKnown } from '../check.js';
import { InvalidArgumentError } from '../errors.js';
import { checkMessageIds, messageForm, readMessage, type SendMessage } from './message.js';
import type { CallLimits, CallOptions } from '../options/options.js';
import {
  CALL_OPTION_NAMES,
  readCallOptions,
  type ResolvedOptions,
  withCallOptions,
} from '../options/resolve-options.js';
import { type Call, type Channel, RetryingRequest } from '../retry/retrying-request.js';
import type { Messages, SendManyOptions, SentMessage, StatusUpdate } from './messages.js';
import { type SendOutcome, settleAll, type Source } from './send-many.js';
import { typingSession } from './typing-session.js';

const MS_PER_MINUTE = 60_000;
const SEND_MANY_OPTION_NAMES = [...CALL_OPTION_NAMES, 'concurrency', 'onOutcome'] as const;

/** One token: a header that came twice is joined by a comma, and it is not known which is right. */
const MESSAGE_TOKEN = /^[ -+\--~]+$/;

/** The message's token: in its header, or where other clients find it, in the message as JSON. */
function messageToken(answer: AttemptResponse): string | undefined {
  const { reply } = (answer.body ?? {}) as { reply?: { message_id?: unknown } | null };
  const token = answer.header('TT-X-Message-Id') ?? reply?.message_id;
  return typeof token === 'string' && MESSAGE_TOKEN.test(token) ? token : undefined;
}

export class MessageClient implements Messages {
  readonly #channel: Channel;
  readonly #options: ResolvedOptions;

  constructor(channel: Channel, options: ResolvedOptions) {
    this.#channel = channel;
    this.#options = options;
  }

  async send(message: SendMessage, options: CallOptions = {}): Promise<SentMessage> {
    return this.#send(message, options, false);
  }

  /** @param own whether the message may have fields of the caller's own */
  async #send(given: SendMessage, options: CallOptions, own: boolean): Promise<SentMessage> {
    const message = readMessage(given, own);
    const { requestId = randomUUID(), to, ttl } = message;
    const recipient = this.#encode(to);
    const formData = messageForm(message);
    // In one place only: two could differ to the service.
    const place =
      this.#options.recipientIn === 'body'
        ? { formData: { ...formData, recipient } }
        : { formData, recipient };
    const expiresAfter = ttl === undefined ? undefined : ttl * MS_PER_MINUTE;
    const request = this.#call(options, { requestId, expiresAfter, result: messageToken });
    const messageId = await new MessageService(request).sendMessage({ ...place, requestId });
    const { attempts, duplicate } = request;
    return { messageId, requestId, attempts, duplicate };
  }

  async updateStatus(update: StatusUpdate, options: CallOptions = {}): Promise<void> {
    if (typeof update !== 'object' || (update as unknown) === null) {
      throw new InvalidArgumentError('update', 'must be an object with `delivered` or `read`');
    }
    checkKnown('update', update, ['delivered', 'read'], InvalidArgumentError);
    const delivered = checkMessageIds('delivered', update.delivered ?? []);
    const read = checkMessageIds('read', update.read ?? []);
    if (delivered.length + read.length === 0) {
      throw new InvalidArgumentError('update', 'must name at least one message token');
    }
    const request = this.#call(options);
    await new MessageService(request).updateMessageStatus({ formData: { delivered, read } });
  }

  async markDelivered(messageIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.updateStatus({ delivered: messageIds }, options);
  }

  async markRead(messageIds: readonly string[], options?: CallOptions): Promise<void> {
    await this.updateStatus({ read: messageIds }, options);
  }

  async typing(to: Address | string, options: CallOptions = {}): Promise<void> {
    const recipient = this.#encode(to);
    await new MessageService(this.#call(options)).typingMessage({ recipient });
  }

  sendMany<Message extends SendMessage>(
    messages: Source<Message>,
    options: SendManyOptions<Message> = {},
  ): AsyncGenerator<SendOutcome<Message, SentMessage>, void, undefined> {
    // At once, and not with each message.
    const given = readCallOptions(options, SEND_MANY_OPTION_NAMES);
    const { concurrency = 8, signal = this.#options.signal, onOutcome, ...call } = given;
    const send = (message: Message, ended: AbortSignal): Promise<SentMessage> =>
      this.#send(message, { ...call, signal: ended }, true);
    return settleAll(messages, send, { concurrency, signal, onOutcome });
  }

  async withTyping<Result>(
    to: Address | string,
    work: () => Result | PromiseLike<Result>,
    options: CallLimits = {},
  ): Promise<Result> {
    const recipient = this.#encode(to);
    // At once: a notice that fails is silent.
    const limits = readCallOptions<CallOptions>(options, CALL_OPTION_NAMES);
    if (typeof work !== 'function') throw new InvalidArgumentError('work', 'must be a function');
    const notify = async (ended: AbortSignal): Promise<void> => {
      const request = this.#call({ ...limits, maxRetries: 0, signal: ended });
      await new MessageService(request).typingMessage({ recipient });
    };
    return typingSession(notify, async () => work(), this.#options.clock);
  }

  #encode(to: Address | string): string {
    return encodeRecipient(to, { defaultCountry: this.#options.defaultCountry });
  }

  #call(given: CallOptions, call: Omit<Call, 'options' | 'signal'> = {}): RetryingRequest {
    const options = withCallOptions(this.#options, given);
    return new RetryingRequest(this.#channel, {
      requestId: call.requestId,
      expiresAfter: call.expiresAfter,
      result: call.result,
      options,
      signal: options.signal,
    });
  }
}
