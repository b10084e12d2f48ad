/** A map that forgets its oldest entries, so that a long-running sandbox stays bounded. */

/** The most characters that a ring holds by default: about 64 MB of text. */
const MAX_SIZE = 32 * 1024 * 1024;
/** What a value takes beside its text, in characters. */
const OVERHEAD = 16;

/** The size of plain data in characters: all of it counts, whatever its fields are called. */
export function measureSize(value: unknown): number {
  if (typeof value === 'string') return value.length + OVERHEAD;
  if (typeof value !== 'object' || value === null) return OVERHEAD;
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + measureSize(item), OVERHEAD);
  let size = OVERHEAD;
  for (const [name, item] of Object.entries(value)) size += name.length + measureSize(item);
  return size;
}

interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
}

/** Holds plain data that does not change; an entry is measured once. */
export class Ring<Value> {
  readonly #entries = new Map<string | number, Entry<Value>>();
  #size = 0;

  /**
   * @param limit the most entries it holds
   * @param onEvict is called for each entry that was forgotten
   * @param maxSize the most characters it holds
   */
  constructor(
    private readonly limit: number,
    private readonly onEvict: (key: string | number) => void = () => undefined,
    private readonly maxSize = MAX_SIZE,
  ) {}

  get count(): number {
    return this.#entries.size;
  }

  get values(): Value[] {
    return Array.from(this.#entries.values(), ({ value }) => value);
  }

  /** The latest entries, oldest first. */
  latest(count: number): Value[] {
    return this.values.slice(-count);
  }

  get(key: string | number): Value | undefined {
    return this.#entries.get(key)?.value;
  }

  /** Adds an entry as the newest, or replaces one in its place. */
  set(key: string | number, value: Value): void {
    const size = measureSize(value);
    this.#size += size - (this.#entries.get(key)?.size ?? 0);
    this.#entries.set(key, { value, size });
    // The newest stays, however large: a test must see what was just accepted.
    while (this.#entries.size > this.limit || (this.#size > this.maxSize && this.#entries.size > 1))
      this.#evictOldest();
  }

  delete(key: string | number): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#size -= entry.size;
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
