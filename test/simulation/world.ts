/** One history: clients, a network and a service, all out of one seed. */
import { BulkProgram } from './bulk-program.js';
import type { Coverage } from './coverage.js';
import { Faults } from './faults.js';
import type { BrokenPromise } from './invariants.js';
import type { Subject } from './load.js';
import { OutboxProgram } from './outbox/outbox-program.js';
import { Program } from './program.js';
import { Random } from './random.js';
import { Scheduler } from './scheduler.js';
import { Stage } from './stage.js';
import type { Story } from './story.js';

const MINUTE_MS = 60_000;

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

export class World extends Stage {
  readonly programs: SimulatedProgram[] = [];
  #outbox: OutboxProgram | undefined;

  constructor(
    subject: Subject,
    readonly seed: number,
    options: WorldOptions = {},
  ) {
    const random = new Random(seed);
    const faults = new Faults(random);
    super({ ...options, subject, random, faults, scheduler: new Scheduler(random) });
  }

  async run(): Promise<History> {
    const { story, promises, scheduler } = this;
    story?.tell('world', `seed ${this.seed}; faults: ${this.faults.toString()}`);
    const broken = await this.perform(async () => {
      this.#begin();
      await scheduler.run(this.check);
      promises.checkEnd();
      if (this.random.chance(0.2)) await this.#recover();
    });
    for (const program of this.programs) program.end();
    return { sends: this.sends, broken, story };
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
      const command = new BulkProgram(this, () => this.disk);
      this.command = command;
      this.programs.push(command);
      command.start();
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
    await this.scheduler.run(this.check);
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
}

/** Runs the history of a seed. */
export function runHistory(
  subject: Subject,
  seed: number,
  options?: WorldOptions,
): Promise<History> {
  return new World(subject, seed, options).run();
}
