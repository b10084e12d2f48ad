/** The promises of the outbox, checked as its table changes and as its messages go out. */
import type { SentMessage } from '../../../src/index.js';
import type { CallRecord } from '../records.js';
import type { Environment } from '../environment.js';
import type { SimulatedDatabase } from './database.js';
import type { OutboxMessage } from './records.js';
import { isWaiting, type Row } from './tables.js';

/** Beside the client's own limits, a worker and its messages are so late at most when nothing fails. */
const SLACK_MS = 3_000;
/** Short beside the time in which a handful of messages goes out. */
const RATE_WINDOW_MS = 2_000;
const RATE_SLACK_MS = 150;
/** Workers look for a pause each second. */
const PAUSE_SPREADS_MS = 1_500;
/** However long the service asks for. */
const MAX_PAUSE_MS = 15 * 60_000;

export interface OutboxLimits {
  /** Milliseconds after the first unknown outcome in which a repeat is taken for safe. */
  readonly resendWithin: number;
  /** Milliseconds between two messages of all workers. */
  readonly interval: number | undefined;
}

/** A worker, and what it was told. */
export interface Sender {
  /** By the monotonic clock. */
  pausedUntil: number;
  /** Whether its credentials were refused. */
  isRefused: boolean;
}

export class OutboxPromises {
  readonly messages = new Map<string, OutboxMessage>();
  /** When messages were handed to a client, by true time. */
  readonly #sends: number[] = [];
  /** By true time. */
  readonly #pauses: { readonly from: number; readonly until: number }[] = [];

  constructor(
    private readonly world: Environment,
    private readonly limits: OutboxLimits,
    private readonly database: () => SimulatedDatabase,
  ) {}

  /** What became of an attempt, or of a message, as the table says. */
  readonly settled = (row: Row): void => {
    const { coverage, story } = this.world;
    const record = this.messages.get(row.id);
    if (record === undefined) return;
    const { message } = record;
    const why = row.reason === undefined ? '' : `, ${row.reason}`;
    story?.tell('database', `message ${message.n} is ${row.state}${why}`);
    coverage.reach(`outbox: ${row.state}${why}`);
    if (isWaiting(row)) return;
    const wasAccepted = record.acceptedAt !== undefined;
    if (row.state === 'sent') {
      const hasToken = message.tokens.includes(row.messageId ?? '');
      if (!wasAccepted || !hasToken) this.#broken('what is called sent was accepted', record);
      if (row.payload !== undefined) this.#broken('what is sent is erased', record);
    }
    const isProven = row.unknownSince === undefined || row.state !== 'cancelled';
    if (row.state !== 'sent' && row.state !== 'uncertain' && isProven && wasAccepted) {
      this.#broken(`what is called ${row.state} was not accepted`, record);
    }
    if (row.reason === 'expired' && this.database().now() < row.expiresAt - SLACK_MS) {
      this.#broken('a message expires when its time is over', record);
    }
    if (row.state === 'uncertain' && row.unknownSince === undefined) {
      this.#broken('what is proven is not called uncertain', record);
    }
  };

  /** A worker hands a message to its client. */
  begins(worker: Sender, record: OutboxMessage): void {
    const { scheduler, clock } = this.world;
    const database = this.database();
    const row = database.tables.rows.get(record.id);
    if (row && isWaiting(row)) this.#keepsOrder(record, row);
    if (row && database.now() > row.expiresAt + SLACK_MS) {
      this.#broken('nothing is sent when its time is over', record);
    }
    if (worker.isRefused) this.#broken('a worker without access ends', record);
    if (clock.monotonic() < worker.pausedUntil) {
      this.#broken('a worker that is asked to wait waits', record);
    }
    // The database tells the others, unless it fails.
    if (database.isDisturbed || clock.sleeps > 0) return;
    const { now } = scheduler;
    if (this.#pauses.some(({ from, until }) => now > from + PAUSE_SPREADS_MS && now < until)) {
      this.#broken('all workers wait when one is asked to', record);
    }
    this.#keepsRate(record);
  }

  /** The service did not accept a message. */
  fails(worker: Sender, { last }: CallRecord): void {
    const { clock, scheduler } = this.world;
    if (last?.status === 401 || last?.status === 403) worker.isRefused = true;
    if (last?.status !== 429) return;
    const ms = Math.min(last.asked ?? 0, MAX_PAUSE_MS);
    worker.pausedUntil = Math.max(worker.pausedUntil, clock.monotonic() + ms - 1);
    this.#pauses.push({ from: scheduler.now, until: scheduler.now + ms - 1 });
  }

  #keepsOrder(record: OutboxMessage, row: Row): void {
    if (record.key === undefined) return;
    for (const other of this.database().tables.rows.values()) {
      const isSame = this.messages.get(other.id)?.key === record.key;
      if (isSame && other.position < row.position && isWaiting(other)) {
        this.#broken('the order of a recipient is kept', record);
      }
    }
  }

  #keepsRate(record: OutboxMessage): void {
    const { interval } = this.limits;
    const { scheduler, faults } = this.world;
    const { now } = scheduler;
    this.#sends.push(now);
    if (interval === undefined || faults.has('timers late')) return;
    const recent = this.#sends.filter((at) => at > now - RATE_WINDOW_MS).length;
    if (recent > (RATE_WINDOW_MS + RATE_SLACK_MS) / interval + 1) {
      this.#broken('the rate is kept', record, `${recent} messages in 2 s`);
    }
  }

  /** A request for a message leaves its client. */
  leaves(record: OutboxMessage, call: CallRecord): void {
    const { clock, scheduler } = this.world;
    if (record.acceptedAt === undefined || call.sleeps !== clock.sleeps) return;
    const database = this.database();
    // A person who replays it begins the time anew, when the database does it.
    const replayedAt = database.tables.rows.get(record.id)?.replayedAt ?? -Infinity;
    const age = Math.min(scheduler.now - record.acceptedAt, database.now() - replayedAt);
    if (age > this.limits.resendWithin + call.limits.totalTimeout + SLACK_MS) {
      this.#broken('nothing is repeated after resendWithin', record);
    }
  }

  /** The service accepts a message, perhaps once more. */
  accepted(record: OutboxMessage): void {
    record.acceptedAt ??= this.world.scheduler.now;
    const state = this.database().tables.rows.get(record.id)?.state;
    if (state === 'failed' || state === 'expired') {
      this.#broken(`what is called ${state} is never accepted`, record);
    }
  }

  told(sent: SentMessage): void {
    if (sent.duplicate) this.world.coverage.reach('outbox: a repeat is recognised');
  }

  #broken(promise: string, { message }: OutboxMessage, details = ''): void {
    this.world.promises.broken(promise, undefined, `message ${message.n} ${details}`.trim());
  }
}
