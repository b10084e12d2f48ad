/** The tables of the outbox as its statements leave them: what each one promises, without its SQL. */
import { MAX_PAUSE_MS } from '../../../src/outbox/decisions.js';
import type { Claim, ClaimedMessage } from '../../../src/outbox/store/claim.js';
import type { NewMessage } from '../../../src/outbox/store/insert.js';
import type { ExpiredMessage } from '../../../src/outbox/store/manage.js';
import type { UsedTicket } from '../../../src/outbox/store/order.js';
import type { Settlement } from '../../../src/outbox/store/settle.js';
import type { MessageState } from '../../../src/outbox/message-status.js';
import { Jobs } from './jobs.js';

/** A message in its table. */
export interface Row {
  readonly id: string;
  readonly lifetime: number;
  readonly enqueuedAt: number;
  position: number;
  state: MessageState;
  payload: string | undefined;
  orderingKey: string | undefined;
  ticket: string | undefined;
  attempts: number;
  claim: string | undefined;
  messageId: string | undefined;
  reason: string | undefined;
  errorStatus: number | undefined;
  expiresAt: number;
  unknownSince: number | undefined;
  replayedAt: number | undefined;
}

const GIVEN_UP: readonly MessageState[] = ['failed', 'expired', 'uncertain'];
const MINUTE_MS = 60_000;

export class Tables {
  readonly rows = new Map<string, Row>();
  readonly jobs: Jobs;
  #position = 0;
  #nextSlot = -Infinity;
  #pausedUntil = -Infinity;

  /**
   * @param maxRetryDelay seconds between two attempts at most
   * @param settled is told of each message that reached an end
   */
  constructor(
    private readonly now: () => number,
    newId: () => string,
    random: () => number,
    maxRetryDelay: number,
    private readonly settled: (row: Row) => void,
  ) {
    this.jobs = new Jobs(now, newId, random, maxRetryDelay);
  }

