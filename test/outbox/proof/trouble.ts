/** What happens while the messages are sent: kills, restarts, bad connections, idle transactions, replays, a redrive. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import type { Pool } from 'pg';
import { PgBoss } from 'pg-boss';

import type { Outbox } from '../../../src/outbox/index.js';
import { compile } from '../compile.js';

const PROGRAMS = await compile(import.meta.dirname, ['worker.ts', 'service.ts']);

export const startProcess = (program: string, args: readonly string[] = []): ChildProcess =>
  fork(path.join(PROGRAMS, program), [...args], {
    // Not through tsx, as this one.
    execArgv: [],
    // Its errors, when a database goes away as it starts, are part of the trouble.
    stdio: ['ignore', 'ignore', process.env['PROOF_LOG'] ? 'inherit' : 'ignore', 'ipc'],
  });

/** So many workers, each of which is started again when it ends. */
export class Workers {
  readonly #running = new Set<ChildProcess>();
  kills = 0;
  #ended = false;

  constructor(
    count: number,
    private readonly args: readonly string[],
  ) {
    for (let index = 0; index < count; index += 1) this.#start();
  }

  #start(): void {
    const child = startProcess('worker.mjs', this.args);
    this.#running.add(child);
    child.on('exit', () => {
      this.#running.delete(child);
      setTimeout(() => {
        if (!this.#ended) this.#start();
      }, 200);
    });
  }

  /** Ends one of them as a power cut would. */
  killOne(): void {
    const running = [...this.#running];
    const victim = running[Math.floor(Math.random() * running.length)];
    if (victim?.kill('SIGKILL')) this.kills += 1;
  }

  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all(
      [...this.#running].map(async (child) => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      }),
    );
  }
}

/** Locks some messages in a transaction that then does nothing for a while. */
export async function idleTransaction(pool: Pool, schema: string, ms: number): Promise<void> {
  const client = await pool.connect();
  client.on('error', () => undefined);
  try {
    await client.query('BEGIN');
    await client.query(
      `SELECT 1 FROM ${schema}.outbox_message WHERE state <> 'sent' LIMIT 20 FOR UPDATE SKIP LOCKED`,
    );
    await new Promise((resolve) => setTimeout(resolve, ms));
    await client.query('ROLLBACK');
  } catch {
    // PostgreSQL was restarted meanwhile.
  } finally {
    client.release(true);
  }
}

/** Replays all that failed. @returns how many */
export async function replayFailed(outbox: Outbox): Promise<number> {
  let count = 0;
  let after: string | undefined;
  for (;;) {
    const page = await outbox.list({ state: 'failed', limit: 1_000, after });
    if (page.length === 0) return count;
    const ids = page.map(({ requestId }) => requestId);
    after = ids.at(-1);
    count += (await outbox.replay(ids)).length;
  }
}

/** Dead-letters some of the jobs that wait, and gives them back, as an operator of pg-boss might. @returns how many */
export async function redrive(
  connectionString: string,
  schema: string,
  pool: Pool,
): Promise<number> {
  const boss = new PgBoss({ connectionString, schema, schedule: false, supervise: false });
  boss.on('error', () => undefined);
  await boss.start();
  try {
    await boss.createQueue('dead');
    const { rows } = await pool.query<{ id: string }>(
      `UPDATE ${schema}.job SET dead_letter = 'dead', retry_limit = 0
      WHERE id IN (SELECT id FROM ${schema}.job WHERE name = 'outbox' AND state < 'active' LIMIT 100)
      RETURNING id`,
    );
    if (rows.length > 0)
      await boss.fail(
        'outbox',
        rows.map(({ id }) => id),
      );
    return await boss.redrive('dead');
  } finally {
    await boss.stop();
  }
}
