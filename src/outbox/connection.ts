/** A started outbox: its database, its queue, and the statements that need both. */
import type { Database, Executor } from './database.js';
import { openPostgres } from './database.js';
import { databaseErrorCode } from './outbox-error.js';
import type { OutboxEvent } from './outbox-event.js';
import type { ResolvedOptions } from './options.js';
import { insertMessages, type NewMessage } from './store/insert.js';
import { replayMessages } from './store/manage.js';
import { checkTables, createTables } from './store/schema.js';
import { Tickets } from './tickets.js';

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
  const { connectionString, connections, schema, migrate, heartbeat, maxRetryDelay } = options;
  const onError = (error: unknown): void => {
    onEvent({ type: 'error', during: 'connection', code: databaseErrorCode(error) });
  };
  const database = await openPostgres(connectionString, connections, onError);
  try {
    await database.transaction((executor) =>
      migrate ? createTables(executor, schema) : checkTables(executor, schema),
    );
    const queue = { schema, heartbeat, maxRetryDelay, migrate, onError };
    return { database, tickets: await Tickets.open(database, queue), schema };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Messages and their tickets, together or not at all: in the caller's transaction, or in one of our own.
 * @returns the ids of those that were not there before
 */
export async function insert(
  { database, tickets, schema }: Connection,
  messages: readonly NewMessage[],
  executor: Executor | undefined,
): Promise<Set<string>> {
  const work = async (transaction: Executor): Promise<Set<string>> => {
    const inserted = new Set<string>();
    for (let start = 0; start < messages.length; start += BATCH) {
      const batch = messages.slice(start, start + BATCH);
      const ids = await insertMessages(transaction, schema, batch);
      const isNew = ({ requestId }: NewMessage): boolean => ids.delete(requestId.toLowerCase());
      const added = batch.filter(isNew);
      await tickets.insert(transaction, added);
      for (const { requestId } of added) inserted.add(requestId.toLowerCase());
    }
    return inserted;
  };
  return executor === undefined ? database.transaction(work) : work(executor);
}

/** @returns the ids of those that wait again */
export async function replay(
  { database, tickets, schema }: Connection,
  requestIds: readonly string[],
): Promise<string[]> {
  return database.transaction(async (executor) => {
    const replayed = await replayMessages(executor, schema, requestIds);
    const requests = replayed.map(({ id, orderingKey }) => ({
      requestId: id,
      orderingKey: orderingKey ?? undefined,
    }));
    await tickets.insert(executor, requests);
    return replayed.map(({ id }) => id);
  });
}

export async function disconnect({ database, tickets }: Connection): Promise<void> {
  await tickets.close();
  await database.close();
}
