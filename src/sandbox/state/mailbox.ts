/** The state behind the API: accounts, messages and their delivery states. */
import { randomUUID } from 'node:crypto';

import type { Clock } from '../../clock.js';
import { Deadlines } from './deadlines.js';
import { findEndAfterReading, findExpiry } from './lifetime.js';
import type { AccountKey } from './recipient.js';
import type { DeliveryState, SandboxAccount, SandboxMessage } from './records.js';
import { Ring } from './ring.js';
import type { Typing } from './snapshot.js';
import { TypingNotices } from './typing-notices.js';

/** Request ids are small, and forgetting one would let a late retry through. */
const REQUEST_IDS_PER_MESSAGE = 10;
const ORDER: readonly DeliveryState[] = ['sent', 'delivered', 'read'];

/** Is called for every change. */
export interface MailboxObserver {
  readonly message: (message: SandboxMessage) => void;
  readonly typing: (typing: Typing) => void;
}

/** A message as it came, after the checks. */
export type Draft = Pick<
  SandboxMessage,
  | 'body'
  | 'data'
  | 'ttl'
  | 'deleteOnRead'
  | 'senderOrganization'
  | 'recipientOrganization'
  | 'requestId'
  | 'warnings'
>;

/** What was accepted with a request id, and a digest of all that was asked for. */
interface Accepted {
  readonly messageId: string;
  readonly digest: string;
}

export class Mailbox {
  readonly typing: TypingNotices;
  readonly #messages: Ring<SandboxMessage>;
  readonly #accounts: Ring<SandboxAccount>;
  readonly #accepted: Ring<Accepted>;
  readonly #deadlines: Deadlines;

  constructor(
    capacity: number,
    private readonly clock: Clock,
    private readonly observer: MailboxObserver,
  ) {
    this.#deadlines = new Deadlines(clock);
    const forget = (key: string | number): void => {
      this.#deadlines.clear(`${key}`);
    };
    this.#messages = new Ring(capacity, forget);
    this.#accounts = new Ring(capacity);
    this.typing = new TypingNotices(capacity, clock, observer.typing);
    this.#accepted = new Ring(capacity * REQUEST_IDS_PER_MESSAGE);
  }

  get messages(): readonly SandboxMessage[] {
    this.#deadlines.run();
    return this.#messages.values;
  }

  get accounts(): readonly SandboxAccount[] {
    return this.#accounts.values;
  }

  /** How many messages and accounts it holds. */
  get totals(): { messages: number; recipients: number } {
    return { messages: this.#messages.count, recipients: this.#accounts.count };
  }

  /** The message that was accepted with this request id. */
  findAccepted(requestId: string | undefined): Accepted | undefined {
    return requestId === undefined ? undefined : this.#accepted.get(requestId.toLowerCase());
  }

  message(messageId: string): SandboxMessage | undefined {
    this.#deadlines.run();
    return this.#messages.get(messageId);
  }

  send({ address, kind }: AccountKey, draft: Draft, digest: string): SandboxMessage {
    const now = this.clock.now();
    if (this.#accounts.get(address) === undefined) {
      this.#accounts.set(address, { address, kind, createdAt: now });
    }
    this.typing.end(address);
    const messageId = randomUUID();
    const { ttl, requestId } = draft;
    const expiresAt = findExpiry(now, ttl);
    const message: SandboxMessage = {
      messageId,
      recipient: address,
      ...draft,
      state: 'sent',
      sentAt: now,
      ...(expiresAt === undefined ? undefined : { expiresAt }),
    };
    if (requestId !== undefined) {
      this.#accepted.set(requestId.toLowerCase(), { messageId, digest });
    }
    if (expiresAt !== undefined) this.#removeAt(messageId, expiresAt, 'expired');
    this.#keep(message);
    return message;
  }

  /** Moves a message to a state; a state never moves back. @returns false when the message is not known */
  advance(messageId: string, state: DeliveryState): boolean {
    const message = this.message(messageId);
    if (message === undefined) return false;
    if (ORDER.indexOf(state) <= ORDER.indexOf(message.state)) return true;
    const now = this.clock.now();
    const deliveredAt = message.deliveredAt ?? now;
    const moved = { ...message, state, deliveredAt };
    if (state !== 'read') this.#keep(moved);
    else {
      const end = findEndAfterReading(message, now);
      if (end !== undefined) this.#removeAt(messageId, end, 'read');
      this.#keep({ ...moved, readAt: now, ...(end !== undefined && { expiresAt: end }) });
    }
    return true;
  }

  /** From here on no message expires and no typing notice ends. */
  stop(): void {
    this.#deadlines.stop();
    this.typing.stop();
  }

  clear(): void {
    this.stop();
    for (const ring of [this.#messages, this.#accounts, this.#accepted]) ring.clear();
  }

  #removeAt(messageId: string, at: number, why: 'expired' | 'read'): void {
    this.#deadlines.set(messageId, at, () => {
      this.#remove(messageId, why);
    });
  }

  #remove(messageId: string, removed: 'expired' | 'read'): void {
    const message = this.#messages.get(messageId);
    if (message === undefined || message.removed !== undefined) return;
    this.#deadlines.clear(messageId);
    const emptied: SandboxMessage & { data?: string } = { ...message, body: '', removed };
    delete emptied.data;
    this.#keep(emptied);
  }

  #keep(message: SandboxMessage): void {
    this.#messages.set(message.messageId, message);
    this.observer.message(message);
  }
}
