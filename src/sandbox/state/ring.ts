/** A map that forgets its oldest entries, so that a long-running sandbox stays bounded. */

/** The most characters that a ring holds by default: about 64 MB of text. */
const MAX_SIZE = 32 * 1024 * 1024;

export class Ring<Value> {
  readonly #entries = new Map<string | number, Value>();
  #size = 0;

  /**
   * @param limit the most entries it holds
   * @param measure gives the number of characters of an entry
   * @param onEvict is called for each entry that was forgotten
   */
  constructor(
    private readonly limit: number,
    private readonly measure: (value: Value) => number = () => 0,
    private readonly onEvict: (key: string | number) => void = () => undefined,
    private readonly maxSize = MAX_SIZE,
  ) {}

  get count(): number {
    return this.#entries.size;
  }

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
    if (former !== undefined) this.#size -= this.measure(former);
    this.#entries.set(key, value);
    this.#size += this.measure(value);
    // The newest stays, however large: a test must see what was just accepted.
    while (this.#entries.size > this.limit || (this.#size > this.maxSize && this.#entries.size > 1))
      this.#evictOldest();
  }

  delete(key: string | number): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.#size -= this.measure(value);
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
