/** The database as processes reach it: statements that are slow, refused or late, and answers that are lost. */
import type { Database, Executor } from '../../../src/outbox/database.js';
import type { Process } from '../clock.js';
import type { Context } from '../context.js';
import { type Row, Tables } from './tables.js';

/** As the pool of the outbox has it. */
const STATEMENT_LIMIT_MS = 15_000;
const EPOCH = Date.UTC(2026, 0, 1);

/** A process that has a connection. */
export interface ConnectedProcess extends Process {
  readonly name: string;
  /** Until then all that it asks of the database is swallowed. */
  cutOffUntil: number;
}

export class SimulatedDatabase {
  readonly tables: Tables;
  isDown = false;
  /** From now on its statements succeed. */
  isSound = false;
  /** Whether a statement has met a fault, or one that was due was never made. */
  isDisturbed = false;
  readonly #skew: number;

  constructor(
    private readonly context: Context,
    maxRetryDelay: number,
    settled: (row: Row) => void,
  ) {
    const { random, scheduler } = context;
    this.#skew = random.pick([0, 1, -1]) * random.below(3_600_000);
    this.tables = new Tables(
      () => EPOCH + scheduler.now + this.#skew,
      () => random.uuid(),
      () => random.next(),
      maxRetryDelay,
      settled,
    );
  }

  /** By its own clock. */
  now(): number {
    return EPOCH + this.context.scheduler.now + this.#skew;
  }

  connect(process: ConnectedProcess): Connection {
    return new Connection(this.context, this, process);
  }
}

export class Connection implements Database {
  readonly backend = 'postgres';
  readonly patient = this;

  constructor(
    private readonly context: Context,
    private readonly database: SimulatedDatabase,
    readonly process: ConnectedProcess,
  ) {}

  executeSql(text: string): Promise<{ rows: never[] }> {
    // A setting changes how a statement runs, and nothing that it does.
    if (text.includes('set_config')) return Promise.resolve({ rows: [] });
    throw new Error('a statement that is not simulated');
  }

  /** Of one statement, which does all of its work or nothing as it is. */
  transaction<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    return work(this);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** A statement, which does all of its work or nothing. */
  run<Result>(name: string, work: (database: SimulatedDatabase) => Result): Promise<Result> {
    const { context, database, process } = this;
    const { clock, faults, random, scheduler, story } = context;
    const strikes = (fault: Parameters<typeof faults.strikes>[0]): boolean =>
      !database.isSound && faults.strikes(fault);
    const travel = (): number => random.below(20);
    return new Promise((resolve, reject) => {
      const fail = (ms: number, what: string): void => {
        database.isDisturbed = true;
        clock.after(ms, process, () => {
          story?.tell(process.name, `${name}: ${what}`);
          reject(Object.assign(new Error(what), { code: 'ECONNRESET' }));
        });
      };
      if (process.cutOffUntil > scheduler.now) {
        fail(STATEMENT_LIMIT_MS, 'the database does not answer');
        return;
      }
      if (strikes('statement refused')) {
        fail(travel(), 'the database refuses');
        return;
      }
      // It is held up by a lock, and done when nobody waits for it any more.
      const isLate = strikes('statement late');
      if (isLate) fail(STATEMENT_LIMIT_MS, 'the database does not answer');
      const arrival = isLate ? STATEMENT_LIMIT_MS + random.below(30_000) : travel();
      scheduler.after(arrival, () => {
        if (database.isDown) {
          if (!isLate) fail(random.pick([travel(), STATEMENT_LIMIT_MS]), 'the database is down');
          return;
        }
        const result = work(database);
        if (isLate) story?.tell('database', `${name} of ${process.name} is done after all`);
        else if (strikes('statement answer lost')) {
          fail(random.pick([travel(), STATEMENT_LIMIT_MS]), 'done, and its answer is lost');
        } else {
          if (strikes('machine sleeps') && random.chance(0.1)) {
            const ms = random.below(120_000);
            story?.tell('machine', `sleeps for ${ms} ms as ${process.name} waits for an answer`);
            clock.sleep(ms);
          }
          clock.after(travel(), process, () => {
            resolve(result);
          });
        }
      });
    });
  }
}
