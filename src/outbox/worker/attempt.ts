/** One attempt to send one message: its turn, the send, and what follows from the outcome. */
import type { Clock } from '../../clock.js';
import type { SendMessage } from '../../messages/message.js';
import { afterFailure, type AttemptFailure, beforeAttempt } from '../decisions.js';
import { toAttemptFailure } from '../failure.js';
import type { OutboxEvent } from '../outbox-event.js';
import type { ClaimedMessage } from '../store/claim.js';
import type { Ticket } from '../tickets.js';
import type { Sender } from './outbox-worker.js';
import { failed, notBegun, type Outcome } from './outcome.js';
import type { Settlements } from './settlements.js';
import type { Turns } from './turns.js';

export interface AttemptOptions {
  readonly sender: Sender;
  readonly decode: (message: ClaimedMessage) => Promise<SendMessage>;
  readonly turns: Turns;
  readonly settlements: Settlements;
  /** Milliseconds after the first unknown outcome in which a repeat is taken for safe. */
  readonly resendWithin: number;
  readonly clock: Clock;
  /** Ends what is in flight, at the cost of not knowing what became of it. */
  readonly abandon: AbortSignal;
  readonly onEvent: (event: OutboxEvent) => void;
  /** Lets all workers wait; does not fail. */
  readonly onPause: (ms: number) => Promise<void>;
  /** Ends this worker. */
  readonly onStop: (error: unknown, code: string) => void;
}

/** How far the clocks may come apart while a message waits for its turn. */
const DRIFT_MS = 1_000;

/** A time by both clocks. */
export interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

export interface AttemptTimes {
  /** Before the claim was asked for. The database says what time it is between that and its answer. */
  readonly asked: Moment;
  /** When the claim was answered, by the monotonic clock. */
  readonly answered: number;
  /** When it may go out, by the monotonic clock; undefined when that is not known, and so not now. */
  readonly due: number | undefined;
}

export class Attempt {
  constructor(private readonly options: AttemptOptions) {}

  /** @param ended gives it back while it waits for its turn */
  async make(message: ClaimedMessage, times: AttemptTimes, ended: AbortSignal): Promise<Outcome> {
    return this.#givenUp(message, message.now) ?? this.#afterTurn(message, times, ended);
  }

  /** Writes what became of it, and tells of it unless another worker has taken the message since. */
  async settle(
    message: ClaimedMessage,
    ticket: Ticket,
    outcome: Outcome,
    { answered }: AttemptTimes,
  ): Promise<void> {
    const { settlements, clock } = this.options;
    const { id, claim } = message;
    const isWritten = await settlements.write({ ticket, result: { id, claim, ...outcome } });
    if (isWritten) this.#report(message, outcome, message.now + clock.monotonic() - answered);
  }

  #givenUp(message: ClaimedMessage, now: number): Outcome | undefined {
    const end = beforeAttempt(message, now, this.options.resendWithin);
    return end && { ...end, unknown: message.unknownSince !== undefined, begun: false };
  }

  /** @returns false also when the database does not say */
  async #hasTurn(due: number, ended: AbortSignal): Promise<boolean> {
    return this.options.turns.take(due, ended).catch(() => false);
  }

  async #afterTurn(
    message: ClaimedMessage,
    times: AttemptTimes,
    ended: AbortSignal,
  ): Promise<Outcome> {
    let content: SendMessage;
    try {
      content = await this.options.decode(message);
    } catch {
      // A key may be missing here and not elsewhere, or only for now.
      const failure: AttemptFailure = { code: 'decrypt', delivery: 'not-sent' };
      return failed(message, failure, afterFailure(failure, message));
    }
    if (times.due === undefined || !(await this.#hasTurn(times.due, ended)))
      return notBegun(message);
    return this.#afterWaiting(message, times) ?? this.#send(message, content);
  }

  /** What became of a message while it waited; undefined when it may go out. */
  #afterWaiting(message: ClaimedMessage, { asked, answered }: AttemptTimes): Outcome | undefined {
    const { clock } = this.options;
    const monotonic = clock.monotonic();
    const end = this.#givenUp(message, message.now + monotonic - answered);
    if (end) return end;
    const longest = monotonic - asked.monotonic;
    // The machine has slept, or a clock was set: the database knows what time it is.
    const drift = Math.abs(clock.now() - asked.wall - longest);
    return drift > DRIFT_MS || this.#givenUp(message, message.now + longest)
      ? notBegun(message)
      : undefined;
  }

  async #send(message: ClaimedMessage, content: SendMessage): Promise<Outcome> {
    const { sender, clock, abandon, onPause, onStop } = this.options;
    try {
      // One attempt: the queue repeats it, within the rate that all workers share.
      const { messageId, duplicate } = await sender.send(content, {
        maxRetries: 0,
        signal: abandon,
      });
      const unknown = message.unknownSince !== undefined;
      return { state: 'sent', unknown, begun: true, messageId, duplicate };
    } catch (error) {
      const failure = toAttemptFailure(error, clock.now());
      const follows = afterFailure(failure, message);
      if (follows.state === 'queued') {
        // First what takes no time: other messages are waiting for their turn.
        if (follows.stop) onStop(error, failure.code);
        if (follows.pause !== undefined) await onPause(follows.pause);
      }
      return failed(message, failure, follows);
    }
  }

  #report({ id, attempts, enqueuedAt }: ClaimedMessage, outcome: Outcome, now: number): void {
    const { state, begun, reason, errorCode, errorStatus, duplicate } = outcome;
    if (state === 'queued' && !begun) return;
    this.options.onEvent({
      type: state === 'queued' ? 'retry' : state,
      requestId: id,
      attempts: begun ? attempts : attempts - 1,
      age: Math.max(0, Math.round(now - enqueuedAt)),
      ...(errorCode !== undefined && { code: errorCode }),
      ...(errorStatus !== undefined && { status: errorStatus }),
      ...(reason !== undefined && { reason }),
      ...(duplicate !== undefined && { duplicate }),
    });
  }
}
