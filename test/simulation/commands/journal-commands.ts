/** The command's journal on its disk: written, torn, killed, without power, and opened again. */
import fc from 'fast-check';

import type { Process } from '../clock.js';
import { isFullDisk } from '../disk.js';
import type { Subject } from '../load.js';
import { command, type Command, CommandedStage, NOTHING, type Scene } from './history.js';

const ROWS = '/rows.ndjson';
const JOURNAL = '/rows.ndjson.journal';
const IDENTITY = { server: '', options: '' };

/** So much later the second of two hosts begins. */
const MOST_APART_MS = 80;

type Journal = Awaited<ReturnType<Subject['Journal']['open']>>;

export class JournalScene implements Scene {
  readonly stage: CommandedStage;
  /** Those that are open: more than one when several hosts send the same file. */
  journals: Journal[] = [];
  client: Process = { dead: true, timers: 0 };
  /** The id of the run, once it has begun. */
  #run: string | undefined;
  /** Rows that the journal took, and those that only a power failure may take from it. */
  readonly #written = new Set<string>();
  readonly #durable = new Set<string>();
  #rows = 0;
  #hadNoPower = false;

  constructor(subject: Subject, chance: number, order: fc.Scheduler) {
    this.stage = new CommandedStage(subject, chance, order);
    this.stage.command = this;
    this.stage.disk.write(ROWS, '\n');
  }

  get isRunning(): boolean {
    return !this.client.dead;
  }

  start(): void {
    this.client = { dead: false, timers: 0 };
    this.stage.promises.mustWork(this.#open());
  }

  /** No lock keeps the two apart. */
  startOnTwoHosts(): void {
    const { clock, promises, random } = this.stage;
    this.start();
    clock.after(random.below(MOST_APART_MS), this.client, () => {
      promises.mustWork(this.#open());
    });
  }

  async #open(): Promise<void> {
    const { subject, promises } = this.stage;
    const { client } = this;
    const rows = this.#rows;
    const mustBeKept = new Set(this.#hadNoPower ? this.#durable : this.#written);
    const input = await subject.InputFile.read(ROWS);
    let journal: Journal;
    try {
      journal = await subject.Journal.open(JOURNAL, IDENTITY, input);
    } catch (error) {
      if (client.dead) return;
      if (!isFullDisk(error)) {
        promises.broken('a journal that was cut off is opened', undefined, String(error));
      }
      this.kill();
      return;
    }
    if (client.dead) return;
    this.stage.story?.tell('command', 'opens its journal');
    this.#check(journal, mustBeKept, rows);
    this.journals.push(journal);
  }

  /** What it says is held against what was written. */
  #check({ run, contents }: Journal, mustBeKept: ReadonlySet<string>, rows: number): void {
    const { promises } = this.stage;
    if (this.#run !== undefined && run !== this.#run) {
      promises.broken('a run that has begun is the same for ever', undefined);
    }
    this.#run = run;
    for (let row = 1; row <= rows; row++) {
      const content = `row ${row}`;
      const isKept = contents.sentCopies(content).length > 0;
      if (mustBeKept.has(content) && !isKept) {
        promises.broken('what the journal took is found in it', undefined, content);
      }
      if (isKept) {
        this.#written.add(content);
        this.#durable.add(content);
      } else this.#written.delete(content);
    }
    this.#hadNoPower = false;
  }

  write(): void {
    const { story } = this.stage;
    const content = `row ${(this.#rows += 1)}`;
    const entry = { row: this.#rows, content, copy: 1, outcome: 'sent', messageId: 't' } as const;
    // The hosts take turns.
    const journal = this.journals.shift();
    if (journal === undefined) return;
    try {
      journal.append({ ...entry, requestId: content });
      this.#written.add(content);
      this.journals.push(journal);
      story?.tell('command', `has written ${content}`);
    } catch {
      // After that a command writes no more.
      story?.tell('command', `cannot write ${content}`);
    }
  }

  close(): void {
    const journals = this.journals.splice(0);
    const written = [...this.#written];
    const closing = async (): Promise<void> => {
      for (const journal of journals) await journal.close();
      for (const content of written) this.#durable.add(content);
      this.kill();
    };
    this.stage.promises.mustWork(closing());
  }

  kill(): void {
    this.client.dead = true;
    this.journals = [];
  }

  failPower(): void {
    this.kill();
    this.#hadNoPower = true;
    this.stage.disk.failPower();
  }

  async finish(): Promise<void> {
    const { stage } = this;
    stage.faults.end();
    stage.disk.fill(false);
    await stage.scheduler.run(stage.check);
    this.kill();
    this.start();
    await stage.scheduler.run(stage.check);
    if (this.journals.length === 0) stage.promises.broken('a journal can be opened', undefined);
    stage.check();
  }

  end(): void {
    this.kill();
  }
}

/** Enough to open it, or to be killed in the middle of that. */
const TIME = fc.constantFrom(100, 100, 100, 30, 5);

const isOpen = ({ journals }: JournalScene): boolean => journals.length > 0;

const write: Command<JournalScene> = command({
  given: NOTHING,
  words: () => 'a row is written',
  isPossible: isOpen,
  act: (scene) => {
    scene.write();
  },
});

export const JOURNAL_COMMANDS: Command<JournalScene>[] = [
  command({
    given: TIME,
    words: (ms) => `the command starts and has ${ms} ms`,
    begins: true,
    isPossible: ({ isRunning }) => !isRunning,
    act: (scene, ms) => {
      scene.start();
      return scene.stage.pass(ms);
    },
  }),
  command({
    given: TIME,
    words: (ms) => `the command starts on two hosts and has ${ms} ms`,
    begins: true,
    isPossible: ({ isRunning }) => !isRunning,
    act: (scene, ms) => {
      scene.startOnTwoHosts();
      return scene.stage.pass(ms);
    },
  }),
  ...[write, write, write],
  command({
    given: NOTHING,
    words: () => 'the command is killed',
    isPossible: ({ isRunning }) => isRunning,
    act: (scene) => {
      scene.kill();
    },
  }),
  command({
    given: TIME,
    words: (ms) => `the command ends and has ${ms} ms`,
    begins: true,
    isPossible: isOpen,
    act: (scene, ms) => {
      scene.close();
      return scene.stage.pass(ms);
    },
  }),
  command({
    given: NOTHING,
    words: () => 'the next write is torn',
    begins: true,
    act: ({ stage }) => {
      stage.faults.arm('disk torn');
    },
  }),
  command({
    given: NOTHING,
    words: () => 'the disk has no hard links',
    begins: true,
    act: ({ stage }) => {
      stage.faults.arm('disk without links');
    },
  }),
  command({
    given: fc.boolean(),
    words: (isFull) => (isFull ? 'the disk is full' : 'the disk has room again'),
    begins: true,
    act: ({ stage }, isFull) => {
      stage.disk.fill(isFull);
    },
  }),
  command({
    given: NOTHING,
    words: () => 'the power fails',
    begins: true,
    act: (scene) => {
      scene.failPower();
    },
  }),
];
