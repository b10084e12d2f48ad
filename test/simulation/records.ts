/** What a history knows of its messages, calls and attempts: the truth that promises are held against. */
import type { Delivery, SendMessage } from '../../src/index.js';
import type { Process } from './clock.js';

/** A message that somebody wants to have delivered, once. */
export interface MessageRecord {
  /** Its number, which its text holds. */
  readonly n: number;
  readonly input: SendMessage;
  /** How often it is to be delivered: once, but for equal rows of a file. */
  wanted: number;
  /** How often the service delivered it. */
  deliveries: number;
  /** How often the service forgot a key of it, and may so deliver it once more. */
  forgotten: number;
  readonly tokens: string[];
  /** Told each time the service accepts it. */
  onAccepted?: () => void;
}

/** One call of the client. */
export interface CallRecord {
  readonly id: number;
  readonly kind: 'send' | 'status' | 'typing';
  readonly message: MessageRecord | undefined;
  readonly started: number;
  readonly startedWall: number;
  /** How often the machine had slept. */
  readonly sleeps: number;
  readonly limits: { maxRetries: number; timeout: number; totalTimeout: number };
  /** The text of its first request; every later one must be equal. */
  wire: string | undefined;
  key: string | undefined;
  /** The attempt under way. */
  current: AttemptRecord | undefined;
  /** Attempts that the client told of. */
  attempts: number;
  last: Attempted | undefined;
  /** Whether an attempt may have been acted on, for all that can be proven. */
  unproven: boolean;
  /** Whether the client was told that it was accepted. */
  mustResolve: boolean;
  /** Whether the service acted on a request of this call. */
  accepted: boolean;
  /** The monotonic time before which there must be no further attempt; infinite when there must be none. */
  notBefore: number;
  aborted: 'between steps' | 'inside a step' | undefined;
  ended: Ending | undefined;
  /** Told of each request. */
  onLeaving?: () => void;
}

/** How an attempt ended. */
export interface Attempted {
  readonly status: number | undefined;
  /** Whether another attempt was due, had there been the time, and the budget, for it. */
  readonly isWorthARetry: boolean;
  /** Milliseconds that the server asked to wait. */
  readonly asked: number | undefined;
  /** Milliseconds until the next attempt, as the client told. */
  readonly delay: number | undefined;
}

/** A client, and what it must keep to. */
export interface ClientRecord extends Process {
  readonly name: string;
  /** Attempts under way. */
  readonly underWay: number;
  /** The most there were at a time. */
  readonly mostUnderWay: number;
  /** Before this no attempt may begin: the pause that a 429 asked for, by the monotonic clock. */
  pausedUntil: number;
  /** What the retry budget must hold. */
  budget: number;
  /** Whether an attempt may wait for its credentials, so that it begins before the request is seen. */
  readonly slowCredentials: boolean;
  /** Calls that have not ended. */
  readonly calls: ReadonlySet<CallRecord>;
}

export type Ending =
  | { readonly kind: 'resolved' }
  | { readonly kind: 'rejected'; readonly name: string; readonly delivery: Delivery };

/** One request on its way. */
export interface AttemptRecord {
  readonly id: number;
  readonly call: CallRecord;
  readonly started: number;
  /** Whether any of it may have left the machine. */
  left: boolean;
  /** The status that the client was answered, with or without the whole of the body. */
  status: number | undefined;
  asked: Answer['asked'];
  /** Whether the client has read the whole answer. */
  isWhole: boolean;
  /** Whether that says that the request was accepted. */
  isProper: boolean;
  over: boolean;
}

/** An answer of the service. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Whether it says that the request was accepted, as the document says it. */
  readonly isProper?: boolean;
  /** Milliseconds that it asks the client to wait, by the wall clock of the client; undefined when it does not. */
  readonly asked?: ((wall: number) => number | undefined) | undefined;
}

/** The part of the world that a new call is measured by. */
interface Time {
  monotonic(): number;
  now(): number;
  readonly sleeps: number;
}

export function newCall(
  id: number,
  kind: CallRecord['kind'],
  message: MessageRecord | undefined,
  key: string | undefined,
  limits: CallRecord['limits'],
  clock: Time,
): CallRecord {
  return {
    id,
    kind,
    message,
    key,
    limits,
    started: clock.monotonic(),
    startedWall: clock.now(),
    sleeps: clock.sleeps,
    wire: undefined,
    current: undefined,
    attempts: 0,
    last: undefined,
    unproven: false,
    mustResolve: false,
    accepted: false,
    notBefore: -Infinity,
    aborted: undefined,
    ended: undefined,
  };
}
