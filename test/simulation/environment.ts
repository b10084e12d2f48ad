/** What programs and their clients find around them. */
import type { Context } from './context.js';
import type { Promises } from './invariants.js';
import type { CallRecord, MessageRecord } from './records.js';
import type { Service } from './service.js';

export interface Environment extends Context {
  readonly service: Service;
  readonly promises: Promises;
  /** Messages sent, repeats included. */
  sends: number;
  /** The call that is being made, which takes the first key that is made meanwhile. */
  calling: CallRecord | undefined;
  nextCall(): number;
  nextAttempt(): number;
  nextRun(): number;
  /** A message that somebody wants to have delivered. */
  newMessage(): MessageRecord;
}
