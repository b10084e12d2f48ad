// What the package still holds after many calls: the heap after a collection, a tenth at a time.
import type { Peer } from './peers.js';
import { type Plan, type Run, startWorker } from './rounds.js';

export interface Memory {
  peer: Peer;
  calls: number;
  /** Megabytes on the heap after each tenth of the calls. */
  held: readonly number[];
  /** Megabytes the process took at most. */
  peak: number;
}

export async function measureMemory(
  peer: Peer,
  { calls, server, place }: Pick<Plan, 'calls' | 'server' | 'place'>,
): Promise<Memory> {
  const worker = await startWorker(peer, { server, place }, ['--expose-gc']);
  const runs: Run[] = [];
  await server.expect(false);
  for (let tenth = 0; tenth < 10; tenth++) runs.push(await worker.ask<Run>({ calls: calls / 10 }));
  await server.connectionsOf(calls, 0);
  worker.stop();
  return {
    peer,
    calls,
    held: runs.map(({ heapMegabytes }) => heapMegabytes),
    peak: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes)),
  };
}
