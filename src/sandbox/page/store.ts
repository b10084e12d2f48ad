/** The state of the page: the sandbox's records, and what the user chose to see. */
import type { SandboxMessage, SandboxRequest } from '../state/records.js';
import type { Snapshot, Typing } from '../state/snapshot.js';

/** As many as a snapshot holds, so that a page that stays open does not grow. */
const MAX_RECORDS = 500;

/** All messages to one recipient, and whether somebody is typing to them. */
export interface Conversation {
  readonly recipient: string;
  readonly messages: readonly SandboxMessage[];
  readonly typing: boolean;
  readonly unread: number;
  /** When something last happened, in milliseconds since the epoch. */
  readonly latest: number;
}

function keep<Value>(map: Map<string | number, Value>, key: string | number, value: Value): void {
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > MAX_RECORDS && !oldest.done) map.delete(oldest.value);
}

const indexBy = <Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string | number,
): Map<string | number, Value> => new Map(values.map((value) => [keyOf(value), value]));

export class Store {
  url = '';
  faults: Snapshot['faults'] = [];
  /** The conversation and the message that the user chose. */
  recipient: string | undefined;
  messageId: string | undefined;
  #messages = new Map<string | number, SandboxMessage>();
  #requests = new Map<string | number, SandboxRequest>();
  #typing = new Map<string | number, Typing>();
  #clockOffset = 0;

  /** The sandbox's time, which may be a test's. */
  now(): number {
    return Date.now() + this.#clockOffset;
  }

  replace(snapshot: Snapshot): void {
    this.setNow(snapshot.now);
    this.url = snapshot.url;
    this.faults = snapshot.faults;
    this.#messages = indexBy(snapshot.messages, ({ messageId }) => messageId);
    this.#requests = indexBy(snapshot.requests, ({ id }) => id);
    this.#typing = indexBy(snapshot.typing, ({ recipient }) => recipient);
    if (!this.conversations().some(({ recipient }) => recipient === this.recipient)) {
      this.recipient = undefined;
    }
    if (!this.#messages.has(this.messageId ?? '')) this.messageId = undefined;
    this.#choose();
  }

  setNow(now: number): void {
    this.#clockOffset = now - Date.now();
  }

  /** @returns whether the message is new */
  message(message: SandboxMessage): boolean {
    const isNew = !this.#messages.has(message.messageId);
    keep(this.#messages, message.messageId, message);
    this.#choose();
    return isNew;
  }

  request(request: SandboxRequest): void {
    keep(this.#requests, request.id, request);
  }

  typing(typing: Typing): void {
    if (typing.until > this.now()) keep(this.#typing, typing.recipient, typing);
    else this.#typing.delete(typing.recipient);
    this.#choose();
  }

  /** Latest first. */
  conversations(): Conversation[] {
    const byRecipient = new Map<string, SandboxMessage[]>();
    for (const { recipient } of this.#typing.values()) byRecipient.set(recipient, []);
    for (const message of this.#messages.values()) {
      const known = byRecipient.get(message.recipient);
      if (known) known.push(message);
      else byRecipient.set(message.recipient, [message]);
    }
    const conversations = [...byRecipient].map(([recipient, messages]) => {
      const typing = this.#typing.get(recipient);
      const unread = messages.filter(({ state, removed }) => state !== 'read' && !removed).length;
      const latest = Math.max(messages.at(-1)?.sentAt ?? 0, (typing?.until ?? 8_000) - 8_000);
      return { recipient, messages, typing: typing !== undefined, unread, latest };
    });
    return conversations.sort((a, b) => b.latest - a.latest);
  }

  /** Requests of the chosen message, with its lost and refused attempts; without one, all. Latest first. */
  requests(): SandboxRequest[] {
    const all = [...this.#requests.values()].reverse();
    if (this.messageId === undefined) return all;
    const { messageId } = this;
    const requestId = this.#messages.get(messageId)?.requestId;
    return all.filter(
      (request) =>
        request.messageIds.includes(messageId) ||
        (requestId !== undefined && request.requestId === requestId),
    );
  }

  /** How many attempts each send took, by request id or, without one, by message token. */
  attempts(): ReadonlyMap<string, number> {
    const attempts = new Map<string, number>();
    for (const { operation, requestId, messageIds } of this.#requests.values()) {
      if (operation !== 'sendMessage') continue;
      const key = requestId ?? messageIds[0] ?? '';
      attempts.set(key, (attempts.get(key) ?? 0) + 1);
    }
    return attempts;
  }

  /** Until the user chooses, the first conversation is shown. */
  #choose(): void {
    this.recipient ??= this.conversations()[0]?.recipient;
  }
}
