/**
 * What follows for a message: whether it may go out, and what an attempt that failed makes of it. Pure: no clock,
 * no database, no queue, so that a simulator can ask the same questions.
 */

/** What is known of a message. Times are milliseconds since the epoch, by the clock of the database. */
export interface MessageFacts {
  /** When its `ttl` runs out, counted from the enqueue, or when the outbox gives it up. */
  readonly expiresAt: number;
  /** The start of the first attempt that may have been acted on; undefined while none may have been. */
  readonly unknownSince?: number | undefined;
  /** When a person last asked for it again. */
  readonly replayedAt?: number | undefined;
}

/** What an attempt that failed says of itself. */
export interface AttemptFailure {
  /** The `code` of the error. */
  readonly code: string;
  /** The status of the answer, where there was one. */
  readonly status?: number | undefined;
  /** Whether the attempt may have been acted on. */
  readonly delivery: 'not-sent' | 'unknown';
  /** What the server asks to wait, in milliseconds. */
  readonly retryAfter?: number | undefined;
}

/** Why a message is not tried again. */
export type GiveUpReason = 'refused' | 'expired' | 'resend-window';

/** The end of a message that nobody accepted, or may have. */
export interface GivenUp {
  readonly state: 'failed' | 'expired' | 'uncertain';
  readonly reason: GiveUpReason;
}

/** Another attempt follows. */
export interface Again {
  readonly state: 'queued';
  /** Whether this attempt, or one before, may have been acted on. */
  readonly unknown: boolean;
  /** Milliseconds for which all workers wait. */
  readonly pause?: number | undefined;
  /** Whether the worker ends, since every message would meet the same. */
  readonly stop: boolean;
}

/** All workers wait so long when a 429 does not say how long. */
const PAUSE_MS = 1_000;

/** However long one answer asks all workers to wait: a nonsensical one must not end them for good. */
export const MAX_PAUSE_MS = 15 * 60_000;

/** Failures that every message would meet: the credentials are wrong, or an option is. */
const STOPPING: ReadonlySet<string> = new Set(['authentication', 'permission', 'configuration']);

/** Failures that this message meets each time, before anything is sent. */
const UNSENDABLE: ReadonlySet<string> = new Set(['invalid_argument', 'invalid_address']);

/** Client errors that are no refusal of this message: 401 and 403 are of all, and the others may pass. */
const PASSING: ReadonlySet<number> = new Set([401, 403, 407, 408, 409, 425, 429]);

/** Whether the service has refused this message, and would again. */
function isRefusal({ code, status = 0 }: AttemptFailure): boolean {
  if (UNSENDABLE.has(code)) return true;
  return status >= 400 && status <= 451 && !PASSING.has(status);
}

/** A message that may have arrived is never called failed or expired. */
const giveUp = (reason: 'refused' | 'expired', isUnknown: boolean): GivenUp => ({
  state: isUnknown ? 'uncertain' : reason === 'refused' ? 'failed' : reason,
  reason,
});

/**
 * Whether a message may go out now.
 * @param resendWithin milliseconds after the first unknown outcome in which a repeat is taken for safe
 * @returns undefined when it may
 */
export function beforeAttempt(
  { expiresAt, unknownSince, replayedAt }: MessageFacts,
  now: number,
  resendWithin: number,
): GivenUp | undefined {
  if (now >= expiresAt) return giveUp('expired', unknownSince !== undefined);
  if (unknownSince === undefined) return undefined;
  // A person who asks for it again has looked at what became of it.
  const since = Math.max(unknownSince, replayedAt ?? unknownSince);
  // The service may have forgotten the Request-ID: a repeat could arrive a second time.
  return now - since > resendWithin ? { state: 'uncertain', reason: 'resend-window' } : undefined;
}

/** What an attempt that failed makes of a message. */
export function afterFailure(failure: AttemptFailure, facts: MessageFacts): GivenUp | Again {
  const unknown = failure.delivery === 'unknown' || facts.unknownSince !== undefined;
  if (isRefusal(failure)) return giveUp('refused', unknown);
  const asked = failure.retryAfter ?? (failure.status === 429 ? PAUSE_MS : undefined);
  const pause = asked === undefined ? undefined : Math.min(asked, MAX_PAUSE_MS);
  return { state: 'queued', unknown, pause, stop: STOPPING.has(failure.code) };
}
