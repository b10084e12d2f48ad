/** SIGINT and SIGTERM while something is under way: the first asks to finish, the second to end at once. */
import { setMaxListeners } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export class Interruption {
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  readonly #receive = (): void => {
    if (this.#first.signal.aborted) this.#second.abort();
    else this.#first.abort();
  };

  constructor() {
    // Every message in flight listens, and Node would take more than ten for a leak.
    setMaxListeners(0, this.#first.signal, this.#second.signal);
    for (const signal of SIGNALS) process.on(signal, this.#receive);
  }

  /** Aborts with the first signal. */
  get asked(): AbortSignal {
    return this.#first.signal;
  }

  /** Aborts with the second signal. */
  get insisted(): AbortSignal {
    return this.#second.signal;
  }

  /** The signals end the process again. */
  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.#receive);
  }
}
