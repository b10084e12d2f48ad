/** A run of `sendMany`: its source, its reader, and the promise that whatever was read has one outcome. */
import type { SendMessage, SendOutcome, SentMessage } from '../../src/index.js';
import type { SimulatedClient } from './client.js';
import type { Environment } from './environment.js';
import { MessageSource } from './message-source.js';
import { type CallRecord, newCall } from './records.js';

/** A message with a field of the caller's own. */
interface Item extends SendMessage {
  readonly call: CallRecord;
  readonly place: number;
}

type Outcome = SendOutcome<Item, SentMessage>;

/** What chance decides where it is not given. */
export interface RunPlan {
  readonly length: number;
  readonly concurrency: number;
  /** Outcomes after which the reader leaves. */
  readonly leavesAfter: number;
}

export class SendRun {
  readonly #items: Item[] = [];
  readonly #told = new Set<Item>();
  readonly #taken = new Set<Item>();
  readonly #source: MessageSource<Item>;
  readonly #concurrency: number;
  readonly #id: number;
  #outcomes: AsyncGenerator<Outcome, void, undefined> | undefined;
  #abort: (() => void) | undefined;
  #left = false;
  #aborted = false;
  #over = false;

  constructor(
    private readonly world: Environment,
    private readonly client: SimulatedClient,
    private readonly plan?: RunPlan,
  ) {
    const { random } = world;
    this.#concurrency = plan?.concurrency ?? random.pick([1, 2, 8, 8, 16, 70]);
    const length = plan?.length ?? random.between(0, 30);
    this.#source = new MessageSource(
      world,
      client,
      length,
      () => this.#newItem(),
      () => {
        this.#checkRead();
      },
    );
    this.#id = world.nextRun();
    world.promises.atEnd(() => {
      this.#checkEnd();
    });
    this.#tell(`begins, ${length} messages, ${this.#concurrency} at a time`);
  }

  async run(): Promise<void> {
    const { faults, random, clock } = this.world;
    const signal = this.plan || faults.strikes('abort') ? this.#abortable() : undefined;
    if (this.#abort && !this.plan) {
      clock.after(random.below(random.pick([1, 500, 20_000])), this.client, this.#abort);
    }
    const leavesAfter =
      this.plan?.leavesAfter ?? (faults.strikes('reader leaves') ? random.below(20) : Infinity);
    const pause = random.pick([0, 0, 0, 3_000]);
    const outcomes = (this.#outcomes = this.client.tigerconnect.messages.sendMany(
      this.#source.open(),
      {
        concurrency: this.#concurrency,
        ...(signal === undefined ? undefined : { signal }),
        onOutcome: (outcome) => {
          this.#onOutcome(outcome);
        },
      },
    ));
    if (faults.strikes('reader leaves')) {
      clock.after(random.below(5_000), this.client, () => {
        this.returnFrom();
      });
    }
    let failure: unknown;
    try {
      for await (const outcome of outcomes) {
        this.#take(outcome);
        if (this.#taken.size > leavesAfter) {
          this.#leave();
          if (random.chance(0.5)) throw new Error('the reader failed');
          break;
        }
        if (pause > 0) await this.#pause(random.below(pause));
      }
    } catch (error) {
      failure = error;
    }
    this.#checkOver(failure);
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Leaves it from elsewhere than its loop. */
  returnFrom(): void {
    this.#leave();
    this.#tell('is returned from');
    void this.#outcomes?.return();
  }

  #checkEnd(): void {
    if (this.client.dead) return;
    const untold = this.#items.find((item) => !this.#told.has(item));
    if (untold) this.#broken('what was read has an outcome', untold);
    if (!this.#over && !this.#source.hangs) this.#broken('every run ends');
  }

  #newItem(): Item {
    const { world, client } = this;
    const { faults, random, clock } = world;
    const message = world.newMessage();
    // Where it may be told of an attempt before it sees a request, the run's messages are known by their keys.
    const needsKey = client.slowCredentials || faults.has('abort inside a step');
    const key = needsKey || random.chance(0.3) ? random.uuid() : undefined;
    const call = newCall(world.nextCall(), 'send', message, key, client.limits, clock);
    world.sends += 1;
    if (this.#aborted) call.aborted = 'inside a step';
    client.begin(call);
    const own = { call, place: this.#items.length };
    const item = {
      ...message.input,
      ...(key === undefined ? undefined : { requestId: key }),
      ...own,
    };
    this.#items.push(item);
    return item;
  }

  #onOutcome(outcome: Outcome): void {
    const { client, world } = this;
    const { message } = outcome;
    if (client.dead) return;
    if (this.#told.has(message)) this.#broken('an outcome is told once', message);
    this.#told.add(message);
    const { call, place } = message;
    if (this.#items[place] !== message || outcome.index !== place) {
      this.#broken('an outcome names the place of its message', message);
    }
    if (outcome.status === 'fulfilled') world.promises.resolved(client, call, outcome.value);
    else if (this.#wasNeverBegun(call, outcome.reason)) call.ended = NEVER_BEGUN;
    else world.promises.rejected(client, call, outcome.reason);
    client.end(call);
    this.world.story?.tell(client.name, `run ${this.#id}: call ${call.id} ${outcome.status}`);
    if (world.faults.strikes('observers fail')) throw new Error('the observer failed');
  }

  /** A message that came when the run had ended is not sent. */
  #wasNeverBegun(call: CallRecord, reason: unknown): boolean {
    const { AbortedError } = this.world.subject;
    const isNotBegun = reason instanceof AbortedError && reason.attempts === 0;
    return isNotBegun && (this.#left || this.#aborted) && !call.accepted;
  }

  #take(outcome: Outcome): void {
    const { message } = outcome;
    if (this.#taken.has(message)) this.#broken('an outcome is given once', message);
    if (!this.#told.has(message)) this.#broken('an outcome is told before it is given', message);
    this.#taken.add(message);
  }

  /** A source is read no further than the run sends. */
  #checkRead(): void {
    if (this.#source.isBusy) this.#broken('a source is asked for one message at a time');
    if (this.#source.read - this.#taken.size >= this.#concurrency) {
      this.#broken('a source is read no further than messages are sent');
    }
    if (this.#over) this.#broken('a source is not read after the run');
  }

  #checkOver(failure: unknown): void {
    const source = this.#source;
    this.#over = true;
    this.#tell(`ends${failure === undefined ? '' : ' with an error'}`);
    const { AbortedError } = this.world.subject;
    this.world.coverage.reach(
      `run: ${this.#left ? 'left' : failure === undefined ? 'read to its end' : failure instanceof AbortedError ? 'aborted' : 'source failed'}`,
    );
    const untold = this.#items.find((item) => !this.#told.has(item));
    if (untold) this.#broken('a run waits for what is in flight', untold);
    if (!source.isClosed && !source.isExhausted && !source.isBusy && source.failure === undefined) {
      this.#broken('a source that is left is closed');
    }
    if (this.#left) return;
    const untaken = this.#items.find((item) => !this.#taken.has(item));
    if (untaken) this.#broken('the reader gets every outcome', untaken);
    if (failure instanceof AbortedError) {
      if (!this.#aborted) this.#broken('a run that was not aborted does not say so');
    } else if (failure !== source.failure) {
      this.#broken('a run throws what its source throws');
    }
  }

  abort(): void {
    this.#abort?.();
  }

  #abortable(): AbortSignal {
    const aborter = new AbortController();
    this.#abort = () => {
      if (this.#over || this.#aborted) return;
      this.#tell('is aborted');
      this.#aborted = true;
      for (const { call } of this.#items) {
        if (call.ended === undefined) this.world.promises.aborted(call, false);
      }
      aborter.abort();
    };
    return aborter.signal;
  }

  /** An abort may follow soon: what is in flight still listens to it. */
  #leave(): void {
    const { clock, random } = this.world;
    this.#left = true;
    if (this.#abort && random.chance(0.5)) clock.after(random.below(500), this.client, this.#abort);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.world.clock.after(ms, this.client, resolve);
    });
  }

  #broken(promise: string, item?: Item): void {
    this.world.promises.broken(promise, item?.call, ` (run ${this.#id})`);
  }

  #tell(what: string): void {
    this.world.story?.tell(this.client.name, `run ${this.#id} ${what}`);
  }
}

const NEVER_BEGUN = { kind: 'rejected', name: 'AbortedError', delivery: 'not-sent' } as const;
