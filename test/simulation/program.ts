/** A program that sends: what it wants to send, how it calls the client, and how it comes back when it was killed. */
import { makeCall, type Result } from './call.js';
import { SimulatedClient } from './client.js';
import type { Environment } from './environment.js';
import type { CallRecord, MessageRecord } from './records.js';
import { SendRun } from './send-run.js';

/** A message that a program remembers with its key, as in an outbox of its own. */
interface Durable {
  readonly message: MessageRecord;
  readonly key: string;
  done: boolean;
}

/** After that no client pauses any more. */
const RECOVERY_MS = 20 * 60_000;
/** A few more than the attempts that a client makes at a time. */
const RECOVERY_CALLS = 66;

export class Program {
  client: SimulatedClient;
  #lives = 1;
  readonly #durable: Durable[] = [];

  constructor(
    private readonly world: Environment,
    private readonly name: string,
  ) {
    this.client = new SimulatedClient(world, name);
    this.#start();
  }

  /** The process ends; it comes back after a while, a few times. */
  kill(): void {
    if (this.client.dead) return;
    this.client.kill();
    this.#lives += 1;
    this.world.scheduler.after(this.world.random.below(20_000), () => {
      this.client = new SimulatedClient(this.world, `${this.name}.${this.#lives}`);
      this.world.story?.tell(this.client.name, 'starts again');
      for (const durable of this.#durable) {
        if (!durable.done) this.#spawn(() => this.#sendDurable(durable));
      }
    });
  }

  end(): void {
    this.client.dead = true;
  }

  /** Many calls at once, long after whatever went wrong. */
  recover(): void {
    const { client, world } = this;
    const { clock, promises } = world;
    if (client.dead) return;
    const begin = (): void => {
      // The machine may have slept, and its monotonic clock stood still.
      if (clock.monotonic() < client.pausedUntil) {
        clock.after(RECOVERY_MS, client, begin);
        return;
      }
      client.mostUnderWay = 0;
      const sends = Array.from({ length: RECOVERY_CALLS }, () =>
        this.#call('send', world.newMessage(), {}),
      );
      void Promise.all(sends).then(() => {
        promises.checkRecovery(client);
      });
    };
    clock.after(RECOVERY_MS, client, begin);
  }

  #start(): void {
    const { random } = this.world;
    const tasks = [
      () => this.#oneByOne(),
      () => this.#oneByOne(),
      () => this.#burst(),
      () => new SendRun(this.world, this.client).run(),
      () => new SendRun(this.world, this.client).run(),
      () => this.#keep(),
    ];
    for (let count = random.between(1, 4); count > 0; count--) this.#spawn(random.pick(tasks));
    // They carry no key to tell them by, so there is one at a time.
    if (random.chance(0.2)) this.#spawn(() => this.#notices());
  }

  /** Begins within the first seconds. */
  #spawn(task: () => Promise<void>): void {
    const { random, clock, promises } = this.world;
    clock.after(random.below(2_000), this.client, () => {
      promises.mustWork(task());
    });
  }

  async #oneByOne(): Promise<void> {
    const { random } = this.world;
    for (let count = random.between(1, 12); count > 0; count--) {
      await this.#untilSettled(this.world.newMessage());
      await this.#pause(random.below(random.pick([10, 3_000])));
    }
  }

  /** Many at once, sometimes more than a client lets through. */
  async #burst(): Promise<void> {
    const { random } = this.world;
    const length = random.chance(0.2) ? random.between(65, 130) : random.between(2, 20);
    await Promise.all(Array.from({ length }, () => this.#untilSettled(this.world.newMessage())));
  }

  async #notices(): Promise<void> {
    const { random } = this.world;
    for (let count = random.between(1, 5); count > 0; count--) {
      await this.#call(random.pick(['status', 'typing']), undefined, {});
      await this.#pause(random.below(5_000));
    }
  }

  /** Messages that survive the program, each with its key. */
  async #keep(): Promise<void> {
    const { random } = this.world;
    for (let count = random.between(1, 8); count > 0; count--) {
      const durable = { message: this.world.newMessage(), key: random.uuid(), done: false };
      this.#durable.push(durable);
      this.#spawn(() => this.#sendDurable(durable));
      await this.#pause(random.below(1_000));
    }
  }

  async #sendDurable(durable: Durable): Promise<void> {
    const { random } = this.world;
    for (let tries = random.between(1, 4); tries > 0; tries--) {
      const result = await this.#call('send', durable.message, { key: durable.key });
      if (result.sent) {
        durable.done = true;
        return;
      }
      await this.#pause(random.below(60_000));
    }
  }

  /** As callers do: what is unknown is repeated with its key, and what was not sent may be sent anew. */
  async #untilSettled(message: MessageRecord): Promise<void> {
    const { random, subject } = this.world;
    let key = random.chance(0.3) ? random.uuid() : undefined;
    let isUnknown = false;
    for (let tries = random.between(1, 4); tries > 0; tries--) {
      const result = await this.#call('send', message, { key });
      if (result.sent) return;
      const { error } = result;
      if (!(error instanceof subject.TigerConnectError)) return;
      // Each label is of one call. Once one was unknown, another key would be the caller's mistake.
      isUnknown ||= error.delivery === 'unknown';
      if (isUnknown) key = error.requestId;
      else if (random.chance(0.7)) key = undefined;
      await this.#pause(random.below(random.pick([10, 30_000])));
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.world.clock.after(ms, this.client, resolve);
    });
  }

  #call(
    kind: CallRecord['kind'],
    message: MessageRecord | undefined,
    { key }: { key?: string | undefined },
  ): Promise<Result> {
    const { world, client } = this;
    const { faults, random } = world;
    const limits = random.chance(0.1)
      ? { ...client.limits, maxRetries: random.below(4), timeout: random.between(500, 20_000) }
      : undefined;
    const abortion = (call: CallRecord): AbortSignal | undefined =>
      faults.strikes('abort') ? this.#abortLater(call) : undefined;
    return makeCall(world, client, { kind, message, key, limits, abortion });
  }

  /** Aborts the call some time, between two steps or in the middle of one. */
  #abortLater(call: CallRecord): AbortSignal {
    const { client, world } = this;
    const { clock, faults, promises, random, scheduler, story } = world;
    const aborter = new AbortController();
    const abort = (inside: boolean): void => {
      if (call.ended !== undefined || client.dead) return;
      story?.tell(client.name, `call ${call.id} is aborted`);
      promises.aborted(call, inside);
      aborter.abort();
    };
    const within = random.pick([1, 50, 500, 5_000, 30_000]);
    clock.after(random.below(within), client, () => {
      if (!faults.has('abort inside a step') || random.chance(0.5)) {
        abort(false);
        return;
      }
      let turns = random.below(16);
      const turn = (): void => {
        if (turns === 0) abort(true);
        else {
          turns -= 1;
          queueMicrotask(turn);
        }
      };
      scheduler.inside.push(turn);
    });
    return aborter.signal;
  }
}
