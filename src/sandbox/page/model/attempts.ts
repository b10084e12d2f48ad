/** Which requests are attempts of one send: those with its Request-ID, or without one those that made its message. */
import type { SandboxMessage, SandboxRequest } from '../../state/records.js';

/** The sandbox tells Request-IDs apart without regard to case. */
const key = (operation: string, id: string): string => `${operation} ${id.toLowerCase()}`;

function keyOf({ operation, requestId, messageIds }: SandboxRequest): string | undefined {
  if (operation === undefined) return undefined;
  if (requestId !== undefined) return key(operation, requestId);
  const [messageId] = messageIds;
  return operation === 'sendMessage' && messageId !== undefined
    ? key(operation, messageId)
    : undefined;
}

export class Attempts {
  readonly #byKey = new Map<string, Map<number, SandboxRequest>>();

  /** @param former what the request was before */
  set(request: SandboxRequest, former?: SandboxRequest): void {
    if (former !== undefined) this.delete(former, keyOf(request));
    const at = keyOf(request);
    if (at === undefined) return;
    const attempts = this.#byKey.get(at) ?? new Map<number, SandboxRequest>();
    this.#byKey.set(at, attempts.set(request.id, request));
  }

  /** @param kept the key under which it stays */
  delete(request: SandboxRequest, kept?: string): void {
    const at = keyOf(request);
    if (at === undefined || at === kept) return;
    const attempts = this.#byKey.get(at);
    attempts?.delete(request.id);
    if (attempts?.size === 0) this.#byKey.delete(at);
  }

  clear(): void {
    this.#byKey.clear();
  }

  /** Those of the same send, oldest first. */
  with(request: SandboxRequest): readonly SandboxRequest[] {
    return this.#read(keyOf(request));
  }

  /** Those of a message, oldest first. */
  for({ messageId, requestId }: SandboxMessage): readonly SandboxRequest[] {
    return this.#read(key('sendMessage', requestId ?? messageId));
  }

  #read(at: string | undefined): readonly SandboxRequest[] {
    const attempts = at === undefined ? undefined : this.#byKey.get(at);
    // Requests are told of in the order of their numbers, but for changes of those that the page let go.
    return [...(attempts?.values() ?? [])].sort((a, b) => a.id - b.id);
  }
}
