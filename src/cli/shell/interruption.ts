/** SIGINT and SIGTERM: the first asks to finish what is in flight, the second to end at once. */
import { setMaxListeners } from 'node:events';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export class Interruption {
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  readonly #onSignal = (): void => {
    if (this.#first.signal.aborted) this.#second.abort();
    else this.#first.abort();
  };

  constructor() {
    // Every message in flight listens; Node warns of a leak above ten.
    setMaxListeners(0, this.#first.signal, this.#second.signal);
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
  }

  /** Aborts with the first signal. */
  get asked(): AbortSignal {
    return this.#first.signal;
  }

  /** Aborts with the second signal. */
  get insisted(): AbortSignal {
    return this.#second.signal;
  }

  /** From here on the signals end the process again. */
  dispose(): void {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
  }
}
