/** What stands in the place of the statements of `src/outbox/store`, and of pg-boss: the same names, on the model. */
import type * as claims from '../../../src/outbox/store/claim.js';
import type * as control from '../../../src/outbox/store/control.js';
import type * as insertion from '../../../src/outbox/store/insert.js';
import type * as management from '../../../src/outbox/store/manage.js';
import type * as order from '../../../src/outbox/store/order.js';
import type * as restoration from '../../../src/outbox/store/restore.js';
import type * as settlement from '../../../src/outbox/store/settle.js';
import type { Executor } from '../../../src/outbox/database.js';
import { Connection } from './database.js';
import type { JobAttempt } from './jobs.js';
import type { Tables } from './tables.js';

export type Store = Pick<typeof claims, 'claimMessages'> &
  Pick<typeof control, 'pauseWorkers' | 'readPause' | 'reserveSlots'> &
  Pick<typeof insertion, 'insertMessages'> &
  Pick<
    typeof management,
    'cancelMessages' | 'expireMessages' | 'purgeMessages' | 'replayMessages'
  > &
  Pick<typeof order, 'finishTickets'> &
  Pick<typeof restoration, 'restoreTickets'> &
  Pick<typeof settlement, 'settleAttempts'>;

const connection = (executor: unknown): Connection => {
  if (executor instanceof Connection) return executor;
  throw new Error('a connection that is not simulated');
};

const run = <Result>(
  executor: Executor,
  name: string,
  work: (tables: Tables) => Result,
): Promise<Result> => connection(executor).run(name, ({ tables }) => work(tables));

export const STORE: Store = {
  insertMessages: (executor, _, messages) =>
    run(executor, 'insert', (tables) => tables.insert(messages)),
  claimMessages: (executor, _, wanted) => run(executor, 'claim', (tables) => tables.claim(wanted)),
  settleAttempts: (executor, _, settlements) =>
    run(executor, 'settle', (tables) => tables.settle(settlements)),
  finishTickets: (executor, _, tickets) =>
    run(executor, 'finish', (tables) => {
      tables.finish(tickets);
    }),
  restoreTickets: (executor) =>
    run(executor, 'restore', (tables) => ({ next: undefined, count: tables.restore() })),
  replayMessages: (executor, _, ids) => run(executor, 'replay', (tables) => tables.replay(ids)),
  cancelMessages: (executor, _, ids) => run(executor, 'cancel', (tables) => tables.cancel(ids)),
  expireMessages: (executor) => run(executor, 'expire', (tables) => tables.expire()),
  purgeMessages: (executor) => run(executor, 'purge', () => 0),
  reserveSlots: (executor, _, count, interval) =>
    run(executor, 'reserve', (tables) => tables.reserve(count, interval)),
  pauseWorkers: (executor, _, ms) =>
    run(executor, 'pause', (tables) => {
      tables.pause(ms);
    }),
  readPause: (executor) => run(executor, 'read the pause', (tables) => tables.pauseLeft()),
};

interface Options {
  readonly db: unknown;
}

/** pg-boss, as far as the outbox calls it. */
export class SimulatedBoss {
  on(): void {
    // What it would tell is told by its statements.
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  fetch(_: string, { batchSize, db }: Options & { batchSize: number }): Promise<object[]> {
    return connection(db).run('fetch', ({ tables }) => tables.jobs.fetch(batchSize));
  }

  touch(_: string, jobs: readonly JobAttempt[], { db }: Options): Promise<void> {
    return connection(db).run('touch', ({ tables }) => {
      tables.jobs.touch(jobs);
    });
  }

  fail(_: string, jobs: readonly JobAttempt[], __: null, { db }: Options): Promise<void> {
    return connection(db).run('give back', ({ tables }) => {
      tables.jobs.fail(jobs);
    });
  }
}
