/** One attempt to send one message: its turn, the send, and what follows from the outcome. */
import type { Clock } from '../../clock.js';
import type { SendMessage } from '../../messages/message.js';
import { afterFailure, type AttemptFailure, beforeAttempt } from '../decisions.js';
import { toAttemptFailure } from '../failure.js';
import type { OutboxEvent } from '../outbox-event.js';
import type { ClaimedMessage } from '../store/claim.js';
import type { AttemptResult } from '../store/settle.js';
import type { Ticket } from '../tickets.js';
import type { Sender } from './outbox-worker.js';
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
  /** When the database answered the claim: the message's own times count from there. */
  readonly claimed: Moment;
  /** When it may go out, by the monotonic clock; undefined when that is not known, and so not now. */
  readonly due: number | undefined;
}

type Outcome = Omit<AttemptResult, 'id' | 'claim'>;

/** The attempt was not begun. */
const notBegun = ({ unknownSince }: ClaimedMessage): Outcome => ({
  state: 'queued',
  unknown: unknownSince !== undefined,
  begun: false,
});

/** The attempt was begun, and did not succeed. */
const failed = (
  { unknownSince }: ClaimedMessage,
  { code, status, delivery }: AttemptFailure,
  follows: ReturnType<typeof afterFailure>,
): Outcome => ({
  state: follows.state,
  unknown: delivery === 'unknown' || unknownSince !== undefined,
  begun: true,
  ...(follows.state !== 'queued' && { reason: follows.reason }),
  errorCode: code,
  errorStatus: status,
});

export class Attempt {
  constructor(private readonly options: AttemptOptions) {}

  /** @param ended gives it back while it waits for its turn */
  async make(
    message: ClaimedMessage,
    ticket: Ticket,
    { claimed, due }: AttemptTimes,
    ended: AbortSignal,
  ): Promise<void> {
    const { settlements, clock } = this.options;
    const outcome =
      this.#givenUp(message, message.now) ??
      (due !== undefined && (await this.#hasTurn(due, ended))
        ? await this.#outcome(message, claimed)
        : notBegun(message));
    const { id, claim } = message;
    const isWritten = await settlements.write({ ticket, result: { id, claim, ...outcome } });
    if (isWritten)
      this.#report(message, outcome, message.now + clock.monotonic() - claimed.monotonic);
  }

  #givenUp(message: ClaimedMessage, now: number): Outcome | undefined {
    const end = beforeAttempt(message, now, this.options.resendWithin);
    return end && { ...end, unknown: message.unknownSince !== undefined, begun: false };
  }

  /** @returns false also when the database does not say */
  async #hasTurn(due: number, ended: AbortSignal): Promise<boolean> {
    return this.options.turns.take(due, ended).catch(() => false);
  }

  async #outcome(message: ClaimedMessage, claimed: Moment): Promise<Outcome> {
    const { sender, decode, clock, abandon, onPause, onStop } = this.options;
    // Its time may have passed while it waited.
    const waited = clock.monotonic() - claimed.monotonic;
    const end = this.#givenUp(message, message.now + waited);
    if (end) return end;
    // The machine has slept, or a clock was set: the database knows what time it is.
    if (clock.now() - claimed.wall > waited + DRIFT_MS) return notBegun(message);
    let content: SendMessage;
    try {
      content = await decode(message);
    } catch {
      // A key may be missing here and not elsewhere, or only for now.
      const failure: AttemptFailure = { code: 'decrypt', delivery: 'not-sent' };
      return failed(message, failure, afterFailure(failure, message));
    }
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
        if (follows.pause !== undefined) await onPause(follows.pause);
        if (follows.stop) onStop(error, failure.code);
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
