/** Runs histories one after another, until one breaks a promise. */
import type { Coverage } from './coverage.js';
import type { Subject } from './load.js';
import { runHistory } from './world.js';

export interface SearchOptions {
  /** The first seed. */
  readonly from: number;
  readonly seeds: number;
  readonly coverage?: Coverage;
}

export interface Found {
  histories: number;
  sends: number;
  /** The first seed whose history breaks a promise, and which promise. */
  broken?: { readonly seed: number; readonly promise: string; readonly details: string };
}

export async function search(subject: Subject, options: SearchOptions): Promise<Found> {
  const { from, seeds, coverage } = options;
  const found: Found = { histories: 0, sends: 0 };
  for (let seed = from; seed < from + seeds; seed++) {
    const history = await runHistory(subject, seed, coverage === undefined ? {} : { coverage });
    found.histories += 1;
    found.sends += history.sends;
    if (history.broken === undefined) continue;
    const { promise, details } = history.broken;
    found.broken = { seed, promise, details };
    break;
  }
  return found;
}
