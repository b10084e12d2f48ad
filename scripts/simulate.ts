/**
 * `npm run simulate`: tries to break the client's promises in as many histories as it is asked for.
 * See test/simulation/README.md.
 */
import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, styleText } from 'node:util';

import { describeFailure } from '../test/simulation/commands/history.js';
import { SUITES } from '../test/simulation/commands/suites.js';
import { Coverage } from '../test/simulation/coverage.js';
import { load } from '../test/simulation/load.js';
import { readSeeds, writeSeeds } from '../test/simulation/mutant-seeds.js';
import { MUTANTS } from '../test/simulation/mutants.js';
import type { Found } from '../test/simulation/search.js';
import type { Share, ShareResult } from '../test/simulation/share.js';
import { inProcesses } from '../test/simulation/processes.js';
import { runHistory } from '../test/simulation/world.js';

const USAGE = `npm run simulate -- [flags]
  --seeds <n>    histories to run                       (10000)
  --from <n>     the first seed                         (1)
  --sends <n>    stop after so many messages
  --workers <n>  processes; the result does not depend on them (one for each core)
  --seed <n>     one history, told in full
  --commands     histories that are made of commands, and made short: --seeds of them, from the seed --from
  --mutants      look for the deliberate defects instead
  --only <text>  of the mutants, those whose name holds it
  --remember     of the mutants, the seeds that found them, to try them first from now on
  --hash         a hash of the histories in words, to compare two machines by
  --json         the result as JSON
`;

const PROGRESS_MS = 2_000;
/** Seeds that a process takes at a time. */
const SHARE = 50;
const ENTRY = fileURLToPath(new URL('../test/simulation/share.ts', import.meta.url));

const { values: flags } = parseArgs({
  options: {
    seeds: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    sends: { type: 'string' },
    workers: { type: 'string', default: String(availableParallelism()) },
    seed: { type: 'string' },
    commands: { type: 'boolean', default: false },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    remember: { type: 'boolean', default: false },
    hash: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const processes = Number(flags.workers);

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const started = performance.now();
const perSecond = (count: number): number =>
  Math.round(count / ((performance.now() - started) / 1_000));

const describe = ({ histories, sends }: Found): string =>
  `${histories} histories, ${sends} sends, ${perSecond(histories)} histories and ${perSecond(sends)} sends a second`;

/** A line now and then, on stderr. */
function progress(): (found: Found) => void {
  let due = started + PROGRESS_MS;
  return (found) => {
    if (performance.now() < due) return;
    due += PROGRESS_MS;
    process.stderr.write(`${describe(found)}\n`);
  };
}

/** The seeds in shares. They are no smaller for more processes, so that the result is the same for any number. */
function* shares(): Generator<Share, void> {
  const end = Number(flags.from) + Number(flags.seeds);
  for (let from = Number(flags.from); from < end; from += SHARE) {
    yield { from, seeds: Math.min(SHARE, end - from) };
  }
}

/** @returns whether all is well */
async function replay(seed: number): Promise<boolean> {
  const { broken, story } = await runHistory(await load(), seed, { tell: true });
  print(String(story));
  print(broken === undefined ? 'No promise was broken.' : `Broken: ${broken.message}`);
  return broken === undefined;
}

/** @returns whether no promise was broken */
async function simulate(): Promise<boolean> {
  const coverage = new Coverage();
  const enough = flags.sends === undefined ? Infinity : Number(flags.sends);
  const found: Found = { histories: 0, sends: 0 };
  const tell = flags.json ? undefined : progress();
  await inProcesses(ENTRY, shares(), {
    processes,
    onResult: ({ histories, sends, broken, states, error }: ShareResult) => {
      if (error !== undefined) throw new Error(error);
      found.histories += histories;
      found.sends += sends;
      for (const [state, count] of states) coverage.reach(state, count);
      tell?.(found);
      if (broken !== undefined) found.broken = broken;
      return broken === undefined && found.sends < enough;
    },
  });
  if (flags.json) {
    const { missing } = coverage;
    print(JSON.stringify({ ...found, missing, states: Object.fromEntries(coverage.entries()) }));
    return found.broken === undefined;
  }
  for (const [state, count] of coverage.entries()) print(`${String(count).padStart(10)}  ${state}`);
  for (const state of coverage.missing) print(`     never  ${state}`);
  print(describe(found));
  if (found.broken === undefined) return true;
  print(`\nSeed ${found.broken.seed} breaks a promise. Its history:`);
  return replay(found.broken.seed);
}

/** @returns whether no promise was broken */
async function hashHistories(): Promise<boolean> {
  const subject = await load();
  const hash = createHash('sha256');
  const from = Number(flags.from);
  for (let seed = from; seed < from + Number(flags.seeds); seed++) {
    const { broken, story } = await runHistory(subject, seed, { tell: true });
    hash.update(String(story));
    if (broken !== undefined) return false;
  }
  print(hash.digest('hex'));
  return true;
}

/** @returns whether no promise was broken */
async function runCommands(): Promise<boolean> {
  const subject = await load();
  const options = { seed: Number(flags.from), histories: Number(flags.seeds) };
  for (const [name, find] of Object.entries(SUITES)) {
    const failure = await find(subject, options);
    if (failure) {
      print(describeFailure(failure));
      return false;
    }
    print(`${name}: no promise was broken in ${flags.seeds} histories`);
  }
  return true;
}

interface FoundMutant {
  readonly name: string;
  readonly seed?: number;
  readonly promise?: string;
  /** Why it could not be made. */
  readonly error?: string;
}

/** @returns whether every mutant was found */
async function findMutants(): Promise<boolean> {
  const mutants = MUTANTS.filter(({ name }) => name.includes(flags.only));
  const seeds = Number(flags.seeds);
  const known = readSeeds();
  const tasks = mutants.map((replacement): Share => {
    const first = known[replacement.name];
    return { from: 1, seeds, replacement, ...(first && first <= seeds && { first }) };
  });
  const results: FoundMutant[] = [];
  await inProcesses(ENTRY, tasks.values(), {
    processes,
    onResult: ({ broken, error }: ShareResult) => {
      const name = mutants[results.length]?.name ?? '';
      results.push({ name, ...broken, ...(error !== undefined && { error }) });
      if (flags.json) return true;
      const { seed, promise = '' } = broken ?? {};
      const what = seed === undefined ? (error ?? 'NOT FOUND') : `seed ${seed}: ${promise}`;
      print(`${name}: ${styleText(seed === undefined ? 'red' : 'green', what)}`);
      return true;
    },
  });
  const found = results.filter(({ seed }) => seed !== undefined).length;
  const atOnce = results.filter(
    ({ name, seed }) => seed !== undefined && seed === known[name],
  ).length;
  const summary = `${found} of ${results.length} found, ${atOnce} by the seed that found them before`;
  print(flags.json ? JSON.stringify(results) : summary);
  if (flags.remember) {
    const anew = results.map(({ name, seed }): [string, number | undefined] => [name, seed]);
    writeSeeds({ ...(flags.only === '' ? {} : known), ...Object.fromEntries(anew) });
  }
  return found === results.length;
}

/** @returns whether all was as it must be */
async function run(): Promise<boolean> {
  if (flags.seed !== undefined) return replay(Number(flags.seed));
  if (flags.mutants) return findMutants();
  if (flags.commands) return runCommands();
  if (flags.hash) return hashHistories();
  return simulate();
}

if (flags.help) print(USAGE);
else process.exitCode = (await run()) ? 0 : 1;
