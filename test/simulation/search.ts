/** Runs histories one after another, until one breaks a promise. */
import type { Coverage } from './coverage.js';
import type { Subject } from './load.js';
import { runHistory } from './world.js';

export interface SearchOptions {
  /** The first seed. */
  readonly from: number;
  readonly seeds: number;
  /** Enough sends, even when seeds are left. */
  readonly sends?: number;
  readonly coverage?: Coverage;
  readonly onHistory?: (found: Found) => void;
}

export interface Found {
  histories: number;
  sends: number;
  /** The first seed whose history breaks a promise, and which promise. */
  broken?: { readonly seed: number; readonly promise: string; readonly details: string };
}

export async function search(subject: Subject, options: SearchOptions): Promise<Found> {
  const { from, seeds, sends = Infinity, coverage, onHistory } = options;
  const found: Found = { histories: 0, sends: 0 };
  for (let seed = from; seed < from + seeds && found.sends < sends; seed++) {
    const history = await runHistory(subject, seed, coverage === undefined ? {} : { coverage });
    found.histories += 1;
    found.sends += history.sends;
    onHistory?.(found);
    if (history.broken === undefined) continue;
    const { promise, details } = history.broken;
    found.broken = { seed, promise, details };
    break;
  }
  return found;
}
