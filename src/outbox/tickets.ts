/**
 * The queue, which is pg-boss: a job is a ticket to send one message, and holds its `requestId` alone. What became of
 * the message stands in our table, so that a ticket too many, of a redrive say, sends nothing.
 */
import type { Job, JobInsert, PgBoss } from 'pg-boss';

import type { Database, Executor } from './database.js';
import { loadPgBoss } from './requirements.js';
import { ticketIds } from './ticket-id.js';

/** The queues: the second one gives a key's tickets one at a time, in the order of their enqueue. */
export const QUEUES = ['outbox', 'outbox-ordered'] as const;
export type QueueName = (typeof QUEUES)[number];

/** What a worker holds. */
export interface Ticket {
  readonly queue: QueueName;
  readonly job: Job;
  readonly requestId: string;
}

export interface TicketRequest {
  readonly requestId: string;
  /** Messages with the same key go out one after the other. */
  readonly orderingKey?: string | undefined;
}

/** Longer than any message waits, which the outbox sees to itself: pg-boss deletes a ticket without a word. */
const RETENTION_SECONDS = 10 * 365 * 24 * 3_600;

/** As often as a message's time allows. */
const RETRY_LIMIT = 1_000_000;

/** A worker holds a ticket so long at most, and this is long beside a pause: a dead one is told by its heartbeat. */
const HOLD_SECONDS = 3_600;

export interface QueueOptions {
  readonly schema: string;
  /** Seconds without a sign of life after which a worker is taken for dead. */
  readonly heartbeat: number;
  /** Seconds between retries at most. */
  readonly maxRetryDelay: number;
  readonly migrate: boolean;
  readonly onError: (error: unknown) => void;
}

export class Tickets {
  readonly #nextId = ticketIds();

  private constructor(
    private readonly boss: PgBoss,
    private readonly db: Executor,
  ) {}

  static async open(database: Database, options: QueueOptions): Promise<Tickets> {
    const { schema, heartbeat, maxRetryDelay, migrate, onError } = options;
    const { PgBoss } = await loadPgBoss();
    // Dead workers are looked for so often that one is noticed within a minute.
    const superviseIntervalSeconds = Math.max(1, Math.floor(heartbeat / 2));
    const boss = new PgBoss({
      db: database.patient,
      schema,
      migrate,
      schedule: false,
      superviseIntervalSeconds,
      monitorIntervalSeconds: superviseIntervalSeconds,
    });
    boss.on('error', onError);
    await boss.start();
    const queue = {
      retryLimit: RETRY_LIMIT,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: maxRetryDelay,
      heartbeatSeconds: heartbeat,
      expireInSeconds: HOLD_SECONDS,
      retentionSeconds: RETENTION_SECONDS,
    };
    if (migrate) {
      for (const name of QUEUES) {
        const policy = name === 'outbox' ? 'standard' : 'key_strict_fifo';
        await boss.createQueue(name, { ...queue, policy });
        await boss.updateQueue(name, queue);
      }
    }
    return new Tickets(boss, database);
  }

  /** @param executor the transaction that inserts the messages as well */
  async insert(executor: Executor, requests: readonly TicketRequest[]): Promise<void> {
    for (const queue of QUEUES) {
      const jobs = requests
        .filter(({ orderingKey }) => (orderingKey === undefined) === (queue === 'outbox'))
        .map(({ requestId, orderingKey }): JobInsert => ({
          id: this.#nextId(),
          data: { requestId },
          ...(orderingKey !== undefined && { singletonKey: orderingKey }),
        }));
      if (jobs.length > 0) await this.boss.insert(queue, jobs, { db: executor });
    }
  }

  async fetch(queue: QueueName, count: number): Promise<Ticket[]> {
    const jobs = await this.boss.fetch<{ requestId?: unknown }>(queue, {
      batchSize: count,
      db: this.db,
    });
    return jobs.map((job) => ({ queue, job, requestId: String(job.data.requestId).toLowerCase() }));
  }

  /** Says that this worker lives. */
  async touch(tickets: readonly Ticket[]): Promise<void> {
    await this.#each(tickets, (queue, jobs) => this.boss.touch(queue, jobs, { db: this.db }));
  }

  /** Removes tickets that are used up. */
  async finish(tickets: readonly Ticket[]): Promise<void> {
    await this.#each(tickets, (queue, jobs) => this.boss.deleteJob(queue, jobs, { db: this.db }));
  }

  /** Gives tickets back, for another attempt after a while. */
  async retry(tickets: readonly Ticket[]): Promise<void> {
    await this.#each(tickets, (queue, jobs) => this.boss.fail(queue, jobs, null, { db: this.db }));
  }

  async close(): Promise<void> {
    await this.boss.stop({ close: false, graceful: false });
  }

  /** A ticket that this worker lost to another in the meantime is left alone: pg-boss compares the attempt. */
  async #each(
    tickets: readonly Ticket[],
    act: (queue: QueueName, jobs: { id: string; retryCount: number }[]) => Promise<unknown>,
  ): Promise<void> {
    for (const queue of QUEUES) {
      const jobs = tickets
        .filter((ticket) => ticket.queue === queue)
        .map(({ job: { id, retryCount } }) => ({ id, retryCount }));
      if (jobs.length > 0) await act(queue, jobs);
    }
  }
}
