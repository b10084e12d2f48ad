/** Writes what became of attempts: all that there is to write in one statement, and again until it is written. */
import type { Clock } from '../../clock.js';
import { wait } from '../../retry/wait.js';
import type { AttemptResult, Settlement as Written } from '../store/settle.js';
import type { Ticket } from '../tickets.js';

const RETRY_MS = 500;

export interface Settlement {
  readonly ticket: Ticket;
  readonly result: AttemptResult;
}

export interface SettlementStore {
  /** @returns the ids of what was written; what another worker has taken since is not */
  settle(settlements: readonly Written[]): Promise<Set<string>>;
  finish(tickets: readonly Ticket[]): Promise<void>;
  retry(tickets: readonly Ticket[]): Promise<void>;
}

interface Waiting extends Settlement {
  readonly done: (isWritten: boolean) => void;
}

export class Settlements {
  #waiting: Waiting[] = [];
  #writing = false;

  /** @param ended gives up what cannot be written: others repeat it with the same key */
  constructor(
    private readonly store: SettlementStore,
    private readonly clock: Clock,
    private readonly ended: AbortSignal,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** @returns whether it was written; false when another worker has taken the message since, or writing was given up */
  write(settlement: Settlement): Promise<boolean> {
    return new Promise((done) => {
      this.#waiting.push({ ...settlement, done });
      if (this.#writing) return;
      this.#writing = true;
      // What ends at the same time is written together.
      setImmediate(() => void this.#writeAll());
    });
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const written = await this.#untilDone(batch);
      for (const { result, done } of batch) done(written.has(result.id));
    }
    this.#writing = false;
  }

  async #untilDone(batch: readonly Settlement[]): Promise<Set<string>> {
    const written = new Set<string>();
    for (;;) {
      try {
        await this.#writeBatch(batch, written);
        return written;
      } catch (error) {
        this.onError(error);
        if (this.ended.aborted) return written;
        await wait(RETRY_MS, this.clock, this.ended);
      }
    }
  }

  /** The message first: a ticket that is left over is harmless, a message without one would wait for ever. */
  async #writeBatch(batch: readonly Settlement[], written: Set<string>): Promise<void> {
    const { store } = this;
    // Who comes next in an order is seen when it is known that the one before is settled.
    const isOver = ({ result, ticket }: Settlement): boolean =>
      result.state !== 'queued' && ticket.orderingKey === undefined;
    const settlements = batch.map((each) => ({
      ...each.result,
      ...(isOver(each) && { ticket: each.ticket }),
    }));
    for (const id of await store.settle(settlements)) written.add(id);
    const rest = batch.filter((each) => !isOver(each));
    const ticketsOf = (again: boolean): Ticket[] =>
      rest
        .filter(({ result }) => (result.state === 'queued') === again)
        .map(({ ticket }) => ticket);
    await store.finish(ticketsOf(false));
    await store.retry(ticketsOf(true));
  }
}
