/** All chance of a history. It comes from the seed alone, so a seed is a history. */
export class Random {
  #state = 0;

  constructor(seed: number) {
    this.begin(seed);
  }

  /** From now on all chance is that of this seed. */
  begin(seed: number): void {
    // Neighbouring seeds are to have nothing in common.
    const low = Math.imul((seed >>> 0) ^ 0x9e3779b9, 0x85ebca6b);
    this.#state = low ^ Math.imul(Math.floor(seed / 2 ** 32), 0xc2b2ae35);
    this.next();
  }

  /** From 0 up to 1, by mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** A whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('nothing to pick from');
    return items[this.below(items.length)] as Item;
  }

  /** A UUID of version 4. */
  uuid(): string {
    const part = (digits: number): string =>
      this.below(16 ** digits)
        .toString(16)
        .padStart(digits, '0');
    return `${part(8)}-${part(4)}-4${part(3)}-${'89ab'.charAt(this.below(4))}${part(3)}-${part(6)}${part(6)}`;
  }
}
