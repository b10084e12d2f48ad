/** The sandbox's latest records, as the page was told of them. */
import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import type { Changes, Snapshot, Totals, Typing } from '../../state/snapshot.js';
import { Attempts } from './attempts.js';

/** As many as a snapshot holds, so that a page that stays open does not grow. */
export const PAGE_SIZE = 500;
/** Records in one batch from which on arrivals are a flood, and none of them is worth a sign of its own. */
const FLOOD = 16;
const FLOOD_MS = 1_000;

/** What the user looks at, which stays however many records come after it. */
export interface Pinned {
  readonly messageId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly request?: number | undefined;
}

function first<Value>(
  map: ReadonlyMap<unknown, Value>,
  fits: (value: Value) => boolean,
): Value | undefined {
  for (const value of map.values()) if (fits(value)) return value;
  return undefined;
}

export class Records {
  url = '';
  /** What a fault may name. */
  operations: Snapshot['operations'] = [];
  faults: Snapshot['faults'] = [];
  totals: Totals = { messages: 0, requests: 0, recipients: 0 };
  /** How many messages and how many requests the page holds. */
  limit = PAGE_SIZE;
  pinned: Pinned = {};
  /** Whether the first snapshot came. */
  isLoaded = false;
  readonly attempts = new Attempts();
  readonly #messages = new Map<string, SandboxMessage>();
  readonly #requests = new Map<number, SandboxRequest>();
  readonly #typing = new Map<string, Typing>();
  #clockOffset = 0;
  #floodedAt = -Infinity;

  /** The sandbox's time, which may be a test's. */
  now(): number {
    return Date.now() + this.#clockOffset;
  }

  /** Oldest first. */
  get messages(): SandboxMessage[] {
    return [...this.#messages.values()];
  }

  /** Oldest first. */
  get requests(): SandboxRequest[] {
    return [...this.#requests.values()];
  }

  get typing(): Typing[] {
    return [...this.#typing.values()];
  }

  get isFlooded(): boolean {
    return Date.now() - this.#floodedAt < FLOOD_MS;
  }

  message(messageId: string): SandboxMessage | undefined {
    return this.#messages.get(messageId);
  }

  request(id: number): SandboxRequest | undefined {
    return this.#requests.get(id);
  }

  /** The attempts of the same send, oldest first; at least the request itself. */
  attemptsWith(request: SandboxRequest): readonly SandboxRequest[] {
    const attempts = this.attempts.with(request);
    return attempts.length > 0 ? attempts : [request];
  }

  /** The requests that tried to send a message, oldest first. */
  attemptsFor(message: SandboxMessage): readonly SandboxRequest[] {
    return this.attempts.for(message);
  }

  replace(snapshot: Snapshot): void {
    for (const map of [this.#messages, this.#requests, this.#typing]) map.clear();
    this.attempts.clear();
    this.url = snapshot.url;
    this.operations = snapshot.operations;
    this.isLoaded = true;
    this.apply(snapshot);
  }

  /** @returns the messages that are new */
  apply({ now, messages, requests, typing, faults, totals }: Changes): SandboxMessage[] {
    this.#clockOffset = now - Date.now();
    this.faults = faults;
    this.totals = totals;
    const fresh = messages.filter(({ messageId }) => !this.#messages.has(messageId));
    if (messages.length + requests.length >= FLOOD) this.#floodedAt = Date.now();
    for (const message of messages) this.#keepMessage(message);
    for (const request of requests) this.#keepRequest(request);
    for (const notice of typing) {
      if (notice.until > now) this.#typing.set(notice.recipient, notice);
      else this.#typing.delete(notice.recipient);
    }
    return fresh;
  }

  /** A record that the page has let go stays away: a late change would put it among the newest. */
  #keepMessage(message: SandboxMessage): void {
    const { messageId, sentAt } = message;
    const isNew = !this.#messages.has(messageId);
    if (isNew && this.#messages.size >= this.limit) {
      const oldest = first(this.#messages, (one) => one.messageId !== this.pinned.messageId);
      if (oldest === undefined || sentAt < oldest.sentAt) return;
      this.#messages.delete(oldest.messageId);
    }
    this.#messages.set(messageId, message);
  }

  #keepRequest(request: SandboxRequest): void {
    const former = this.#requests.get(request.id);
    if (former === undefined && this.#requests.size >= this.limit) {
      const oldest = first(this.#requests, (one) => !this.#isPinned(one));
      if (oldest === undefined || request.id < oldest.id) return;
      this.#requests.delete(oldest.id);
      this.attempts.delete(oldest);
    }
    this.attempts.set(request, former);
    this.#requests.set(request.id, request);
  }

  #isPinned({ id, requestId, messageIds }: SandboxRequest): boolean {
    const { pinned } = this;
    return (
      id === pinned.request ||
      (requestId !== undefined && requestId === pinned.requestId) ||
      (pinned.messageId !== undefined && messageIds.includes(pinned.messageId))
    );
  }
}
