/** A client with several sends, and runs of `sendMany`, in flight. */
import fc from 'fast-check';

import { makeCall } from '../call.js';
import { SimulatedClient } from '../client.js';
import type { Fault } from '../faults.js';
import type { Subject } from '../load.js';
import type { CallRecord, MessageRecord } from '../records.js';
import { SendRun } from '../send-run.js';
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

/** What a request, or its answer, may meet. */
const FATES = [
  'answer lost',
  'connection refused',
  'reset after sending',
  'server error',
  'rate limit',
  'refusal',
  'connection silent',
  'proxy refuses',
  'reset while sending',
  'request late',
  'request replayed',
  'answer late',
  'body breaks off',
  'body slow',
  'body garbage',
  'redirect',
  'odd success',
  'Retry-After',
  'source fails',
  'source hangs',
] as const satisfies readonly Fault[];

interface Sending {
  readonly call: CallRecord;
  readonly message: MessageRecord;
  abort(): void;
}

export class ClientScene implements Scene {
  readonly stage: CommandedStage;
  readonly client: SimulatedClient;
  readonly sendings: Sending[] = [];
  readonly runs: SendRun[] = [];

  constructor(subject: Subject, chance: number, order: fc.Scheduler) {
    this.stage = new CommandedStage(subject, chance, order);
    this.client = new SimulatedClient(this.stage, 'client');
  }

  send(message = this.stage.newMessage(), key?: string): void {
    const { client, stage } = this;
    const aborter = new AbortController();
    const abortion = (call: CallRecord): AbortSignal => {
      const abort = (): void => {
        stage.story?.tell(client.name, `call ${call.id} is aborted`);
        stage.promises.aborted(call, false);
        aborter.abort();
      };
      this.sendings.push({ call, message, abort });
      return aborter.signal;
    };
    stage.promises.mustWork(makeCall(stage, client, { kind: 'send', message, key, abortion }));
  }

  get inFlight(): Sending[] {
    return this.sendings.filter(({ call }) => call.ended === undefined);
  }

  /** What failed, and is not being sent again: requests are told apart by their keys. */
  get failed(): Sending[] {
    const inFlight = new Set(this.inFlight.map(({ message }) => message));
    return this.sendings.filter(
      ({ call, message }) => call.ended?.kind === 'rejected' && call.key && !inFlight.has(message),
    );
  }

  get openRuns(): SendRun[] {
    return this.runs.filter(({ isOver }) => !isOver);
  }

  async finish(): Promise<void> {
    const { stage } = this;
    await stage.scheduler.run(stage.check);
    stage.promises.checkEnd();
  }

  end(): void {
    this.client.dead = true;
  }
}

const PLACE = fc.nat(3);

const act = <Given>(
  given: fc.Arbitrary<Given>,
  words: (given: Given) => string,
  plan: {
    begins?: boolean;
    isPossible?: (scene: ClientScene) => boolean;
    act: (scene: ClientScene, given: Given) => void | Promise<void>;
  },
): Command<ClientScene> => command({ given, words, ...plan });

/** What a command does to one of those that there are; it may make a call fail. */
const actOn = <Item>(
  words: string,
  itemsOf: (scene: ClientScene) => readonly Item[],
  change: (scene: ClientScene, item: Item) => void,
): Command<ClientScene> =>
  act(PLACE, (place) => `${words} ${place + 1}`, {
    isPossible: (scene) => itemsOf(scene).length > 0,
    act: (scene, place) => {
      scene.stage.faults.isDisturbed = true;
      const item = pick(itemsOf(scene), place);
      if (item) change(scene, item);
    },
  });

export const CLIENT_COMMANDS: Command<ClientScene>[] = [
  act(NOTHING, () => 'a message is sent', {
    begins: true,
    act: (scene) => {
      scene.send();
    },
  }),
  arm(FATES, [1, 3, 100]),
  goBy([10, 300, 5_000, 60_000, 20 * 60_000]),
  actOn(
    'what failed is sent again with its key:',
    (scene) => scene.failed,
    (scene, { message, call }) => {
      scene.send(message, call.key);
    },
  ),
  actOn(
    'a send is aborted:',
    (scene) => scene.inFlight,
    (_, sending) => {
      sending.abort();
    },
  ),
  act(
    fc.record({
      length: fc.constantFrom(1, 2, 3, 8, 80),
      concurrency: fc.constantFrom(1, 2, 8, 70),
      leavesAfter: fc.constantFrom(Infinity, 0, 1, 3),
    }),
    ({ length, concurrency, leavesAfter }) =>
      `a run of ${length} messages begins with ${concurrency} at a time` +
      (leavesAfter === Infinity ? '' : ` and is left after outcome ${leavesAfter + 1}`),
    {
      begins: true,
      act: ({ client, runs, stage }, plan) => {
        if (plan.leavesAfter < Infinity) stage.faults.isDisturbed = true;
        const run = new SendRun(stage, client, plan);
        runs.push(run);
        stage.promises.mustWork(run.run());
      },
    },
  ),
  actOn(
    'a run is aborted:',
    (scene) => scene.openRuns,
    (_, run) => {
      run.abort();
    },
  ),
  actOn(
    'a run is returned from:',
    (scene) => scene.openRuns,
    (_, run) => {
      run.returnFrom();
    },
  ),
  act(fc.constantFrom(1_000, 60_000), (ms) => `the machine sleeps for ${ms} ms`, {
    act: ({ stage }, ms) => {
      stage.faults.isDisturbed = true;
      stage.clock.sleep(ms);
      // Until it wakes, nobody on it can do anything.
      return stage.pass(ms);
    },
  }),
  act(fc.constantFrom(-60_000, 60_000), (ms) => `the wall clock is set by ${ms} ms`, {
    act: ({ stage }, ms) => {
      stage.faults.isDisturbed = true;
      stage.clock.set(ms);
    },
  }),
];
