/** An outbox: messages that are enqueued, workers that are killed, and persons who replay and cancel. */
import fc from 'fast-check';

import type { Fault } from '../faults.js';
import type { Subject } from '../load.js';
import { OutboxProgram } from '../outbox/outbox-program.js';
import type { OutboxMessage } from '../outbox/records.js';
import {
  arm,
  command,
  type Command,
  CommandedStage,
  goBy,
  NOTHING,
  pick,
  type Scene,
} from './history.js';

/** What a request, or its answer, may meet; and a statement. */
const FATES = [
  'answer lost',
  'connection refused',
  'reset after sending',
  'server error',
  'rate limit',
  'refusal',
  'request late',
  'body garbage',
  'odd success',
  'statement refused',
  'statement late',
  'statement answer lost',
] as const satisfies readonly Fault[];

export class OutboxScene implements Scene {
  readonly stage: CommandedStage;
  readonly outbox: OutboxProgram;

  constructor(subject: Subject, chance: number, order: fc.Scheduler) {
    this.stage = new CommandedStage(subject, chance, order);
    this.outbox = new OutboxProgram(this.stage);
    this.outbox.supervise();
  }

  get database(): OutboxProgram['database'] {
    return this.outbox.database;
  }

  async finish(): Promise<void> {
    const { stage, outbox, database } = this;
    database.isDown = false;
    if (!outbox.isWorking) outbox.startWorker();
    outbox.watch();
    await stage.scheduler.run(stage.check);
    stage.promises.checkEnd();
  }

  end(): void {
    this.outbox.end();
  }
}

type Act = (scene: OutboxScene) => void;

/** What may happen at any time, and makes calls fail. */
const act = (
  words: string,
  change: Act,
  isPossible: (scene: OutboxScene) => boolean = () => true,
): Command<OutboxScene> =>
  command({
    given: NOTHING,
    words: () => words,
    begins: true,
    isPossible,
    act: (scene) => {
      scene.stage.faults.isDisturbed = true;
      change(scene);
    },
  });

/** What is done to a message. */
const actOn = (
  words: string,
  change: (scene: OutboxScene, message: OutboxMessage) => void,
): Command<OutboxScene> =>
  command({
    given: fc.nat(3),
    words: (place) => `message ${place + 1} ${words}`,
    begins: true,
    isPossible: ({ outbox }, place) => outbox.messages.length > place,
    act: (scene, place) => {
      const message = pick(scene.outbox.messages, place);
      if (message) change(scene, message);
    },
  });

const enqueue: Command<OutboxScene> = command({
  given: fc.constantFrom(undefined, 'first', 'second'),
  words: (key) =>
    `a message is enqueued${key === undefined ? '' : ` in the order of the ${key} recipient`}`,
  begins: true,
  act: ({ outbox }, key) => {
    outbox.enqueue(outbox.newMessage(key));
  },
});

const start: Command<OutboxScene> = command({
  given: NOTHING,
  words: () => 'a worker starts',
  begins: true,
  act: ({ outbox }) => {
    outbox.startWorker();
  },
});

const wait = goBy<OutboxScene>([100, 1_000, 10_000, 60_000]);
const fail = arm<OutboxScene>(FATES, [1, 5]);

export const OUTBOX_COMMANDS: Command<OutboxScene>[] = [
  ...[enqueue, enqueue, start, wait, wait, fail, fail],

  act(
    'a worker is killed',
    ({ outbox }) => {
      outbox.kill();
    },
    ({ outbox }) => outbox.isWorking,
  ),
  act(
    'a worker is cut off from the database for 30 s',
    ({ outbox }) => {
      outbox.cutOff(30_000);
    },
    ({ outbox }) => outbox.isWorking,
  ),
  act('the database goes down', ({ database }) => {
    database.isDown = true;
  }),
  act(
    'the database is up again',
    ({ database }) => {
      database.isDown = false;
    },
    ({ database }) => database.isDown,
  ),
  act('a ticket is doubled', ({ outbox }) => {
    outbox.meddle(false);
  }),
  act('a ticket is lost', ({ outbox }) => {
    outbox.meddle(true);
  }),
  actOn('is enqueued once more', ({ outbox }, message) => {
    outbox.enqueue(message);
  }),
  actOn('is replayed', ({ outbox }, message) => {
    outbox.change('replay', [message]);
  }),
  actOn('is cancelled', ({ outbox }, message) => {
    outbox.change('cancel', [message]);
  }),
];
