/** What the outbox tells of itself, for logs and metrics. No event holds a recipient, a text or a secret. */
import type { GiveUpReason } from './decisions.js';

/** A message reached a state. */
export interface OutcomeEvent {
  readonly type: 'sent' | 'retry' | 'failed' | 'expired' | 'uncertain';
  readonly requestId: string;
  /** How often a worker began to send it. */
  readonly attempts: number;
  /** Milliseconds since the enqueue. */
  readonly age: number;
  /** The code of the client's error, after an attempt that failed. */
  readonly code?: string;
  readonly status?: number;
  readonly reason?: GiveUpReason;
  /** Whether an attempt before had been accepted; of a message that is sent. */
  readonly duplicate?: boolean;
}

/** All workers wait, as a 429 or a `Retry-After` asked for. */
export interface PauseEvent {
  readonly type: 'pause';
  /** Milliseconds. */
  readonly duration: number;
}

/** A worker has ended. */
export interface StopEvent {
  readonly type: 'stop';
  /** Why, when it ended by itself: the code of the client's error. */
  readonly code?: string;
}

/** The database, or the queue on it, had a failure. The outbox goes on by itself. */
export interface FailureEvent {
  readonly type: 'error';
  /** What was being done. */
  readonly during: string;
  /**
   * The code of the failure, of PostgreSQL (a SQLSTATE) or of the system. `UNKNOWN_JOB`: a job of the queue named no message,
   * and was removed.
   */
  readonly code: string;
}

/** One of all that the outbox tells. */
export type OutboxEvent = OutcomeEvent | PauseEvent | StopEvent | FailureEvent;
