/** The faults that wait for requests. What a fault does to a request is in `server/answer.ts`. */
import { checkFault, type Fault } from './fault.js';
import type { OperationId } from './records.js';

/** A fault that still waits for requests. */
export interface PendingFault {
  /** Counts from 1. */
  readonly id: number;
  readonly fault: Fault;
  /** Requests that are still to pass. */
  after: number;
  /** Requests that are still to meet it. */
  times: number;
}

const MAX_PENDING = 1_000;

/** Pending faults in the order in which they were added; a request meets at most one. */
export class Faults {
  #pending: PendingFault[] = [];
  #count = 0;

  /** @param operations the names of the document's operations */
  constructor(
    private readonly operations: readonly string[],
    private readonly onChange: () => void,
  ) {}

  get pending(): readonly Readonly<PendingFault>[] {
    return this.#pending.map((entry) => ({ ...entry }));
  }

  /** @throws RangeError naming the field that is wrong */
  add(fault: Fault): void {
    checkFault(fault, this.operations);
    if (this.#pending.length >= MAX_PENDING) throw new RangeError('too many faults are pending');
    this.#count += 1;
    const id = this.#count;
    this.#pending.push({
      id,
      fault: { ...fault },
      after: fault.after ?? 0,
      times: fault.times ?? 1,
    });
    this.onChange();
  }

  /** @returns false when it waits no longer */
  remove(id: number): boolean {
    const left = this.#pending.filter((entry) => entry.id !== id);
    if (left.length === this.#pending.length) return false;
    this.#pending = left;
    this.onChange();
    return true;
  }

  clear(): void {
    this.#pending = [];
    this.onChange();
  }

  /** The fault that a request of this operation meets; counts the request. */
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
