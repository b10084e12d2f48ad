/** Tells the caller's `onAttempt` and `logger` of an attempt; what they throw must not cost the message. */
import type { AttemptEvent } from '../options/options.js';
import type { ResolvedOptions } from '../options/resolve-options.js';

type Observers = Pick<ResolvedOptions, 'logger' | 'onAttempt'>;

export function observe({ logger, onAttempt }: Observers, eventOf: () => AttemptEvent): void {
  if (onAttempt === undefined && logger === undefined) return;
  try {
    const event = eventOf();
    onAttempt?.(event);
    if (event.delay === undefined) logger?.debug('tigerconnect: attempt', event);
    else logger?.warn('tigerconnect: attempt failed, will retry', event);
  } catch (error) {
    // Its message might hold anything; its name will do to find it.
    const { name = 'something' } = (error ?? {}) as Partial<Error>;
    process.emitWarning(`tigerconnect-messages: onAttempt or logger threw ${name}`);
  }
}
