/** The outbox: what a program does with it. The parts are elsewhere; here they are checked, guarded and called. */
import { randomUUID } from 'node:crypto';

import { check, checkKnown, isUuid, isWholeFrom, pick } from '../check.js';
import { ConfigurationError, InvalidArgumentError } from '../errors.js';
import { isWellFormed } from '../messages/data.js';
import { readMessage, type SendMessage } from '../messages/message.js';
import { guard } from '../telemetry/observe.js';
import { connect, type Connection, disconnect, insert } from './connection.js';
import type { Executor } from './database.js';
import {
  MESSAGE_STATES,
  type MessageCounts,
  type MessageState,
  type MessageStatus,
} from './message-status.js';
import { type OutboxOptions, type ResolvedOptions, resolveOptions } from './options.js';
import { withOutboxError } from './outbox-error.js';
import type { OutboxEvent } from './outbox-event.js';
import { encodePayload, recipientKey } from './payload.js';
import { checkNode } from './requirements.js';
import type { NewMessage } from './store/insert.js';
import { cancelMessages, replayMessages } from './store/manage.js';
import { readCounts, readPage, readStatus } from './store/read.js';
import type { OutboxWorker } from './worker/outbox-worker.js';
import { startWorker } from './worker/start-worker.js';

/** How a message is enqueued. */
export interface EnqueueOptions {
  /**
   * Your transaction: the message is enqueued if it commits. `fromPg(client)`, what pg-boss makes of the transaction
   * of a query builder, say `fromKysely(trx)`, or that of `outbox.transaction`.
   * @default a transaction of its own
   */
  db?: Executor | undefined;
  /** Messages to one recipient go out one after the other, in the order of their enqueue. @default no order */
  ordered?: 'recipient' | undefined;
}

const ENQUEUE_OPTION_NAMES = ['db', 'ordered'] as const;

/** A message that is in the outbox. */
export interface EnqueuedMessage {
  /** The key by which it is known here, and sent. */
  readonly requestId: string;
  /** True when the outbox had a message of this key; it keeps that one. */
  readonly duplicate: boolean;
}

/** Which messages are listed. */
export interface ListOptions {
  state: MessageState;
  /** @default 100 */
  limit?: number | undefined;
  /** The `requestId` of the last message of the page before. @default the beginning */
  after?: string | undefined;
}

/** How a worker works. */
export interface WorkOptions {
  /**
   * Messages that are sent, or wait for their turn, at a time; of as many again, what became of them is being written.
   * @default 8
   */
  concurrency?: number | undefined;
}

/** Messages that wait in a database, and what is done with them. Made by {@link createOutbox}. */
export class Outbox {
  readonly #options: ResolvedOptions;
  readonly #workers = new Set<OutboxWorker>();
  #starting: Promise<Connection> | undefined;
  #connection: Connection | undefined;

  constructor(options: OutboxOptions) {
    this.#options = resolveOptions(options);
    checkNode();
  }

