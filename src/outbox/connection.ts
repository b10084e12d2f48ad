/** A started outbox: its database, its queue, and the statements that need both. */
import type { Database, Executor } from './database.js';
import { openPostgres } from './database.js';
import { openEmbedded } from './embedded/pglite.js';
import { databaseErrorCode } from './outbox-error.js';
import type { OutboxEvent } from './outbox-event.js';
import type { ResolvedOptions } from './options.js';
import { insertMessages, type NewMessage } from './store/insert.js';
import { checkTables, createTables } from './store/schema.js';
import { Tickets } from './tickets.js';

/** A transaction that could not be put in order with others, or a deadlock with them. */
const REPEATABLE: ReadonlySet<string> = new Set(['40001', '40P01']);
const MAX_TRIES = 10;

/** Rows of one statement. */
const BATCH = 1_000;

export interface Connection {
  readonly database: Database;
  readonly tickets: Tickets;
  readonly schema: string;
}

export async function connect(
  options: ResolvedOptions,
  onEvent: (event: OutboxEvent) => void,
): Promise<Connection> {
  const { place, schema, migrate, heartbeat, maxRetryDelay } = options;
  const onError = (error: unknown): void => {
    onEvent({ type: 'error', during: 'connection', code: databaseErrorCode(error) });
  };
  const database =
    'folder' in place
      ? await openEmbedded(place.folder, migrate, onError)
      : await openPostgres(place.connectionString, place.connections, onError);
  const open = async (): Promise<Tickets> => {
    await database.transaction((executor) =>
      migrate ? createTables(executor, schema) : checkTables(executor, schema),
    );
    return Tickets.open(database, { schema, heartbeat, maxRetryDelay, migrate, onError });
  };
  try {
    return { database, tickets: await again(open), schema };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Others that start at the same time may make PostgreSQL undo what this one did, and ask for it again. */
async function again<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= MAX_TRIES || !REPEATABLE.has(databaseErrorCode(error))) throw error;
    }
  }
}

/**
 * Messages and their tickets, together or not at all: in the caller's transaction, or in one of our own.
 * @returns the ids of those that were not there before
 */
export async function insert(
  { database, schema }: Connection,
  messages: readonly NewMessage[],
  executor: Executor | undefined,
): Promise<Set<string>> {
  const work = async (transaction: Executor): Promise<Set<string>> => {
    const inserted = new Set<string>();
    for (let start = 0; start < messages.length; start += BATCH) {
      const batch = messages.slice(start, start + BATCH);
      for (const id of await insertMessages(transaction, schema, batch)) inserted.add(id);
    }
    return inserted;
  };
  if (executor !== undefined) return work(executor);
  // One statement is a transaction of its own.
  return messages.length <= BATCH ? work(database) : database.transaction(work);
}

export async function disconnect({ database, tickets }: Connection): Promise<void> {
  try {
    await tickets.close();
  } finally {
    await database.close();
  }
}
