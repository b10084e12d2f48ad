/** Keeps a typing notice alive while work runs. Cosmetic: a notice that fails never disturbs the work. */
import type { Clock } from '../clock.js';

/** A notice shows for 8 s unless renewed (the vendor's SDK); this leaves 2 s for the renewal to arrive. */
const RENEWAL_MS = 6_000;

/**
 * @param notify sends one notice; it ends at once when the signal aborts
 * @returns what `work` returns; rejects as `work` rejects
 */
export async function typingSession<Result>(
  notify: (signal: AbortSignal) => Promise<void>,
  work: () => Promise<Result>,
  clock: Clock,
): Promise<Result> {
  const session = new AbortController();
  let timer: unknown;
  const renew = (): void => {
    timer = clock.setTimeout(renew, RENEWAL_MS);
    // Its failure was told to the logger and onAttempt; the next renewal is its retry.
    notify(session.signal).catch(() => undefined);
  };
  renew();
  try {
    return await work();
  } finally {
    clock.clearTimeout(timer);
    session.abort();
  }
}
