/* generated using openapi-typescript-codegen -- do not edit */
/* its source is scripts/templates/limit.ts */
/* istanbul ignore file */

// The time limit of an attempt and the caller's signal, as one.

/** Time-outs come from here, so that a test can hold the time. */
export interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** What may end an attempt early. */
export interface LimitSettings {
  signal?: AbortSignal | undefined;
  /** Milliseconds from the first step to the last byte of the answer; none by default. */
  timeout?: number | undefined;
  timers?: Timers | undefined;
}

/** The caller's signal and the time limit as one signal, and which of them it was. */
export class Limit {
  readonly #controller = new AbortController();
  readonly #timers: Timers;
  readonly #callerSignal: AbortSignal | undefined;
  readonly #timer: unknown;
  #reject: ((error: unknown) => void) | undefined;
  reason: 'timeout' | 'aborted' | undefined;
  error: unknown;

  constructor({ signal, timeout, timers = globalThis }: LimitSettings) {
    this.#timers = timers;
    this.#callerSignal = signal;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener('abort', this.#onAbort);
    if (timeout !== undefined) {
      this.#timer = timers.setTimeout(() => {
        this.#end('timeout', new Error(`no complete answer within ${timeout} ms`));
      }, timeout);
    }
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Settles as the work does, or when the limit is reached: nothing waits for a fetch that ignores its signal. */
  race<T>(work: Promise<T>): Promise<T> {
    // Promise.race would do, but costs three promises more a call.
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      if (this.reason !== undefined) this.#reject(this.error);
      work.then(resolve, reject);
    });
  }

  readonly #onAbort = (): void => {
    this.#end('aborted', this.#callerSignal?.reason);
  };

  #end(reason: 'timeout' | 'aborted', error: unknown): void {
    if (this.reason === undefined) {
      this.reason = reason;
      this.error = error;
    }
    this.#reject?.(error);
    this.#controller.abort();
  }

  release(): void {
    this.#callerSignal?.removeEventListener('abort', this.#onAbort);
    if (this.#timer !== undefined) this.#timers.clearTimeout(this.#timer);
  }
}
