/**
 * The database behind an embedded outbox: PostgreSQL in this process (PGlite), in a folder. It has one connection, so
 * that everything waits for its turn, and none of the processes that clean up behind a server.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

import type { PGlite, Transaction } from '@electric-sql/pglite';

import { InvalidArgumentError } from '../../errors.js';
import type { Database, Executor } from '../database.js';
import { loadPglite } from '../requirements.js';
import { holdFolder } from './folder.js';
import { Maintenance } from './maintenance.js';

type Session = Pick<PGlite | Transaction, 'query' | 'exec'>;

const onSession = (session: Session): Executor => ({
  executeSql: async (text, values) => {
    if (values !== undefined && values.length > 0) return session.query(text, values);
    // It may be several statements, as those of a migration.
    const results = await session.exec(text);
    return { rows: results.flatMap(({ rows }) => rows) };
  },
});

class EmbeddedDatabase implements Database {
  readonly backend = 'pglite';
  readonly patient = this;
  readonly #session: Executor;
  readonly #maintenance: Maintenance;
  /** Whether the code that runs is that of a transaction. */
  readonly #inTransaction = new AsyncLocalStorage<{ open: boolean }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly pglite: PGlite,
    private readonly release: () => Promise<void>,
    onError: (error: unknown) => void,
  ) {
    this.#session = onSession(pglite);
    this.#maintenance = new Maintenance(this, onError);
  }

  executeSql(text: string, values?: unknown[]): ReturnType<Executor['executeSql']> {
    return this.#inTurn(async () => {
      try {
        return await this.#session.executeSql(text, values);
      } catch (error) {
        // Several statements may have begun a transaction, which the next one must not find.
        await this.pglite.exec('ROLLBACK').catch(() => undefined);
        throw error;
      }
    });
  }

  transaction<Result>(work: (executor: Executor) => Promise<Result>): Promise<Result> {
    return this.#inTurn(() =>
      this.pglite.transaction(async (transaction) => {
        const state = { open: true };
        try {
          return await this.#inTransaction.run(state, () => work(onSession(transaction)));
        } finally {
          state.open = false;
        }
      }),
    );
  }

  async close(): Promise<void> {
    await this.#maintenance.end();
    await this.#inTurn(() => this.pglite.close());
    await this.release();
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#inTransaction.getStore()?.open) {
      throw new InvalidArgumentError(
        'db',
        'is needed in a transaction: the embedded database has one connection, which the transaction has',
      );
    }
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/**
 * Opens the database of a folder.
 * @param make whether it is made where there is none
 * @throws FolderInUseError when another process has it open
 * @throws ConfigurationError when PGlite is not installed, or the folder cannot be used
 */
export async function openEmbedded(
  folder: string,
  make: boolean,
  onError: (error: unknown) => void,
): Promise<Database> {
  const { PGlite } = await loadPglite();
  const { database, release, complete } = await holdFolder(folder, make);
  try {
    // A checkpoint keeps what it may need again of the log, and by default that is a gigabyte.
    const startParams = [
      ...PGlite.defaultStartParams,
      ...['max_wal_size=64MB', 'min_wal_size=32MB'].flatMap((setting) => ['-c', setting]),
    ];
    const pglite = await PGlite.create({ dataDir: database, startParams });
    await complete();
    return new EmbeddedDatabase(pglite, release, onError);
  } catch (error) {
    await release();
    throw error;
  }
}
