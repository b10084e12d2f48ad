/** The command's journal on its disk: written, torn, killed, without power, and opened again. */
import fc from 'fast-check';

import type { Process } from '../clock.js';
import type { Subject } from '../load.js';
import { command, type Command, CommandedStage, NOTHING, type Scene } from './history.js';

const ROWS = '/rows.ndjson';
const JOURNAL = '/rows.ndjson.journal';
const IDENTITY = { server: '', options: '' };

type Journal = Awaited<ReturnType<Subject['Journal']['open']>>;

export class JournalScene implements Scene {
  readonly stage: CommandedStage;
  journal: Journal | undefined;
  /** Whether a write failed, after which the command writes no more. */
  hasFailed = false;
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
    this.hasFailed = false;
    this.stage.promises.mustWork(this.#open());
  }

  async #open(): Promise<void> {
    const { subject, promises } = this.stage;
    const { client } = this;
    const input = await subject.InputFile.read(ROWS);
    let journal: Journal;
    try {
      journal = await subject.Journal.open(JOURNAL, IDENTITY, input);
    } catch (error) {
      if (client.dead) return;
      if ((error as { code?: string }).code !== 'ENOSPC') {
        promises.broken('a journal that was cut off is opened', undefined, String(error));
      }
      this.kill();
      return;
    }
    if (client.dead) return;
    this.stage.story?.tell('command', 'opens its journal');
    this.#check(journal);
    this.journal = journal;
  }

  /** What it says is held against what was written. */
  #check({ run, contents }: Journal): void {
    const { promises } = this.stage;
    if (this.#run !== undefined && run !== this.#run) {
      promises.broken('a run that has begun is the same for ever', undefined);
    }
    this.#run = run;
    for (let row = 1; row <= this.#rows; row++) {
      const content = `row ${row}`;
      const isKept = contents.sentCopies(content).length > 0;
      const mustBeKept = (this.#hadNoPower ? this.#durable : this.#written).has(content);
      if (mustBeKept && !isKept) {
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
    try {
      this.journal?.append({ ...entry, requestId: content });
      this.#written.add(content);
      story?.tell('command', `has written ${content}`);
    } catch {
      this.hasFailed = true;
      story?.tell('command', `cannot write ${content}`);
    }
  }

  close(): void {
    const { journal } = this;
    this.journal = undefined;
    const written = [...this.#written];
    const closing = async (): Promise<void> => {
      await journal?.close();
      for (const content of written) this.#durable.add(content);
      this.kill();
    };
    this.stage.promises.mustWork(closing());
  }

  kill(): void {
    this.client.dead = true;
    this.journal = undefined;
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
    if (this.journal === undefined) stage.promises.broken('a journal can be opened', undefined);
    stage.check();
  }

  end(): void {
    this.kill();
  }
}

/** Enough to open it, or to be killed in the middle of that. */
const TIME = fc.constantFrom(100, 100, 100, 30, 5);

const isOpen = ({ journal }: JournalScene): boolean => journal !== undefined;

const write: Command<JournalScene> = command({
  given: NOTHING,
  words: () => 'a row is written',
  isPossible: (scene) => isOpen(scene) && !scene.hasFailed,
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
