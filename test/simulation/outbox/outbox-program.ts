/** An outbox: those who enqueue, persons who replay and cancel, and workers that are killed, cut off and stopped. */
import type { CallOptions, SendMessage, SentMessage } from '../../../src/index.js';
import type { OutboxEvent } from '../../../src/outbox/index.js';
import type { OutboxWorker } from '../../../src/outbox/worker/outbox-worker.js';
import { SimulatedClient } from '../client.js';
import type { Environment } from '../environment.js';
import { type MessageRecord, newCall } from '../records.js';
import { type Connection, type ConnectedProcess, SimulatedDatabase } from './database.js';
import { OutboxPromises, type Sender } from './outbox-promises.js';
import type { OutboxMessage } from './records.js';
import { isWaiting, type Row } from './tables.js';

const MINUTE_MS = 60_000;
const SCHEMA = 'outbox';
const LOOK_MS = 5_000;
/** How often it is looked, once nothing goes wrong any more, until all messages must have settled: a pause may last 15 min. */
const LOOKS = (30 * MINUTE_MS) / LOOK_MS;

interface WorkerProcess extends ConnectedProcess, Sender {
  readonly client: SimulatedClient;
  worker: OutboxWorker | undefined;
  hasEnded: boolean;
}

export class OutboxProgram {
  readonly database: SimulatedDatabase;
  readonly #promises: OutboxPromises;
  readonly #options;
  /** Programs that enqueue, and what a person starts. */
  readonly #application: ConnectedProcess = {
    ...{ name: 'application', dead: false, timers: 0, cutOffUntil: 0 },
  };
  readonly #workers: WorkerProcess[] = [];
  #started = 0;
  #enqueuing = 0;
  #looksLeft = LOOKS;
  #isEnding = false;

  constructor(private readonly world: Environment) {
    const { random } = world;
    this.#options = {
      heartbeat: random.between(10, 40),
      maxRetryDelay: random.pick([1, 5, 60]),
      resendWithin: random.pick([0, 0.5, 1, 2]) * MINUTE_MS,
      interval: random.pick([undefined, 50, 200, 500]),
      retention: random.between(1, 4) * MINUTE_MS,
      keepDone: MINUTE_MS,
      decrypt: undefined,
    };
    this.#promises = new OutboxPromises(world, this.#options, () => this.database);
    this.database = new SimulatedDatabase(
      world,
      this.#options.maxRetryDelay,
      this.#promises.settled,
    );
  }

  start(): void {
    const { random, clock } = this.world;
    for (let count = random.between(1, 3); count > 0; count--) this.startWorker();
    for (let count = random.between(1, 15); count > 0; count--) this.#enqueueLater();
    for (let count = random.below(4); count > 0; count--) {
      clock.after(random.below(3 * MINUTE_MS), this.#application, () => {
        this.#act();
      });
    }
    this.supervise();
    this.watch();
  }

  /** Ends it when all messages have settled. */
  watch(): void {
    this.world.clock.after(LOOK_MS, this.#application, () => {
      this.#look();
    });
  }

  get messages(): OutboxMessage[] {
    return [...this.#promises.messages.values()];
  }

  /** Whether a worker lives. */
  get isWorking(): boolean {
    return this.#living.length > 0;
  }

  /** One of its workers is killed, and another one takes its place. */
  kill(): void {
    const process = this.#anyLiving();
    if (process === undefined || this.#isEnding) return;
    process.dead = true;
    process.timers = 0;
    this.database.isDisturbed = true;
    process.client.kill();
    this.#startLater();
  }

  recover(): void {
    // It ends when all its messages have settled.
  }

  end(): void {
    for (const process of [this.#application, ...this.#workers]) process.dead = true;
    for (const { client } of this.#workers) client.dead = true;
  }

  /** A network lets nothing through to the database. */
  cutOff(ms: number): void {
    const process = this.#anyLiving();
    if (process === undefined) return;
    this.world.story?.tell(process.name, `is cut off from the database for ${ms} ms`);
    process.cutOffUntil = this.world.scheduler.now + ms;
  }

  /** Something happens to a ticket that a person may do: it is deleted, or there is one too many. */
  meddle(isLost: boolean): void {
    const { random, story } = this.world;
    const waiting = this.#waiting();
    if (waiting.length === 0) return;
    const row = random.pick(waiting);
    story?.tell('database', `${isLost ? 'loses' : 'doubles'} a ticket of ${this.#name(row)}`);
    const { jobs } = this.database.tables;
    if (isLost) jobs.lose(row.id);
    else jobs.insert(row.id, row.orderingKey, 0);
  }

  get #living(): WorkerProcess[] {
    return this.#workers.filter(({ dead, hasEnded }) => !dead && !hasEnded);
  }

  #anyLiving(): WorkerProcess | undefined {
    const living = this.#living;
    return living.length === 0 ? undefined : this.world.random.pick(living);
  }

  #waiting(): Row[] {
    return [...this.database.tables.rows.values()].filter(isWaiting);
  }

  #name({ id }: { id: string }): string {
    return `message ${this.#promises.messages.get(id)?.message.n ?? ''}`;
  }

  // Those who enqueue.

  #enqueueLater(): void {
    const { random, clock } = this.world;
    this.#enqueuing += 1;
    clock.after(random.below(random.pick([1_000, MINUTE_MS])), this.#application, () => {
      const message = this.world.newMessage();
      const id = random.uuid();
      this.enqueue(this.#record(id, message, random.pick([undefined, 'first', 'second'])));
      this.#enqueuing -= 1;
    });
  }

  /** @param key that of its order */
  newMessage(key: string | undefined): OutboxMessage {
    const { world } = this;
    return this.#record(world.random.uuid(), world.newMessage(), key);
  }

  #record(id: string, message: MessageRecord, key: string | undefined): OutboxMessage {
    const { ttl } = message.input;
    const record: OutboxMessage = {
      ...{ id, message, key },
      lifetime: Math.min(this.#options.retention, (ttl ?? Infinity) * MINUTE_MS),
      acceptedAt: undefined,
    };
    message.onAccepted = () => {
      this.#promises.accepted(record);
    };
    this.#promises.messages.set(id, record);
    return record;
  }

  /** Enqueues a message, perhaps once more. */
  enqueue(record: OutboxMessage): void {
    this.#enqueuing += 1;
    this.world.promises.mustWork(this.#enqueue(record), 'enqueuing works');
  }

  async #enqueue(record: OutboxMessage): Promise<void> {
    const { world, database } = this;
    const { random, story, subject, clock } = world;
    const { id, message } = record;
    const row = {
      ...{ requestId: id, payload: subject.encodePayload(message.input, id), encrypted: false },
      ...{ orderingKey: record.key, lifetime: record.lifetime },
    };
    for (let tries = random.between(1, 5); tries > 0; tries--) {
      try {
        await subject.insert(
          this.#connection(database.connect(this.#application)),
          [row],
          undefined,
        );
        story?.tell('application', `message ${message.n} is enqueued${inOrder(record)}`);
        break;
      } catch {
        await new Promise<void>((resolve) => {
          clock.after(random.below(10_000), this.#application, resolve);
        });
      }
    }
    this.#enqueuing -= 1;
  }

  #connection(database: Connection) {
    // Those who enqueue have no use for tickets.
    return { database, schema: SCHEMA, tickets: undefined as never };
  }

  #act(): void {
    const { random } = this.world;
    const chosen = this.messages.filter(() => random.chance(0.5));
    this.change(random.chance(0.7) ? 'replay' : 'cancel', chosen);
  }

  /** A person cancels some, or lets those that were given up be sent again. */
  change(what: 'replay' | 'cancel', chosen: readonly OutboxMessage[]): void {
    this.world.promises.mustWork(this.#change(what, chosen), 'a person works');
  }

  async #change(what: 'replay' | 'cancel', chosen: readonly OutboxMessage[]): Promise<void> {
    const { story, subject, coverage } = this.world;
    const isReplay = what === 'replay';
    const change = isReplay ? subject.replayMessages : subject.cancelMessages;
    const executor = this.database.connect(this.#application);
    const ids = await change(
      executor,
      SCHEMA,
      chosen.map(({ id }) => id),
    ).catch(() => []);
    const names = ids.map((id) => this.#name({ id })).join(', ');
    if (names !== '') story?.tell('person', `${what}s ${names}`);
    if (names !== '') coverage.reach(`outbox: ${isReplay ? 'replayed' : 'taken out'}`);
  }

  // Those who send.

  #startLater(): void {
    const { scheduler, random } = this.world;
    scheduler.after(random.below(20_000), () => {
      if (!this.#isEnding) this.startWorker();
    });
  }

  startWorker(): void {
    const name = `worker ${(this.#started += 1)}`;
    const client = new SimulatedClient(this.world, name);
    const process: WorkerProcess = {
      ...{ name, client, worker: undefined, dead: false, hasEnded: false, timers: 0 },
      ...{ cutOffUntil: 0, pausedUntil: -Infinity, isRefused: false },
    };
    this.#workers.push(process);
    this.world.clock.after(0, process, () => {
      this.world.promises.mustWork(this.#run(process), 'a worker starts');
    });
  }

  async #run(process: WorkerProcess): Promise<void> {
    const { world, database } = this;
    const { clock, random, story, subject } = world;
    const { heartbeat, maxRetryDelay } = this.#options;
    const connection = database.connect(process);
    const queue = { schema: SCHEMA, heartbeat, maxRetryDelay, migrate: false };
    const tickets = await subject.Tickets.open(connection, { ...queue, onError: () => undefined });
    story?.tell(process.name, 'starts');
    process.worker = subject.startWorker(
      { database: connection, tickets, schema: SCHEMA },
      this.#options as never,
      { send: (message, options) => this.#send(process, message, options) },
      random.pick([1, 2, 8]),
      (event) => {
        this.#onEvent(process, event);
      },
      clock.of(process),
    );
    if (this.#isEnding) void this.#stop(process, 30_000);
    else if (random.chance(0.2)) {
      clock.after(random.below(3 * MINUTE_MS), process, () => {
        this.world.promises.mustWork(
          this.#stop(process, random.pick([0, 1_000, 30_000])),
          'a worker stops',
        );
      });
    }
    // A worker that the service lets no message send ends by itself, and is started again.
    await process.worker.finished.catch(() => undefined);
    if (process.dead) return;
    story?.tell(process.name, 'has ended');
    process.hasEnded = true;
    if (process.client.calls.size > 0) {
      world.promises.broken(
        'a worker ends when its messages have settled',
        undefined,
        process.name,
      );
    }
    world.promises.clientDies(process.client);
    world.promises.atEnd(() => {
      if (process.timers === 0) return;
      world.promises.broken('a worker that ended leaves no timer', undefined, process.name);
    });
    if (!this.#isEnding) this.#startLater();
  }

  async #stop({ name, worker }: WorkerProcess, timeout: number): Promise<void> {
    this.world.story?.tell(name, `is asked to stop, within ${timeout} ms`);
    await worker?.stop({ timeout });
  }

  async #send(
    process: WorkerProcess,
    content: SendMessage,
    options: CallOptions = {},
  ): Promise<SentMessage> {
    const { world } = this;
    const { client, name } = process;
    const { clock, promises, story } = world;
    const record = [...this.#promises.messages.values()].find(
      ({ message }) => message.input.body === content.body,
    );
    if (record === undefined) throw new Error('a message that nobody enqueued');
    const { message, id } = record;
    const limits = { ...client.limits, maxRetries: options.maxRetries ?? 0 };
    const call = newCall(world.nextCall(), 'send', message, id, limits, clock);
    call.onLeaving = () => {
      this.#promises.leaves(record, call);
    };
    world.sends += 1;
    story?.tell(name, `call ${call.id} begins: message ${message.n}`);
    this.#promises.begins(process, record);
    client.begin(call);
    options.signal?.addEventListener('abort', () => {
      if (call.ended === undefined) call.aborted = 'inside a step';
    });
    try {
      const sent = await client.tigerconnect.messages.send(content, options);
      promises.resolved(client, call, sent);
      this.#promises.told(sent);
      return sent;
    } catch (error) {
      promises.rejected(client, call, error);
      this.#promises.fails(process, call);
      throw error;
    } finally {
      client.end(call);
    }
  }

  #onEvent({ name }: WorkerProcess, event: OutboxEvent): void {
    const { coverage, promises, story } = this.world;
    promises.keepsSecrets('an event of the outbox', JSON.stringify(event));
    coverage.reach(`outbox event: ${event.type}`);
    if (event.type === 'retry') story?.tell(name, `${this.#name({ id: event.requestId })} waits`);
    if (event.type === 'pause') story?.tell(name, `lets all wait for ${event.duration} ms`);
  }

  // What happens by itself.

  /** As pg-boss does in each process that lives. */
  supervise(): void {
    const { scheduler, story, coverage } = this.world;
    const heartbeat = this.#options.heartbeat * 1_000;
    scheduler.after(heartbeat / 2, () => {
      if (this.#isEnding) return;
      const { isDown, tables } = this.database;
      if (!isDown && this.isWorking) {
        for (const id of tables.jobs.expire(heartbeat)) {
          story?.tell('database', `the worker of ${this.#name({ id })} is taken for dead`);
          coverage.reach('outbox: taken for dead');
        }
      }
      this.supervise();
    });
  }

  /** Ends when all messages have settled, which must come when nothing goes wrong any more. */
  #look(): void {
    const { story, promises } = this.world;
    const { database } = this;
    const waiting = this.#waiting();
    if (waiting.length === 0 && this.#enqueuing === 0) {
      this.#isEnding = true;
      for (const process of this.#living) {
        this.world.promises.mustWork(this.#stop(process, 30_000), 'a worker stops');
      }
      return;
    }
    const isOver = waiting.every(({ expiresAt }) => expiresAt < database.now());
    if (isOver && this.#enqueuing === 0) {
      if (!database.isSound) story?.tell('database', 'has no faults any more');
      database.isSound = true;
      database.isDown = false;
      for (const process of this.#workers) process.cutOffUntil = 0;
      this.#looksLeft -= 1;
      if (this.#looksLeft === 0) {
        const [first] = waiting;
        promises.broken('nothing waits for ever', undefined, first && this.#name(first));
      }
    }
    this.watch();
  }
}

const inOrder = ({ key }: OutboxMessage): string =>
  key === undefined ? '' : `, in the order of the ${key} recipient`;
