/**
 * The guard between a call and those who watch it: telemetry, `onAttempt`, loggers. What they throw, or
 * reject with, is a warning; it never changes what became of a message.
 */
import type { AttemptEvent } from '../options/options.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

type Observers = Pick<ResolvedOptions, 'logger' | 'onAttempt'>;

const ERROR_NAME = /^[A-Za-z]{0,58}(?:Error|Exception)$/;

/** By its name alone: its message might hold anything. */
function warn(observer: string, error: unknown): void {
  let name = 'something';
  try {
    const given: unknown = error instanceof Error ? error.name : undefined;
    if (typeof given === 'string' && ERROR_NAME.test(given)) name = given;
  } catch {
    // A getter that throws as well.
  }
  process.emitWarning(`tigerconnect-messages: ${observer} threw ${name}`);
}

/** What the observer returns; undefined when it throws. A promise it returns is not waited for. */
export function guard<Result>(observer: string, observe: () => Result): Result | undefined {
  try {
    const result = observe();
    // A promise of any make, say of a logger that writes to a file.
    if (typeof (result as PromiseLike<unknown> | undefined)?.then === 'function') {
      Promise.resolve(result).catch((error: unknown) => {
        warn(observer, error);
      });
    }
    return result;
  } catch (error) {
    warn(observer, error);
    return undefined;
  }
}

/** Tells the caller's `onAttempt` and `logger` of an attempt. */
export function reportAttempt({ logger, onAttempt }: Observers, event: AttemptEvent): void {
  if (onAttempt) guard('onAttempt', () => onAttempt(event));
  if (!logger) return;
  guard('logger', () =>
    event.delay === undefined
      ? logger.debug('tigerconnect: attempt', event)
      : logger.warn('tigerconnect: attempt failed, will retry', event),
  );
}
