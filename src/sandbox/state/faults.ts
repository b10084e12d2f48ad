/** Faults on demand: which request meets which. What a fault does to a request is in `answer.ts`. */
import { wrongIn } from './fault-check.js';
import type { OperationId } from './records.js';

/** Which requests meet a fault. */
export interface FaultScope {
  /** How many requests meet it. `Infinity`: all, until `recover()`. @default 1 */
  readonly times?: number;
  /** How many requests pass before the first meets it. @default 0 */
  readonly after?: number;
  /** Only requests of this operation count. @default all of the API */
  readonly operation?: OperationId;
}

/** A fault, and the requests that meet it. */
export type Fault = FaultScope &
  (
    | {
        /** The request is handled, after a while. */
        readonly kind: 'latency';
        /** Milliseconds. @default 2000 */
        readonly delay?: number;
      }
    | {
        /** 429; nothing is done. */
        readonly kind: 'rate-limit';
        /** Milliseconds to ask for in `Retry-After`, sent in whole seconds; a string is sent as it is. @default 1000 */
        readonly retryAfter?: number | string;
      }
    | {
        /** An error of the service; nothing is done. */
        readonly kind: 'server-error';
        /** From 500 to 599. @default 503 */
        readonly status?: number;
        /** As for `rate-limit`. @default no such header */
        readonly retryAfter?: number | string;
      }
    | {
        /**
         * - `reset-before`: the connection is reset; nothing is done.
         * - `reset-after`: the request is handled, then the connection is reset.
         * - `half-body`: the request is handled, then half of a 200 is sent and the connection closed.
         * - `no-answer`: the request is handled, and nothing is ever answered.
         */
        readonly kind: 'reset-before' | 'reset-after' | 'half-body' | 'no-answer';
      }
  );

/** What a fault does to a request. */
export type FaultKind = Fault['kind'];

/** A fault that still waits for requests. */
export interface PendingFault {
  readonly fault: Fault;
  /** Requests that are still to pass. */
  after: number;
  /** Requests that are still to meet it. */
  times: number;
}

const MAX_PENDING = 1_000;

/** The faults asked for, in order; a request meets at most one. */
export class Faults {
  #pending: PendingFault[] = [];

  constructor(private readonly onChange: () => void) {}

  get pending(): readonly Readonly<PendingFault>[] {
    return this.#pending.map((entry) => ({ ...entry }));
  }

  /** @throws RangeError when the fault is not one */
  add(fault: Fault): void {
    const wrong = wrongIn(fault);
    if (wrong !== undefined) throw new RangeError(wrong);
    if (this.#pending.length >= MAX_PENDING) throw new RangeError('too many faults are pending');
    this.#pending.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
    this.onChange();
  }

  clear(): void {
    this.#pending = [];
    this.onChange();
  }

  /** The fault that a request of this operation meets; counts it off. */
  take(operation: OperationId | undefined): Fault | undefined {
    const waiting = this.#pending.filter(
      ({ fault }) => fault.operation === undefined || fault.operation === operation,
    );
    const met = waiting.find(({ after }) => after === 0);
    for (const entry of waiting) {
      if (entry === met) entry.times -= 1;
      else if (entry.after > 0) entry.after -= 1;
    }
    if (waiting.length === 0) return undefined;
    this.#pending = this.#pending.filter(({ times }) => times > 0);
    this.onChange();
    return met?.fault;
  }
}
