/**
 * The machine as the code under test finds it in the global object: `load.ts` has put this in the place of the
 * real time, chance and warnings. What the code asks the real machine for in spite of its options is a leak.
 */

import type { Disk } from './disk.js';
import type { SimulatedBoss, Store } from './outbox/store.js';

export interface Machine {
  randomUUID(): string;
  /** A time or a timer that did not come from the injected clock. */
  leak(what: string): never;
  warn(text: string): void;
  /** The date of the wall clock. */
  now(): number;
  readonly disk: Disk;
  /** The statements of the outbox. */
  readonly store: Store;
  readonly boss: SimulatedBoss;
  /** Calls back when nothing else is to be done at this time. */
  soon(act: () => void): void;
}

declare global {
  var simulatedMachine: Machine | undefined;
}
