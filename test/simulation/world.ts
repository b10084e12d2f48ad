/** One history: clients, a network and a service, all out of one seed. */
import { BulkProgram } from './bulk-program.js';
import { MachineClock } from './clock.js';
import { Coverage } from './coverage.js';
import { Disk } from './disk.js';
import type { Environment } from './environment.js';
import { Faults } from './faults.js';
import { BrokenPromise, Promises } from './invariants.js';
import type { Subject } from './load.js';
import { OutboxProgram } from './outbox/outbox-program.js';
import { SimulatedBoss, STORE } from './outbox/store.js';
import { Program } from './program.js';
import { Random } from './random.js';
import type { CallRecord, MessageRecord } from './records.js';
import { Scheduler } from './scheduler.js';
import { DATA, RECIPIENT, TEXT } from './secrets.js';
import { Service } from './service.js';
import { Story } from './story.js';

const MINUTE_MS = 60_000;
/** A history that is not over by then will never be. */
const MAX_STEPS = 200_000;

export interface WorldOptions {
  /** Whether to keep the history in words. */
  readonly tell?: boolean;
  readonly coverage?: Coverage;
}

export interface History {
  /** Messages sent, repeats included. */
  readonly sends: number;
  readonly broken: BrokenPromise | undefined;
  readonly story: Story | undefined;
}

/** What runs on the machine. */
interface SimulatedProgram {
  /** Ends it in the middle of whatever it does. */
  kill(): void;
  /** Does something that must succeed, now that nothing goes wrong any more. */
  recover(): void;
  end(): void;
}

export class World implements Environment {
  readonly random: Random;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly clock: MachineClock;
  readonly service: Service;
  readonly promises: Promises;
  readonly story: Story | undefined;
  readonly coverage: Coverage;
  readonly programs: SimulatedProgram[] = [];
  readonly disk: Disk;
  #command: BulkProgram | undefined;
  #outbox: OutboxProgram | undefined;
  sends = 0;
  calling: CallRecord | undefined;
  #attempts = 0;
  #calls = 0;
  #runs = 0;
  #messages = 0;
  #leak: string | undefined;

  constructor(
    readonly subject: Subject,
    readonly seed: number,
    { tell = false, coverage = new Coverage() }: WorldOptions = {},
  ) {
    this.random = new Random(seed);
    this.faults = new Faults(this.random);
    this.scheduler = new Scheduler(this.random);
    this.coverage = coverage;
    const { faults } = this;
    this.clock = new MachineClock(this.scheduler, this.random, {
      early: faults.has('timers early'),
      late: faults.has('timers late'),
      countsSleep: faults.has('sleep counts'),
    });
    this.story = tell ? new Story(() => this.scheduler.now) : undefined;
    this.promises = new Promises(this);
    this.service = new Service(this, this.promises);
    this.disk = new Disk(
      this,
      () => this.#command?.client ?? { dead: true, timers: 0 },
      () => this.#command?.kill(),
    );
  }

