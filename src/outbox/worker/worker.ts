/**
 * Takes tickets and sends their messages. `boss.work` is not used: it hands out batches and waits for the slowest
 * message of each. What is used of pg-boss is documented: fetch, touch, fail and delete, with the attempt in hand.
 */
import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';

import { isUuid } from '../../check.js';
import type { Clock } from '../../clock.js';
import { wait } from '../../retry/wait.js';
import type { Claim, ClaimedMessage } from '../store/claim.js';
import type { Ticket } from '../tickets.js';
import type { Attempt, AttemptTimes } from './attempt.js';
import { every } from './every.js';
import type { Settlements } from './settlements.js';
import type { Turns } from './turns.js';

/** How often an idle worker looks for messages. */
const POLL_MS = 500;
/** How long a few places that are free wait for others, so that one statement fills them all. */
const GATHER_MS = 5;
/** After a failure of the database. */
const RETRY_MS = 1_000;
/** How soon a worker knows of a pause. */
const REFRESH_MS = 1_000;

export interface WorkerQueue {
  fetch(count: number): Promise<Ticket[]>;
  touch(tickets: readonly Ticket[]): Promise<void>;
  finish(tickets: readonly Ticket[]): Promise<void>;
  retry(tickets: readonly Ticket[]): Promise<void>;
  claim(claims: readonly Claim[]): Promise<ClaimedMessage[]>;
}

export interface LoopOptions {
  readonly concurrency: number;
  /** Seconds without a sign of life after which a worker is taken for dead. */
  readonly heartbeat: number;
  readonly queue: WorkerQueue;
  readonly turns: Turns;
  readonly settlements: Settlements;
  readonly attempt: Attempt;
  readonly clock: Clock;
  readonly onError: (during: string, error: unknown) => void;
}

export class WorkerLoop {
  readonly #ended = new AbortController();
  /** Tickets in hand, by the message they are for, until what became of it is written. */
  readonly #held = new Map<string, Ticket>();
  /** How many messages are being sent, or wait for their turn. */
  #sending = 0;
  readonly #running = new Set<Promise<void>>();
  #wake = new AbortController();