  insert(messages: readonly NewMessage[]): Set<string> {
    const added = new Set<string>();
    for (const { requestId, payload, orderingKey, lifetime } of messages) {
      // The second of two with one id in a statement is one too many as well.
      if (this.rows.has(requestId)) continue;
      added.add(requestId);
      const row: Row = {
        ...{ id: requestId, lifetime, payload, orderingKey, state: 'queued', attempts: 0 },
        ...{ enqueuedAt: this.now(), expiresAt: this.now() + lifetime },
        ...{ position: (this.#position += 1), ticket: undefined, claim: undefined },
        ...{ messageId: undefined, reason: undefined, errorStatus: undefined },
        ...{ unknownSince: undefined, replayedAt: undefined },
      };
      this.rows.set(requestId, row);
      this.#giveTicket(row);
    }
    return added;
  }

  claim(claims: readonly Claim[]): ClaimedMessage[] {
    const now = this.now();
    const wanted = claims.flatMap((claim) => {
      const row = this.rows.get(claim.id);
      return row ? [{ row, claim: claim.claim, ticket: claim.ticket }] : [];
    });
    const taken = wanted.filter(
      ({ row }) => isWaiting(row) && (row.orderingKey === undefined || this.#isHead(row)),
    );
    const before = new Map(taken.map(({ row }) => [row, row.unknownSince]));
    for (const { row, claim, ticket } of taken) {
      row.state = 'sending';
      row.claim = claim;
      row.ticket = ticket;
      row.attempts += 1;
      row.unknownSince ??= now;
    }
    for (const { row } of wanted) {
      if (row.state === 'queued' && row.orderingKey !== undefined) row.ticket = undefined;
    }
    return taken.map(({ row, claim }) => ({
      ...{ id: row.id, claim, payload: row.payload ?? '', encrypted: false, now },
      ...{ attempts: row.attempts, unknownSince: before.get(row), replayedAt: row.replayedAt },
      ...{ enqueuedAt: row.enqueuedAt, expiresAt: row.expiresAt },
    }));
  }

  settle(settlements: readonly Settlement[]): Set<string> {
    const written = new Set<string>();
    for (const { id, claim, state, unknown, begun, ticket, ...result } of settlements) {
      const row = this.rows.get(id);
      const isLast = row?.state === 'sending' && row.claim === claim;
      if (row && row.state !== 'sent' && (state === 'sent' || isLast)) {
        row.state = state;
        row.claim = claim;
        if (state === 'sent') row.payload = row.orderingKey = undefined;
        if (!begun) row.attempts -= 1;
        if (!unknown) row.unknownSince = undefined;
        row.messageId = result.messageId;
        row.reason = result.reason;
        if (begun) row.errorStatus = result.errorStatus;
        written.add(id);
        this.settled(row);
      } else if (row?.state === state && row.claim === claim) {
        written.add(id);
      }
      if (ticket) this.jobs.delete(ticket);
    }
    return written;
  }

  finish(tickets: readonly UsedTicket[]): void {
    for (const key of new Set(tickets.map(({ orderingKey }) => orderingKey))) {
      const head = key === undefined ? undefined : this.#head(key);
      if (head?.state === 'queued' && head.ticket === undefined) this.#giveTicket(head);
    }
    for (const ticket of tickets) this.jobs.delete(ticket);
  }

  /** @returns how many had lost their ticket */
  restore(): number {
    const lost = [...this.rows.values()].filter(
      (row) =>
        isWaiting(row) &&
        (row.ticket === undefined
          ? row.state === 'sending' || this.#isHead(row)
          : !this.jobs.has(row.ticket)),
    );
    for (const row of lost) this.#giveTicket(row, row.state === 'sending' ? MINUTE_MS : 0);
    return lost.length;
  }

  replay(ids: readonly string[]): string[] {
    const replayed = this.#having(ids, GIVEN_UP).sort((a, b) => a.position - b.position);
    for (const row of replayed) {
      row.state = 'queued';
      row.reason = undefined;
      row.replayedAt = this.now();
      row.expiresAt = this.now() + row.lifetime;
      row.position = this.#position += 1;
      this.#giveTicket(row);
    }
    return replayed.map(({ id }) => id);
  }

  cancel(ids: readonly string[]): string[] {
    const cancelled = this.#having(ids, ['queued', ...GIVEN_UP]);
    for (const row of cancelled) {
      row.state = 'cancelled';
      row.payload = row.orderingKey = undefined;
      this.settled(row);
    }
    return cancelled.map(({ id }) => id);
  }

  expire(): ExpiredMessage[] {
    const now = this.now();
    const due = [...this.rows.values()].filter(
      ({ state, expiresAt }) => state === 'queued' && expiresAt <= now,
    );
    return due.map((row) => {
      const state = row.unknownSince === undefined ? 'expired' : 'uncertain';
      row.state = state;
      row.reason = 'expired';
      this.settled(row);
      return { id: row.id, state, attempts: row.attempts, age: now - row.enqueuedAt };
    });
  }

  reserve(count: number, interval: number): number {
    const now = this.now();
    const first = Math.max(
      Math.min(this.#nextSlot, now + MAX_PAUSE_MS + 100 * interval),
      now + this.pauseLeft(),
    );
    this.#nextSlot = first + count * interval;
    return first - now;
  }

  pause(ms: number): void {
    this.#pausedUntil = this.now() + Math.max(this.pauseLeft(), ms);
  }

  pauseLeft(): number {
    return Math.min(MAX_PAUSE_MS, Math.max(0, this.#pausedUntil - this.now()));
  }

  #having(ids: readonly string[], states: readonly MessageState[]): Row[] {
    return ids.flatMap((id) => {
      const row = this.rows.get(id);
      return row && states.includes(row.state) ? [row] : [];
    });
  }

  #giveTicket(row: Row, delay = 0): void {
    row.ticket = this.jobs.insert(row.id, row.orderingKey, delay);
  }

  #isHead(row: Row): boolean {
    return row.orderingKey !== undefined && this.#head(row.orderingKey) === row;
  }

  /** The first message of a key: the one that is being sent, else the one that was enqueued first. */
  #head(key: string): Row | undefined {
    const waiting = [...this.rows.values()].filter(
      (row) => row.orderingKey === key && isWaiting(row),
    );
    const sending = waiting.filter(({ state }) => state === 'sending');
    const first = (rows: readonly Row[]): Row | undefined =>
      [...rows].sort((a, b) => a.position - b.position)[0];
    return first(sending) ?? first(waiting);
  }
}

export const isWaiting = ({ state }: Row): boolean => state === 'queued' || state === 'sending';