  /**
   * Connects, and makes the tables that are not there.
   * @throws ConfigurationError when a package is not installed, or the tables are of another version
   * @throws FolderInUseError when another process has the folder of the embedded database
   * @throws OutboxError when the database cannot be reached
   */
  async start(): Promise<this> {
    const starting = (this.#starting ??= withOutboxError('start', () =>
      connect(this.#options, this.#tell),
    ));
    try {
      const connection = await starting;
      // Unless it was stopped meanwhile.
      if (this.#starting === starting) this.#connection = connection;
    } catch (error) {
      if (this.#starting === starting) this.#starting = undefined;
      throw error;
    }
    return this;
  }

  /**
   * Puts messages into the outbox, together or not at all. One that it has already, by `requestId`, is left as it is.
   *
   * @throws InvalidAddressError, InvalidArgumentError when a message cannot be sent; nothing was enqueued
   * @throws OutboxError when the database failed
   */
  async enqueue(message: SendMessage, options?: EnqueueOptions): Promise<EnqueuedMessage>;
  /** Many messages, with one result for each, in their order. */
  async enqueue(
    messages: readonly SendMessage[],
    options?: EnqueueOptions,
  ): Promise<EnqueuedMessage[]>;
  async enqueue(
    message: SendMessage | readonly SendMessage[],
    enqueueOptions: EnqueueOptions = {},
  ): Promise<EnqueuedMessage | EnqueuedMessage[]> {
    const connection = this.#connected();
    checkKnown('options', enqueueOptions, ENQUEUE_OPTION_NAMES, InvalidArgumentError);
    const options = pick(enqueueOptions, ENQUEUE_OPTION_NAMES);
    const isOrder = (value: unknown): boolean => value === 'recipient';
    check(options, [['ordered', isOrder, "must be 'recipient'"]], InvalidArgumentError);
    const isMany = Array.isArray(message);
    const given = (isMany ? message : [message]) as SendMessage[];
    const rows = await Promise.all(Array.from(given, (each) => this.#row(each, options)));
    const added = await withOutboxError('enqueue', () => insert(connection, rows, options.db));
    const enqueued = rows.map(({ requestId }) => ({
      requestId,
      // The second of two with one key is one too many as well.
      duplicate: !added.delete(requestId.toLowerCase()),
    }));
    return isMany ? enqueued : (enqueued[0] as EnqueuedMessage);
  }

  async #row(given: SendMessage, { ordered }: EnqueueOptions): Promise<NewMessage> {
    const { encrypt, orderingSecret, retention } = this.#options;
    // As `send` checks it, so that what waits can be sent.
    const message = readMessage(given, false);
    const { requestId = randomUUID() } = message;
    const payload = encodePayload(message, requestId);
    if (ordered !== undefined && orderingSecret === undefined) {
      throw new ConfigurationError('orderingSecret', "is needed for ordered: 'recipient'");
    }
    return {
      requestId,
      payload: encrypt ? checkEncrypted(await encrypt(payload)) : payload,
      encrypted: encrypt !== undefined,
      lifetime: Math.min(retention, message.ttl === undefined ? Infinity : message.ttl * 60_000),
      ...(ordered && orderingSecret && { orderingKey: recipientKey(message, orderingSecret) }),
    };
  }

  /**
   * A transaction of the outbox's own database, for data that is kept there as well: it commits what the work does with
   * `db`, or none of it when the work throws. In an embedded database nothing else happens meanwhile.
   *
   * @example
   * await outbox.transaction(async (db) => {
   *   await db.executeSql('INSERT INTO result (bed, potassium) VALUES ($1, $2)', [12, 6.8]);
   *   await outbox.enqueue(message, { db });
   * });
   */
  async transaction<Result>(work: (db: Executor) => Promise<Result>): Promise<Result> {
    return this.#connected().database.transaction(work);
  }

  /**
   * Sends what is enqueued, until the worker is stopped. Any number of workers can do so, on any number of machines.
   * @throws ConfigurationError when the outbox has no client
   */
  work(options: WorkOptions = {}): Promise<OutboxWorker> {
    return new Promise((resolve) => {
      const connection = this.#connected();
      checkKnown('options', options, ['concurrency'], InvalidArgumentError);
      const { concurrency = 8 } = options;
      const rule = ['concurrency', isWholeFrom(1), 'must be a whole number, 1 or more'] as const;
      check({ concurrency }, [rule], InvalidArgumentError);
      const { sender } = this.#options;
      if (sender === undefined) {
        throw new ConfigurationError('client', 'work needs one: createOutbox({ client, … })');
      }
      const worker = startWorker(connection, this.#options, sender, concurrency, this.#tell);
      this.#workers.add(worker);
      const forget = (): void => {
        this.#workers.delete(worker);
      };
      worker.finished.then(forget, forget);
      resolve(worker);
    });
  }

  /** What is known of a message; undefined when the outbox does not know it, or no longer. */
  async status(requestId: string): Promise<MessageStatus | undefined> {
    const { database, schema } = this.#connected();
    checkRequestIds([requestId]);
    return withOutboxError('status', () => readStatus(database, schema, requestId));
  }

  /** Messages in a state, oldest first. */
  async list(options: ListOptions): Promise<MessageStatus[]> {
    const { database, schema } = this.#connected();
    checkKnown('options', options, ['state', 'limit', 'after'], InvalidArgumentError);
    const { state, limit = 100, after } = options;
    if (!MESSAGE_STATES.includes(state)) {
      throw new InvalidArgumentError('state', `must be one of ${MESSAGE_STATES.join(', ')}`);
    }
    if (!isWholeFrom(1)(limit)) throw new InvalidArgumentError('limit', 'must be 1 or more');
    if (after !== undefined) checkRequestIds([after]);
    return withOutboxError('list', () => readPage(database, schema, { state, limit, after }));
  }

  /** How many messages are in each state. */
  async counts(): Promise<MessageCounts> {
    const { database, schema } = this.#connected();
    return withOutboxError('counts', () => readCounts(database, schema));
  }

  /**
   * Sends messages once more that are `failed`, `expired` or `uncertain`, with the same key and a new `ttl`.
   * @returns the `requestId` of those that wait again; the others are in no such state
   */
  async replay(requestIds: readonly string[]): Promise<string[]> {
    const { database, schema } = this.#connected();
    checkRequestIds(requestIds);
    return withOutboxError('replay', () => replayMessages(database, schema, requestIds));
  }

  /**
   * Takes messages out for good, and erases recipient and text: what waits, and what is `failed`, `expired` or `uncertain`.
   * @returns the `requestId` of those that were taken out; the others are sent, or a worker has them
   */
  async cancel(requestIds: readonly string[]): Promise<string[]> {
    const { database, schema } = this.#connected();
    checkRequestIds(requestIds);
    return withOutboxError('cancel', () => cancelMessages(database, schema, requestIds));
  }

  /** Stops its workers, each when what it has in flight has settled, and closes the connections. */
  async stop(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    const starting = this.#starting;
    this.#starting = this.#connection = undefined;
    // Who waits for a start that fails is told.
    const connection = await starting?.catch(() => undefined);
    if (connection) await withOutboxError('stop', () => disconnect(connection));
  }

  /** `await using outbox = await createOutbox(…).start()` stops it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  readonly #tell = (event: OutboxEvent): void => {
    const { onEvent } = this.#options;
    if (onEvent) guard('onEvent', () => onEvent(event));
  };

  #connected(): Connection {
    if (this.#connection) return this.#connection;
    throw new InvalidArgumentError('outbox', 'is not started: await outbox.start() first');
  }
}

/** What PostgreSQL would not keep as it is given, or keep as nothing, would be a text that is lost. */
function checkEncrypted(text: unknown): string {
  if (typeof text === 'string' && text !== '' && !text.includes('\0') && isWellFormed(text))
    return text;
  throw new ConfigurationError('encrypt', 'must return well-formed text without NUL, say base64');
}

function checkRequestIds(requestIds: readonly string[]): void {
  if (Array.isArray(requestIds) && requestIds.every(isUuid)) return;
  throw new InvalidArgumentError('requestId', 'must be a UUID, as enqueue returns it');
}

/**
 * An outbox on PostgreSQL, for sending that survives crashes. Opens no connection before `start`.
 *
 * @throws ConfigurationError when an option is missing or wrong, and on Node older than 22.12
 * @example
 * const outbox = createOutbox({ connectionString, client: tigerconnect });
 * await outbox.start();
 * const { requestId } = await outbox.enqueue({ to: 'nurse@ward.example', body: 'Bed 12' });
 * const worker = await outbox.work();
 */
export const createOutbox = (options: OutboxOptions): Outbox => new Outbox(options);
