/** A wait that an abort ends at once and that, while it lasts, keeps the process alive. */
import type { Clock } from '../clock.js';

/** Resolves after `ms`, or as soon as the signal aborts; the caller looks at the signal to know which. */
export function wait(ms: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal?.removeEventListener('abort', end);
      clock.clearTimeout(timer);
      resolve();
    };
    const timer = clock.setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end);
  });
}