  async run(): Promise<History> {
    const { story, promises } = this;
    story?.tell('world', `seed ${this.seed}; faults: ${this.faults.toString()}`);
    globalThis.simulatedMachine = {
      randomUUID: () => {
        const uuid = this.random.uuid();
        if (this.calling?.kind === 'send') this.calling.key ??= uuid;
        return uuid;
      },
      now: () => this.clock.now(),
      disk: this.disk,
      store: STORE,
      boss: new SimulatedBoss(),
      soon: (act) => this.scheduler.after(0, act),
      warn: (text) => {
        promises.keepsSecrets('a warning', text);
      },
      leak: (what) => {
        this.#leak ??= what;
        throw new Error(`${what} is not simulated`);
      },
    };
    const onUnhandled = (reason: unknown): void => {
      promises.broken('no rejection is left unhandled', undefined, String(reason));
    };
    // Node's own warnings are of leaks.
    const onWarning = ({ message }: Error): void => {
      promises.broken('nothing leaks', undefined, message);
    };
    process.on('unhandledRejection', onUnhandled);
    process.on('warning', onWarning);
    let broken: BrokenPromise | undefined;
    try {
      this.#begin();
      await this.scheduler.run(() => this.#check());
      promises.checkEnd();
      if (this.random.chance(0.2)) await this.#recover();
    } catch (error) {
      if (!(error instanceof BrokenPromise)) throw error;
      broken = error;
    } finally {
      process.off('unhandledRejection', onUnhandled);
      process.off('warning', onWarning);
    }
    for (const program of this.programs) program.end();
    return { sends: this.sends, broken, story };
  }

  nextAttempt(): number {
    return (this.#attempts += 1);
  }

  nextRun(): number {
    return (this.#runs += 1);
  }

  nextCall(): number {
    return (this.#calls += 1);
  }

  newMessage(): MessageRecord {
    const { random, subject } = this;
    const n = (this.#messages += 1);
    const to = random.pick([
      `${RECIPIENT}@ward.example`,
      subject.email(`${RECIPIENT}.2@ward.example`),
      subject.user(RECIPIENT.padEnd(24, '3')),
    ]);
    const input = {
      to,
      body: `${TEXT} ${n}`,
      ...(random.chance(0.2) ? { ttl: random.pick([1, 2, 60]) } : undefined),
      ...(random.chance(0.1) ? { deleteOnRead: true } : undefined),
      ...(random.chance(0.05) ? { data: [{ namespace: DATA, payload: { n } }] } : undefined),
    };
    return { n, input, wanted: 1, deliveries: 0, forgotten: 0, tokens: [] };
  }

  #begin(): void {
    const { random, faults, clock, service } = this;
    if (random.chance(0.06)) this.#beginOutbox();
    else this.#beginPrograms();
    if (faults.has('disk full')) {
      this.#nowAndThen(() => {
        const isFull = random.chance(0.6);
        this.story?.tell('disk', isFull ? 'is full' : 'has room again');
        this.disk.fill(isFull);
      });
    }
    if (faults.has('power failure')) {
      this.#nowAndThen(() => {
        this.story?.tell('machine', 'loses its power');
        for (const program of this.programs) program.kill();
        this.disk.failPower();
      });
    }
    if (faults.has('clock set')) {
      this.#nowAndThen(() => {
        const ms = random.pick([-1, 1]) * random.below(random.pick([2_000, 2 * MINUTE_MS, 1e8]));
        this.story?.tell('machine', `its wall clock is set by ${ms} ms`);
        clock.set(ms);
      });
    }
    if (faults.has('machine sleeps')) {
      this.#nowAndThen(() => {
        const ms = random.below(random.pick([1_000, MINUTE_MS, 60 * MINUTE_MS]));
        this.story?.tell('machine', `sleeps for ${ms} ms`);
        clock.sleep(ms);
      });
    }
    if (faults.has('process killed')) {
      this.#nowAndThen(() => {
        random.pick(this.programs).kill();
      });
    }
    // The service remembers the keys of an outbox, as long as it counts on that.
    if (this.#outbox) return;
    if (faults.has('key forgotten')) {
      this.#nowAndThen(() => {
        service.forget(false);
      });
    }
    if (faults.has('memory lost')) {
      this.#nowAndThen(() => {
        service.forget(true);
      });
    }
  }

  #beginPrograms(): void {
    const { random } = this;
    const programs = random.pick([1, 1, 2]);
    for (let index = 1; index <= programs; index++) {
      this.programs.push(new Program(this, `client ${index}`));
    }
    if (random.chance(0.3)) {
      this.#command = new BulkProgram(this, () => this.disk);
      this.programs.push(this.#command);
      this.#command.start();
    }
  }

  #beginOutbox(): void {
    const { random, faults, story } = this;
    const outbox = new OutboxProgram(this);
    this.#outbox = outbox;
    this.programs.push(outbox);
    outbox.start();
    if (faults.has('database down')) {
      this.#nowAndThen(() => {
        outbox.database.isDown = random.chance(0.5);
        story?.tell('database', outbox.database.isDown ? 'is down' : 'is up');
      });
    }
    if (faults.has('database cut off')) {
      this.#nowAndThen(() => {
        outbox.cutOff(random.below(MINUTE_MS));
      });
    }
    if (faults.has('ticket doubled')) {
      this.#nowAndThen(() => {
        outbox.meddle(false);
      });
    }
    if (faults.has('ticket lost')) {
      this.#nowAndThen(() => {
        outbox.meddle(true);
      });
    }
  }

  /** In the end nothing goes wrong any more, and a client that lives must be as good as new. */
  async #recover(): Promise<void> {
    this.story?.tell('world', 'nothing goes wrong any more');
    this.faults.end();
    for (const program of this.programs) program.recover();
    await this.scheduler.run(() => this.#check());
    this.promises.checkEnd();
  }

  /** At one to three times of the first minutes. */
  #nowAndThen(action: () => void): void {
    const { random, scheduler } = this;
    const within = random.pick([1_000, 10_000, 2 * MINUTE_MS]);
    for (let times = random.between(1, 3); times > 0; times--) {
      scheduler.after(random.below(within), action);
    }
  }

  #check(): boolean {
    if (this.#leak !== undefined) {
      this.promises.broken('all time and chance comes from the options', undefined, this.#leak);
    }
    if (this.scheduler.steps > MAX_STEPS) this.promises.broken('every history ends', undefined);
    this.promises.check();
    return true;
  }
}

/** Runs the history of a seed. */
export function runHistory(
  subject: Subject,
  seed: number,
  options?: WorldOptions,
): Promise<History> {
  return new World(subject, seed, options).run();
}
