/** The requests that came, and what was answered. */
import type { Clock } from '../../clock.js';
import type { SandboxRequest } from './records.js';
import { Ring } from './ring.js';

/** A request as it arrives. */
type Arrival = Omit<SandboxRequest, 'id' | 'at' | 'messageIds' | 'warnings'>;

/** Headers as they came, with names as they were written; secrets are not kept. */
export function wireHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const secret = /^(?:proxy-)?authorization$|^cookie$/i.test(name);
    const value = secret ? '(not shown)' : (rawHeaders[at + 1] ?? '');
    const former = headers.get(name);
    headers.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return Object.fromEntries(headers);
}

export class RequestLog {
  readonly #requests: Ring<SandboxRequest>;
  #count = 0;

  constructor(
    capacity: number,
    private readonly clock: Clock,
    private readonly onChange: (request: SandboxRequest) => void,
  ) {
    this.#requests = new Ring(capacity);
  }

  get requests(): readonly SandboxRequest[] {
    return this.#requests.values;
  }

  get count(): number {
    return this.#requests.count;
  }

  latest(count: number): readonly SandboxRequest[] {
    return this.#requests.latest(count);
  }

  /** @returns the number of the request */
  add(arrival: Arrival): number {
    this.#count += 1;
    const id = this.#count;
    const request = { ...arrival, id, at: this.clock.now(), messageIds: [], warnings: [] };
    this.#requests.set(id, request);
    this.onChange(request);
    return id;
  }

  /** Adds to an entry, unless it is forgotten already. */
  update(
    id: number,
    more: Partial<Pick<SandboxRequest, 'recipient' | 'messageIds' | 'warnings' | 'response'>>,
  ): void {
    const request = this.#requests.get(id);
    if (request === undefined) return;
    const answered = more.response && { answeredAt: this.clock.now() };
    const updated = { ...request, ...more, ...answered };
    this.#requests.set(id, updated);
    this.onChange(updated);
  }

  clear(): void {
    this.#requests.clear();
  }
}
