/** A source of messages for `sendMany`, of every make: it may be slow, give promises, fail, or never answer. */
import type { Source } from '../../src/index.js';
import type { Process } from './clock.js';
import type { Context } from './context.js';

export class MessageSource<Item> {
  /** Messages, or promises of them, that were read. */
  read = 0;
  /** Whether it is asked for the next one at present. */
  isBusy = false;
  isClosed = false;
  isExhausted = false;
  /** Whether it will never answer again. */
  hangs = false;
  failure: Error | undefined;
  readonly #failsAt: number;
  readonly #hangsAt: number;
  readonly #slow: number;

  /** @param onRead is called each time it is asked for the next one */
  constructor(
    private readonly context: Context,
    private readonly process: Process,
    private readonly length: number,
    private readonly make: () => Item,
    private readonly onRead: () => void,
  ) {
    const { faults, random } = context;
    this.#failsAt = faults.strikes('source fails') ? random.below(length + 1) : Infinity;
    this.#hangsAt = faults.strikes('source hangs') ? random.below(length + 1) : Infinity;
    this.#slow = random.pick([0, 0, 500, 5_000]);
  }

  open(): Source<Item> {
    const { random } = this.context;
    return random.pick([
      () => ({ [Symbol.iterator]: () => this.#promises() }),
      () => ({ [Symbol.asyncIterator]: () => this.#iterator() }),
      () => this.#generator(),
    ])();
  }

  /** Gives items that are there at once, or promises of them. */
  #promises(): Iterator<Item | Promise<Item>, undefined> {
    return {
      next: () => {
        this.onRead();
        if (this.read === this.length) {
          this.isExhausted = true;
          return { done: true, value: undefined };
        }
        this.read += 1;
        const value = this.#slow > 0 || this.read > this.#failsAt ? this.#item() : this.make();
        return { done: false, value };
      },
      return: () => {
        this.isClosed = true;
        return { done: true, value: undefined };
      },
    };
  }

  #iterator(): AsyncIterator<Item, undefined> {
    return {
      next: async () => {
        this.onRead();
        if (this.read === this.length) {
          this.isExhausted = true;
          return { done: true, value: undefined };
        }
        this.read += 1;
        return { done: false, value: await this.#item() };
      },
      return: () => {
        this.isClosed = true;
        return Promise.resolve({ done: true, value: undefined });
      },
    };
  }

  async *#generator(): AsyncGenerator<Item, void, undefined> {
    try {
      for (;;) {
        this.onRead();
        if (this.read === this.length) break;
        this.read += 1;
        yield await this.#item();
      }
      this.isExhausted = true;
    } finally {
      this.isClosed = true;
    }
  }

  /** The next item, in its time. */
  async #item(): Promise<Item> {
    this.isBusy = true;
    if (this.read > this.#hangsAt) {
      this.hangs = true;
      return new Promise(() => undefined);
    }
    if (this.#slow > 0) await this.#wait();
    this.isBusy = false;
    if (this.read > this.#failsAt) {
      this.failure = new Error('the source failed');
      throw this.failure;
    }
    return this.make();
  }

  #wait(): Promise<void> {
    const { clock, random } = this.context;
    return new Promise((resolve) => {
      clock.after(random.below(this.#slow), this.process, resolve);
    });
  }
}
