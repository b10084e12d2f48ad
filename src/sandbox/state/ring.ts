/** A map that forgets its oldest entries: what a long-running sandbox holds stays bounded. */

/** The largest sum of sizes a ring holds by default, in characters: some 64 MB of text. */
const MAX_SIZE = 32 * 1024 * 1024;

export class Ring<Value> {
  readonly #entries = new Map<string | number, Value>();
  #size = 0;

  /**
   * @param limit entries it holds at most
   * @param sizeOf the characters an entry holds
   * @param onEvict told of each entry that was forgotten
   */
  constructor(
    private readonly limit: number,
    private readonly sizeOf: (value: Value) => number = () => 0,
    private readonly onEvict: (key: string | number) => void = () => undefined,
    private readonly maxSize = MAX_SIZE,
  ) {}

  get values(): Value[] {
    return [...this.#entries.values()];
  }

  /** The latest entries, oldest first. */
  latest(count: number): Value[] {
    return this.values.slice(-count);
  }

  get(key: string | number): Value | undefined {
    return this.#entries.get(key);
  }

  /** Adds an entry as the newest, or replaces one in its place. */
  set(key: string | number, value: Value): void {
    const former = this.#entries.get(key);
    if (former !== undefined) this.#size -= this.sizeOf(former);
    this.#entries.set(key, value);
    this.#size += this.sizeOf(value);
    // The newest stays, however large: what was just accepted must be there to be seen.
    while (this.#entries.size > this.limit || (this.#size > this.maxSize && this.#entries.size > 1))
      this.#evictOldest();
  }

  delete(key: string | number): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#size -= this.sizeOf(value);
  }

  clear(): void {
    this.#entries.clear();
    this.#size = 0;
  }

  #evictOldest(): void {
    const oldest = this.#entries.keys().next();
    if (oldest.done) return;
    this.delete(oldest.value);
    this.onEvict(oldest.value);
  }
}
