/**
 * What the processes of a PostgreSQL server do now and then, and nobody does in PGlite: it cuts the log, which would
 * grow for ever, and clears the rows that were replaced, with the texts that they held.
 */
import type { Executor } from '../database.js';

const EVERY_MS = 60_000;

/** Bytes of the log after which it is worth it. */
const ENOUGH = 1024 * 1024;

export class Maintenance {
  readonly #timer: NodeJS.Timeout;
  #from = 0;
  #running: Promise<void>;

  constructor(
    private readonly db: Executor,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#running = this.#position().then((position) => {
      this.#from = position;
    }, onError);
    this.#timer = setInterval(() => {
      this.#running = this.#run(ENOUGH);
    }, EVERY_MS).unref();
  }

  /** Does it once more, if anything was written. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.#run(1);
  }

  async #run(enough: number): Promise<void> {
    try {
      if ((await this.#position()) - this.#from < enough) return;
      await this.db.executeSql('VACUUM ANALYZE');
      await this.db.executeSql('CHECKPOINT');
      this.#from = await this.#position();
    } catch (error) {
      this.onError(error);
    }
  }

  /** How far the log has come, in bytes. */
  async #position(): Promise<number> {
    const { rows } = await this.db.executeSql(
      `SELECT (pg_current_wal_lsn() - '0/0')::float8 AS position`,
    );
    return (rows as { position: number }[])[0]?.position ?? 0;
  }
}