  constructor(private readonly options: LoopOptions) {
    // Each message that waits for its turn listens: no leak, of which Node would warn.
    setMaxListeners(Infinity, this.#ended.signal);
  }

  /** Begins to end: takes no more, and gives back what waits for its turn. */
  end(): void {
    this.#ended.abort();
    this.#wake.abort();
  }

  /** Works until it is ended, and what is in flight has settled. */
  async run(): Promise<void> {
    const { clock, heartbeat, queue, turns, onError } = this.options;
    const refresh = (): Promise<void> =>
      turns.refresh().catch((error: unknown) => {
        onError('pause', error);
      });
    const touch = (): Promise<void> =>
      queue.touch([...this.#held.values()]).catch((error: unknown) => {
        onError('heartbeat', error);
      });
    const stops = [
      every((heartbeat * 1_000) / 3, clock, () => void touch()),
      every(REFRESH_MS, clock, () => void refresh()),
    ];
    try {
      await refresh();
      while (!this.#ended.signal.aborted) await this.#pass();
      await Promise.all(this.#running);
    } finally {
      for (const stop of stops) stop();
    }
  }

  async #pass(): Promise<void> {
    const { concurrency, turns, onError } = this.options;
    // Others are taken and sent while what became of as many is written.
    const free = (): number =>
      Math.min(concurrency - this.#sending, 2 * concurrency - this.#held.size);
    const pause = turns.pauseLeft();
    if (pause > 0) return this.#sleep(pause);
    if (free() <= 0) return this.#sleep(Infinity);
    if (turns.room() <= 0) return this.#sleep(turns.untilRoom());
    if (free() < concurrency / 2) await wait(GATHER_MS, this.options.clock, this.#ended.signal);
    const asked = Math.min(free(), turns.room());
    try {
      const taken = await this.#take(asked);
      if (taken < asked) await this.#sleep(POLL_MS);
    } catch (error) {
      onError('work', error);
      await this.#sleep(RETRY_MS);
    }
  }

  /** Waits, until a place is free or there may be something to take. */
  async #sleep(ms: number): Promise<void> {
    // A timer cannot wait for ever.
    await wait(Math.min(ms, 60_000), this.options.clock, this.#wake.signal);
    if (!this.#ended.signal.aborted) this.#wake = new AbortController();
  }

  /** @returns how many tickets there were */
  async #take(count: number): Promise<number> {
    const tickets = await this.options.queue.fetch(count);
    if (tickets.length > 0) await this.#start(tickets);
    return tickets.length;
  }

  async #start(tickets: readonly Ticket[]): Promise<void> {
    const { clock, queue, turns } = this.options;
    const byMessage = new Map<string, Ticket>();
    const second: Ticket[] = [];
    const unknown: Ticket[] = [];
    for (const ticket of tickets) {
      const { requestId } = ticket;
      if (!isUuid(requestId)) unknown.push(ticket);
      else if (byMessage.has(requestId) || this.#held.has(requestId)) second.push(ticket);
      else byMessage.set(requestId, ticket);
    }
    // Another ticket for a message in hand, of a redrive say: it is looked at again when that has settled.
    await queue.retry(second);
    await this.#removeUnknown(unknown);
    const asked = { monotonic: clock.monotonic(), wall: clock.now() };
    const messages = await this.#claim(byMessage);
    const answered = clock.monotonic();
    for (const message of messages) this.#held.set(message.id, ticketFor(byMessage, message));
    // What is settled, was deleted, or waits for another of its order, needs no ticket.
    await this.#finishRest(byMessage, messages);
    const dues = await turns.reserve(messages.length).catch((error: unknown) => {
      this.options.onError('rate', error);
      return [];
    });
    for (const [index, message] of messages.entries())
      this.#run(message, { asked, answered, due: dues[index] });
  }

  /** Whoever put them there is told: else they would seem to be sent. */
  async #removeUnknown(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length === 0) return;
    await this.options.queue.finish(tickets);
    const code = 'UNKNOWN_JOB';
    this.options.onError('work', Object.assign(new Error('a job names no message'), { code }));
  }

  async #claim(byMessage: Map<string, Ticket>): Promise<ClaimedMessage[]> {
    const { queue } = this.options;
    try {
      return await queue.claim(
        [...byMessage].map(([id, { id: ticket, orderingKey }]) => ({
          id,
          claim: randomUUID(),
          ticket,
          orderingKey,
        })),
      );
    } catch (error) {
      // Else they would lie here until they are taken for a dead worker's.
      await queue.retry([...byMessage.values()]).catch(() => undefined);
      throw error;
    }
  }

  async #finishRest(
    byMessage: Map<string, Ticket>,
    messages: readonly ClaimedMessage[],
  ): Promise<void> {
    const claimed = new Set(messages.map(({ id }) => id));
    const rest = [...byMessage].filter(([id]) => !claimed.has(id)).map(([, ticket]) => ticket);
    // One that is left over is taken again, and finished then.
    await this.options.queue.finish(rest).catch((error: unknown) => {
      this.options.onError('work', error);
    });
  }

  #run(message: ClaimedMessage, times: AttemptTimes): void {
    const ticket = this.#held.get(message.id);
    if (ticket === undefined) return;
    const running = this.#attempt(message, ticket, times)
      .catch((error: unknown) => {
        this.options.onError('work', error);
      })
      .then(() => {
        this.#held.delete(message.id);
        this.#running.delete(running);
        this.#placeIsFree();
      });
    this.#running.add(running);
  }

  async #attempt(message: ClaimedMessage, ticket: Ticket, times: AttemptTimes): Promise<void> {
    const { attempt } = this.options;
    this.#sending += 1;
    const outcome = await attempt.make(message, times, this.#ended.signal).finally(() => {
      this.#sending -= 1;
      this.#placeIsFree();
    });
    await attempt.settle(message, ticket, outcome, times);
  }

  #placeIsFree(): void {
    // Each abort makes an error with a stack.
    if (!this.#wake.signal.aborted) this.#wake.abort();
  }
}

const ticketFor = (byMessage: Map<string, Ticket>, { id }: ClaimedMessage): Ticket => {
  const ticket = byMessage.get(id);
  if (ticket === undefined) throw new Error('a message was claimed that nobody asked for');
  return ticket;
};
