/** What can go wrong. Each history turns a random part of it off, so that every mixture is seen. */
import type { Random } from './random.js';

export const FAULTS = [
  'connection refused',
  'connection silent',
  'proxy refuses',
  'reset while sending',
  'reset after sending',
  'request late',
  'request replayed',
  'answer lost',
  'answer late',
  'body breaks off',
  'body slow',
  'body garbage',
  'refusal',
  'server error',
  'redirect',
  'odd success',
  'rate limit',
  'Retry-After',
  'key forgotten',
  'memory lost',
  'fetch without hooks',
  'fetch ignores its signal',
  'clock set',
  'machine sleeps',
  'timers early',
  'timers late',
  'sleep counts',
  'abort',
  'abort inside a step',
  'process killed',
  'observers fail',
  'credentials fail',
  'credentials slow',
  'source fails',
  'source hangs',
  'reader leaves',
  'disk full',
  'disk torn',
  'disk without links',
  'power failure',
  'statement refused',
  'statement late',
  'statement answer lost',
  'database down',
  'database cut off',
  'ticket doubled',
  'ticket lost',
] as const;

export type Fault = (typeof FAULTS)[number];

export class Faults {
  readonly #on = new Set<Fault>();
  /** How often a fault that is on strikes where it can. */
  #rate: number;

  constructor(private readonly random: Random) {
    this.#rate = random.pick([0.02, 0.1, 0.1, 0.3, 0.6]);
    // In a history without faults everything must succeed at once.
    const share = random.pick([0, 0.1, 0.25, 0.5, 0.5, 0.75, 1]);
    for (const fault of FAULTS) if (random.chance(share)) this.#on.add(fault);
  }

  /** Whether nothing can go wrong. */
  get calm(): boolean {
    return this.#on.size === 0 || this.#rate === 0;
  }

  /** From now on nothing goes wrong. */
  end(): void {
    this.#rate = 0;
  }

  has(fault: Fault): boolean {
    return this.#on.has(fault);
  }

  /** Whether a fault strikes now. */
  strikes(fault: Fault): boolean {
    return this.#on.has(fault) && this.random.chance(this.#rate);
  }

  toString(): string {
    return this.#on.size === 0 ? 'none' : [...this.#on].join(', ');
  }
}
