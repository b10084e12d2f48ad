/** Histories that fast-check makes of commands, each told in words: one that breaks a promise shrinks to the shortest. */
import fc from 'fast-check';

import type { Fault } from '../faults.js';
import type { Subject } from '../load.js';
import { Random } from '../random.js';
import { Stage } from '../stage.js';
import { ArmedFaults } from './armed-faults.js';
import { OrderedScheduler } from './ordered-scheduler.js';

const MAX_COMMANDS = 30;

/** What commands act on. It knows what was promised, so it is its own model. */
export interface Scene {
  readonly stage: CommandedStage;
  /** Lets all that is under way come to its end, and checks what must hold then. */
  finish(): Promise<void>;
  /** Ends what still runs. */
  end(): void;
}

/** Chance that begins anew with a command, but for the keys, which must differ. */
class CommandedRandom extends Random {
  readonly #ids = new Random(0);

  override uuid(): string {
    return this.#ids.uuid();
  }
}

/** A stage on which nothing happens that no command asked for. */
export class CommandedStage extends Stage {
  declare readonly faults: ArmedFaults;
  /** What was done, in words. */
  readonly commands: string[] = [];

  constructor(subject: Subject, chance: number, order: fc.Scheduler) {
    const random = new CommandedRandom(chance);
    const scheduler = new OrderedScheduler(random, order);
    super({ subject, random, scheduler, faults: new ArmedFaults(random), tell: true });
  }

  async pass(ms: number): Promise<void> {
    await this.scheduler.run(this.check, this.scheduler.now + ms);
  }
}

export type Command<S extends Scene> = fc.Arbitrary<fc.AsyncCommand<S, S>>;

/** What is left to chance in a history. Another one makes it no shorter. */
const CHANCE = fc.noShrink(fc.nat(9_999));

interface CommandPlan<S extends Scene, Given> {
  readonly given: fc.Arbitrary<Given>;
  /** @returns what it does, in words */
  readonly words: (given: Given) => string;
  /** Whether it begins something, which brings its own chance: what came before can then be left out. */
  readonly begins?: boolean;
  readonly isPossible?: (scene: S, given: Given) => boolean;
  readonly act: (scene: S, given: Given) => void | Promise<void>;
}

export const command = <S extends Scene, Given>({
  given,
  words,
  begins = false,
  isPossible = () => true,
  act,
}: CommandPlan<S, Given>): Command<S> =>
  fc.tuple(given, CHANCE).map(([value, chance]) => ({
    check: (scene) => isPossible(scene, value),
    run: async (scene) => {
      const { stage } = scene;
      if (begins) stage.random.begin(chance);
      stage.commands.push(words(value));
      stage.story?.tell('COMMAND', words(value));
      await act(scene, value);
      await stage.pass(0);
    },
    toString: () => words(value),
  }));

/** For commands that are given nothing. */
export const NOTHING = fc.constant(undefined);

/** Arms a fault of those that the scene may meet, for as many times as it strikes. */
export const arm = <S extends Scene>(
  fates: readonly Fault[],
  times: readonly number[],
): Command<S> =>
  command({
    given: fc.record({ fate: fc.constantFrom(...fates), times: fc.constantFrom(...times) }),
    words: ({ fate, times: count }) =>
      `${count === 1 ? 'the next one meets' : `the next ${count} meet`}: ${fate}`,
    act: ({ stage }, { fate, times: count }) => {
      stage.faults.arm(fate, count);
    },
  });

export const goBy = <S extends Scene>(times: readonly number[]): Command<S> =>
  command({
    given: fc.constantFrom(...times),
    words: (ms) => `${ms} ms go by`,
    act: ({ stage }, ms) => stage.pass(ms),
  });

/** One of those that there are. */
export const pick = <Item>(items: readonly Item[], place: number): Item | undefined =>
  items[place % items.length];

/** A history that broke a promise, as short as it could be made. */
export interface Failure {
  readonly promise: string;
  readonly commands: readonly string[];
  readonly story: string;
}

class Broken extends Error {
  constructor(
    message: string,
    readonly commands: readonly string[],
    readonly story: string,
  ) {
    super(message);
  }
}

export interface SearchOptions {
  readonly seed: number;
  /** How many, unless one breaks a promise. */
  readonly histories: number;
}

/** @returns the shortest that the first history which breaks a promise could be made, if one does */
export async function findFailure<S extends Scene>(
  open: (chance: number, order: fc.Scheduler) => S,
  commands: readonly Command<S>[],
  { seed, histories }: SearchOptions,
): Promise<Failure | undefined> {
  const property = fc.asyncProperty(
    CHANCE,
    // It has no shorter orders to offer, and keeps the one that it has while the commands shrink.
    fc.scheduler(),
    fc.commands([...commands], { maxCommands: MAX_COMMANDS, disableReplayLog: true }),
    async (chance, order, given) => {
      const scene = open(chance, order);
      const { stage } = scene;
      const broken = await stage.perform(async () => {
        await fc.asyncModelRun(() => ({ model: scene, real: scene }), given);
        await scene.finish();
      });
      scene.end();
      if (broken) throw new Broken(broken.message, stage.commands, String(stage.story));
    },
  );
  const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: histories });
  if (counterexample === null) return undefined;
  if (!(errorInstance instanceof Broken)) throw errorInstance;
  const { message: promise, commands: few, story } = errorInstance;
  return { promise, commands: few, story };
}

/** For people. */
export const describeFailure = ({ promise, commands, story }: Failure): string =>
  `Broken: ${promise}\n\n${commands.map((each) => `- ${each}`).join('\n')}\n\n${story}`;
