// The memory that the package keeps after many calls: the heap after garbage collection, in ten steps.
import type { Peer } from './peers.js';
import { type Plan, type Run, startWorker } from './rounds.js';

export interface Memory {
  peer: Peer;
  calls: number;
  /** Megabytes on the heap after each tenth of the calls. */
  held: readonly number[];
  /** The most megabytes that the process took. */
  peak: number;
}

export async function measureMemory(
  peer: Peer,
  { calls, server, place }: Pick<Plan, 'calls' | 'server' | 'place'>,
): Promise<Memory> {
  const worker = await startWorker(peer, { server, place }, ['--expose-gc']);
  const runs: Run[] = [];
  await server.startCount(false);
  for (let tenth = 0; tenth < 10; tenth++) runs.push(await worker.ask<Run>({ calls: calls / 10 }));
  await server.checkCount(calls, 0);
  worker.stop();
  return {
    peer,
    calls,
    held: runs.map(({ heapMegabytes }) => heapMegabytes),
    peak: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
  };
}
