/** Collects what changed until it is sent: of a record that changed twice, only the latest. */
import type { SandboxMessage, SandboxRequest } from './records.js';
import { Ring } from './ring.js';
import type { Changes, Typing } from './snapshot.js';

type Records = Pick<Changes, 'messages' | 'requests' | 'typing'>;

export class ChangedRecords {
  readonly #messages: Ring<SandboxMessage>;
  readonly #requests: Ring<SandboxRequest>;
  readonly #typing: Ring<Typing>;

  /** @param limit the most of each kind; a page shows no more */
  constructor(limit: number) {
    this.#messages = new Ring(limit);
    this.#requests = new Ring(limit);
    this.#typing = new Ring(limit);
  }

  message(message: SandboxMessage): void {
    this.#messages.set(message.messageId, message);
  }

  request(request: SandboxRequest): void {
    this.#requests.set(request.id, request);
  }

  typing(typing: Typing): void {
    this.#typing.set(typing.recipient, typing);
  }

  take(): Records {
    const taken = {
      messages: this.#messages.values,
      requests: this.#requests.values,
      typing: this.#typing.values,
    };
    for (const ring of [this.#messages, this.#requests, this.#typing]) ring.clear();
    return taken;
  }
}
