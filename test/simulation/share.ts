/** A share of the work, as a process of its own does it: the histories of some seeds. */
import { Coverage } from './coverage.js';
import { load, type Replacement, type Subject } from './load.js';
import { type Found, search } from './search.js';

export interface Share {
  readonly from: number;
  readonly seeds: number;
  /** What is broken on purpose. */
  readonly replacement?: Replacement;
  /** One of the seeds, tried before the others. */
  readonly first?: number;
}

export interface ShareResult extends Found {
  readonly states: [state: string, count: number][];
  /** Why the code could not be loaded. */
  readonly error?: string;
}

let sound: Subject | undefined;

async function run({ from, seeds, replacement, first }: Share): Promise<ShareResult> {
  const subject = replacement ? await load([replacement]) : (sound ??= await load());
  const coverage = new Coverage();
  const once = first === undefined ? undefined : await search(subject, { from: first, seeds: 1 });
  const found = once?.broken ? once : await search(subject, { from, seeds, coverage });
  return { ...found, states: coverage.entries() };
}

process.on('message', (share: Share) => {
  void run(share)
    .catch((error: unknown): ShareResult => ({
      ...{ histories: 0, sends: 0, states: [] },
      error: (error as Error).message,
    }))
    .then((result) => {
      process.send?.(result);
    });
});
