/** Where a history happens: the clocks of a machine, its network and its disk, and the service behind it. */
import { MachineClock, type Process } from './clock.js';
import { Coverage } from './coverage.js';
import { Disk } from './disk.js';
import type { Environment } from './environment.js';
import type { Faults } from './faults.js';
import { BrokenPromise, Promises } from './invariants.js';
import type { Subject } from './load.js';
import { SimulatedBoss, STORE } from './outbox/store.js';
import type { Random } from './random.js';
import type { CallRecord, MessageRecord } from './records.js';
import type { Scheduler } from './scheduler.js';
import { DATA, RECIPIENT, TEXT } from './secrets.js';
import { Service } from './service.js';
import { Story } from './story.js';

/** A history that is not over by then will never be. */
const MAX_STEPS = 200_000;

export interface StageOptions {
  readonly subject: Subject;
  readonly random: Random;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  /** Whether to keep the history in words. */
  readonly tell?: boolean;
  readonly coverage?: Coverage;
}

export class Stage implements Environment {
  readonly subject: Subject;
  readonly random: Random;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly clock: MachineClock;
  readonly service: Service;
  readonly promises: Promises;
  readonly story: Story | undefined;
  readonly coverage: Coverage;
  readonly disk: Disk;
  /** The program that writes to the disk. */
  command: { readonly client: Process; kill(): void } | undefined;
  sends = 0;
  calling: CallRecord | undefined;
  #attempts = 0;
  #calls = 0;
  #runs = 0;
  #messages = 0;
  #leak: string | undefined;

  constructor(options: StageOptions) {
    const { subject, random, faults, scheduler, tell = false, coverage } = options;
    this.subject = subject;
    this.random = random;
    this.faults = faults;
    this.scheduler = scheduler;
    this.coverage = coverage ?? new Coverage();
    this.clock = new MachineClock(scheduler, random, {
      early: faults.has('timers early'),
      late: faults.has('timers late'),
      countsSleep: faults.has('sleep counts'),
    });
    this.story = tell ? new Story(() => scheduler.now) : undefined;
    this.promises = new Promises(this);
    this.service = new Service(this, this.promises);
    this.disk = new Disk(
      this,
      () => this.command?.client ?? { dead: true, timers: 0 },
      () => this.command?.kill(),
    );
  }

  /**
   * Does something with the machine in its place.
   * @returns the promise that it broke
   */
  async perform(work: () => Promise<void>): Promise<BrokenPromise | undefined> {
    const { promises } = this;
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
    try {
      await work();
      return undefined;
    } catch (error) {
      if (error instanceof BrokenPromise) return error;
      throw error;
    } finally {
      process.off('unhandledRejection', onUnhandled);
      process.off('warning', onWarning);
    }
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

  /** After each event. @throws BrokenPromise */
  readonly check = (): boolean => {
    if (this.#leak !== undefined) {
      this.promises.broken('all time and chance comes from the options', undefined, this.#leak);
    }
    if (this.scheduler.steps > MAX_STEPS) this.promises.broken('every history ends', undefined);
    this.promises.check();
    return true;
  };
}
