/** The store and its model, side by side: what each command does to both must be the same. */
import { expect } from '@jest/globals';

import type { Claim } from '../../../src/outbox/store/claim.js';
import type { UsedTicket } from '../../../src/outbox/store/order.js';
import { Tables } from '../../simulation/outbox/tables.js';
import { MAX_RETRY_DELAY, type RealJob, type RealStore } from './real-store.js';

/** A job that a worker took, as each of the two names it. */
export interface Held {
  readonly requestId: string;
  readonly key: string | undefined;
  readonly real: UsedTicket;
  readonly model: UsedTicket;
}

export interface Claimed {
  readonly id: string;
  readonly claim: string;
  readonly held: Held;
}

const START = Date.UTC(2026, 0, 1);

/** Jobs are told apart by their message and the time at which they were made. */
const nameJob = (job: { readonly requestId: string; readonly createdAt: number }): string =>
  `${job.requestId} ${job.createdAt - START}`;

const byName = <Item extends { readonly name: string }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));

export class Both {
  now = START;
  held: Held[] = [];
  readonly claims: Claimed[] = [];
  readonly model: Tables;
  ids = 0;

  constructor(readonly store: RealStore) {
    this.model = new Tables(
      () => this.now,
      () => this.newId(),
      () => 0.5,
      MAX_RETRY_DELAY,
      () => undefined,
    );
  }

  newId(): string {
    return `11111111-0000-4000-8000-${String((this.ids += 1)).padStart(12, '0')}`;
  }

  async pass(ms: number): Promise<void> {
    this.now += ms;
    await this.store.setTime(this.now);
  }

  /** Takes jobs, so many at most. */
  async fetch(count: number): Promise<void> {
    const { store, model } = this;
    const names = new Map((await store.jobs()).map((job) => [job.id, nameJob(job)]));
    const real = (await store.tickets.fetch(count)).map(
      ({ id, retryCount, requestId, orderingKey }) => ({
        ...{ name: names.get(id) ?? '', ticket: { id, retryCount, orderingKey } },
        ...{ requestId, key: orderingKey },
      }),
    );
    const modelNames = new Map(model.jobs.list().map((job) => [job.id, nameJob(job)]));
    const modelled = model.jobs.fetch(count).map(({ id, retryCount, data }) => {
      const { requestId, key } = data as { requestId: string; key?: string };
      const ticket = { id, retryCount, orderingKey: key };
      return { name: modelNames.get(id) ?? '', ticket, requestId, key };
    });
    const withoutIds = (jobs: typeof real): object[] =>
      byName(jobs).map(({ ticket, ...rest }) => ({ ...rest, retryCount: ticket.retryCount }));
    expect(withoutIds(real)).toEqual(withoutIds(modelled));
    const sorted = byName(modelled);
    for (const [place, { requestId, key, ticket }] of byName(real).entries()) {
      const other = sorted[place]?.ticket;
      if (other) this.held.push({ requestId, key, real: ticket, model: other });
    }
  }

  /** Whether it is decided which jobs are taken: of those made at one time, any may be. */
  isDecided(count: number): boolean {
    const due = this.model.jobs
      .list()
      .filter(({ state, startAfter }) => state !== 'active' && startAfter <= this.now)
      .sort((a, b) => a.createdAt - b.createdAt);
    return due.length <= count || due[count - 1]?.createdAt !== due[count]?.createdAt;
  }

  /** @returns for each of the two */
  claimsOf(held: readonly Held[]): { real: Claim[]; model: Claim[]; claimed: Claimed[] } {
    const claimed = held.map((each) => ({ id: each.requestId, claim: this.newId(), held: each }));
    const claimsOf = (side: 'real' | 'model'): Claim[] =>
      claimed.map(({ id, claim, held: ticket }) => ({
        ...{ id, claim, ticket: ticket[side].id, orderingKey: ticket.key },
      }));
    return { real: claimsOf('real'), model: claimsOf('model'), claimed };
  }

  /** What the tables hold. */
  async compare(): Promise<void> {
    const { store, model } = this;
    const rows = [...model.rows.values()].sort((a, b) => a.position - b.position);
    expect(await store.rows()).toEqual(
      rows.map((row) => ({
        ...Object.fromEntries(
          Object.entries(row)
            // An id, and a number, that each of the two has chosen.
            .filter(([name]) => name !== 'ticket' && name !== 'position')
            .map(([name, value]) => [name, value ?? null]),
        ),
        hasTicket: row.ticket !== undefined,
        isQueued: row.ticket !== undefined && model.jobs.has(row.ticket),
      })),
    );
    const jobs = model.jobs.list().map((job) => ({ ...job, key: job.key ?? null }));
    expect(byName((await store.jobs()).map(showJob))).toEqual(byName(jobs.map(showJob)));
  }
}

const showJob = (job: RealJob) => ({
  name: nameJob(job),
  ...{ key: job.key, state: job.state, retryCount: job.retryCount, startAfter: job.startAfter },
  // It is of no matter before a worker has the job.
  heartbeatAt: job.state === 'active' ? job.heartbeatAt : null,
});
