/** An interval on an injected clock. */
import type { Clock } from '../../clock.js';

/** @returns what ends it */
export function every(ms: number, clock: Clock, act: () => void): () => void {
  const again = (): void => {
    timer = clock.setTimeout(() => {
      again();
      act();
    }, ms);
  };
  let timer: unknown;
  again();
  return () => {
    clock.clearTimeout(timer);
  };
}
