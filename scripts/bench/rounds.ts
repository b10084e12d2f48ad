// The rounds: in each, every peer makes its calls while the others wait.
import { median } from './median.js';
import { FLOOR, type Peer } from './peers.js';
import type { Place } from './prepare.js';
import { Child } from './process.js';
import type { Server } from './server.js';

/** What a run of calls took, as the worker reports it. */
export interface Run {
  usPerCall: number;
  cpuPerCall: number;
  p50: number;
  p99: number;
  peakMegabytes: number;
  heapMegabytes: number;
  /** Calls without an answer. */
  failures: number;
}

/** Medians over the rounds; the ratios are medians of each round's own ratio. */
export interface Measured extends Run {
  peer: Peer;
  timeRatio: number;
  cpuRatio: number;
  /** The most in any round. */
  connections: number;
  runs: readonly Run[];
}

export interface Plan {
  rounds: number;
  calls: number;
  server: Server;
  place: Place;
  print: (text: string) => void;
}

export const startWorker = async (
  { name }: Peer,
  { server, place }: Pick<Plan, 'server' | 'place'>,
  execArgv: readonly string[] = [],
): Promise<Child> =>
  (
    await Child.start(
      'worker.mjs',
      [name, server.url, place.folder],
      ['--no-deprecation', ...execArgv],
    )
  ).child;

/** Calls before those that count: they open connections and replace idle ones. */
const WARM_UP = 200;

async function runOnce(
  worker: Child,
  { multipart = false }: Peer,
  { server, calls }: Plan,
): Promise<Run & { connections: number }> {
  await server.startCount(multipart);
  const warmUp = await worker.ask<Run>({ calls: WARM_UP });
  const run = await worker.ask<Run>({ calls });
  const failures = warmUp.failures + run.failures;
  return { ...run, connections: await server.checkCount(WARM_UP + calls, failures) };
}

/** Another order each round, so that no peer always runs after the same one. */
const rotate = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

export async function measureRounds(peers: readonly Peer[], plan: Plan): Promise<Measured[]> {
  const entries = [];
  for (const peer of peers) {
    const runs: Run[] = [];
    entries.push({ peer, worker: await startWorker(peer, plan), runs, connections: 0 });
  }
  for (let round = 0; round <= plan.rounds; round++) {
    plan.print(round === 0 ? 'warming up …' : `round ${round} of ${plan.rounds} …`);
    for (const entry of rotate(entries, round)) {
      const { connections, ...run } = await runOnce(entry.worker, entry.peer, plan);
      entry.connections = Math.max(entry.connections, connections);
      if (round > 0) entry.runs.push(run);
    }
  }
  const floor = entries.find(({ peer }) => peer.name === FLOOR)?.runs ?? [];
  return entries.map(({ peer, worker, runs, connections }) => {
    worker.stop();
    const middle = (pick: (run: Run) => number): number => median(runs.map(pick));
    const ratio = (pick: (run: Run) => number): number => medianRatio(runs, floor, pick);
    return {
      peer,
      runs,
      connections,
      usPerCall: middle((run) => run.usPerCall),
      cpuPerCall: middle((run) => run.cpuPerCall),
      p50: middle((run) => run.p50),
      p99: middle((run) => run.p99),
      heapMegabytes: middle((run) => run.heapMegabytes),
      failures: runs.reduce((sum, run) => sum + run.failures, 0),
      peakMegabytes: Math.max(...runs.map((run) => run.peakMegabytes)),
      timeRatio: ratio((run) => run.usPerCall),
      cpuRatio: ratio((run) => run.cpuPerCall),
    };
  });
}

/** How many times as much as the others, by round. */
export const medianRatio = (
  runs: readonly Run[],
  others: readonly Run[],
  pick: (run: Run) => number,
): number =>
  median(
    runs.flatMap((run, round) => {
      const other = others[round];
      return other ? [pick(run) / pick(other)] : [];
    }),
  );
