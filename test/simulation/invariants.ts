/** The promises of the client, checked at each step against what truly happened. */
import { inspect } from 'node:util';

import type { AttemptEvent, SentMessage, TigerConnectError } from '../../src/index.js';
import { LATENESS_MS } from './clock.js';
import type { Context } from './context.js';
import type { AttemptRecord, CallRecord, ClientRecord, MessageRecord } from './records.js';
import { HOLDS_SECRET } from './secrets.js';

const MAX_ATTEMPTS_UNDER_WAY = 64;
const MAX_PAUSE_MS = 15 * 60_000;
const MAX_BACKOFF_MS = 8_000;
const BUDGET = 500;
const RETRY_COST = 5;
const MS_PER_MINUTE = 60_000;
/** Timers are late by so much at most, and a call has a few of them. */
const SLACK_MS = 4 * LATENESS_MS;

/** By the design: what is worth a retry, beside every failure to get an answer. */
const WORTH_A_RETRY = new Set([408, 425, 429, 500, 502, 503, 504]);

/** By the design: an answer that proves that nothing was done. */
export const isRefusal = (status: number): boolean =>
  (status >= 400 && status <= 451 && status !== 408 && status !== 409) ||
  status === 307 ||
  status === 308;

/** A promise was broken; `promise` says which. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';

  constructor(
    readonly promise: string,
    readonly details: string,
  ) {
    super(`${promise} (${details})`);
  }
}

export class Promises {
  #broken: BrokenPromise | undefined;
  /** Calls that were aborted, and must end in the same step. */
  readonly #aborted: CallRecord[] = [];
  /** Clients that live. */
  readonly #clients = new Set<ClientRecord>();
  readonly #atEnd: (() => void)[] = [];
  readonly #inspected = new Set<string>();

  constructor(private readonly context: Context) {}

  /** Notes it; it is thrown at the end of the step, where no code under test can catch it. */
  broken(promise: string, call: CallRecord | undefined, details = ''): void {
    const where = call === undefined ? details : `call ${call.id} of ${describe(call)}${details}`;
    this.#broken ??= new BrokenPromise(promise, where);
    this.context.story?.tell('BROKEN', `${promise} (${where})`);
  }

  /** Lets a task go on by itself. A failure of it is one of the simulator, or of the code under test. */
  mustWork(task: Promise<unknown>, promise = 'the simulator works'): void {
    task.catch((error: unknown) => {
      this.broken(promise, undefined, String((error as Error).stack));
    });
  }

  clientBegins(client: ClientRecord): void {
    this.#clients.add(client);
  }

  clientDies(client: ClientRecord): void {
    this.#clients.delete(client);
  }

  /** Adds a check for when nothing is left to happen. */
  atEnd(check: () => void): void {
    this.#atEnd.push(check);
  }

  /** At the end of each step. */
  check(): void {
    for (const call of this.#aborted.splice(0)) {
      if (call.ended === undefined) this.broken('an aborted call ends at once', call);
    }
    for (const client of this.#clients) {
      if (client.underWay > MAX_ATTEMPTS_UNDER_WAY) {
        this.broken(
          `at most ${MAX_ATTEMPTS_UNDER_WAY} attempts are under way`,
          undefined,
          client.name,
        );
      }
      if (client.calls.size === 0 && client.timers > 0) {
        this.broken('no timer outlives its call', undefined, client.name);
      }
    }
    if (this.#broken !== undefined) throw this.#broken;
  }

  /** When nothing is left to happen. */
  checkEnd(): void {
    for (const { calls } of this.#clients) {
      for (const call of calls) this.broken('every call ends', call);
    }
    for (const check of this.#atEnd) check();
    this.check();
  }

  /** When a client at rest was asked for more calls at once than it makes attempts, and nothing went wrong. */
  checkRecovery({ mostUnderWay, name }: ClientRecord): void {
    if (mostUnderWay < MAX_ATTEMPTS_UNDER_WAY) {
      this.broken('every slot comes back', undefined, `${name} has ${mostUnderWay}`);
    }
  }

  /** @param inside whether code of the client may have been running */
  aborted(call: CallRecord, inside: boolean): void {
    call.aborted = inside ? 'inside a step' : 'between steps';
    this.#aborted.push(call);
  }

  // What the service sees.

  accepted(call: CallRecord): void {
    const { ended } = call;
    call.message?.onAccepted?.();
    if (ended?.kind === 'rejected' && ended.delivery === 'not-sent') {
      this.broken('what was called not sent is never accepted', call);
    }
  }

  delivered(message: MessageRecord, call: CallRecord): void {
    if (message.deliveries > message.wanted + message.forgotten) {
      this.broken(
        'no message is delivered more often than it was sent',
        call,
        `, delivered ${message.deliveries} times`,
      );
    }
  }

  // What the network sees.

  attemptBegins(
    client: ClientRecord,
    { call }: AttemptRecord,
    wire: string,
    headers: Readonly<Record<string, string>>,
  ): void {
    const now = this.context.clock.monotonic();
    const key = headers['Request-ID'];
    call.onLeaving?.();
    call.wire ??= wire;
    if (call.kind === 'send') call.key ??= key;
    if (call.wire !== wire) this.broken('all attempts of a call are equal', call);
    if (call.kind === 'send' && (key === undefined || key !== call.key)) {
      this.broken('all attempts of a send carry its key', call);
    }
    if (!(headers['Authorization'] ?? '').startsWith('Basic enF')) {
      this.broken('every request carries the credentials', call);
    }
    if (call.ended) this.broken('no attempt begins after its call ended', call);
    if (call.aborted) this.broken('no attempt begins after an abort', call);
    if (call.current) this.broken('a call makes one attempt at a time', call);
    if (now < call.notBefore) {
      this.broken('no retry comes before its wait is over, or after a final answer', call);
    }
    if (call.attempts > call.limits.maxRetries) this.broken('maxRetries is kept', call);
    // An attempt that waited for its credentials began before that.
    if (now < client.pausedUntil && !client.slowCredentials) {
      this.broken('no attempt begins while a 429 pauses the client', call);
    }
    if (this.#age(call) >= expiry(call) && !client.slowCredentials) {
      this.broken('nothing is sent after its ttl', call);
    }
  }

  // What the client tells.

  attemptEnds(client: ClientRecord, call: CallRecord, event: AttemptEvent): void {
    const { clock } = this.context;
    const attempt = call.current;
    call.current = undefined;
    call.attempts += 1;
    const { status, failure, delay, duration } = event;
    const asked = status === undefined ? undefined : attempt?.asked?.(clock.now());
    if (event.attempt !== call.attempts) this.broken('attempts are counted', call);
    if (status !== undefined && status !== attempt?.status) {
      this.broken('the client tells the status it was answered', call, `, told ${status}`);
    }
    if (duration > call.limits.timeout + SLACK_MS && call.sleeps === clock.sleeps) {
      this.broken('no attempt takes longer than its timeout', call, `, took ${duration} ms`);
    }
    if (delay !== undefined && asked !== undefined && delay < asked - 1) {
      this.broken('a Retry-After is never shortened', call, `, asked ${asked}, waits ${delay} ms`);
    }
    if (status === 429) {
      const until = clock.monotonic() + Math.min(asked ?? 0, MAX_PAUSE_MS);
      client.pausedUntil = Math.max(client.pausedUntil, until);
    }
    const isRefused =
      attempt?.status !== undefined &&
      isRefusal(attempt.status) &&
      attempt.isWhole &&
      !call.aborted;
    const mayHaveLeft =
      attempt !== undefined && (attempt.left || this.context.faults.has('fetch without hooks'));
    if (mayHaveLeft && !isRefused) call.unproven = true;
    // An abort inside the step may have come first.
    call.mustResolve = attempt?.isWhole === true && attempt.isProper && call.aborted === undefined;
    const isWorthARetry = status === undefined ? failure !== 'aborted' : WORTH_A_RETRY.has(status);
    if (delay !== undefined) {
      if (!isWorthARetry)
        this.broken('only what is worth it is retried', call, `, told ${status ?? ''}`);
      client.budget -= RETRY_COST;
      if (client.budget < 0) this.broken('the retry budget is kept', call);
    }
    // Node's timers may fire a millisecond early.
    call.notBefore = delay === undefined ? Infinity : clock.monotonic() + delay - 2;
    call.last = { status, isWorthARetry, asked, delay };
    const told = status ?? failure ?? '';
    const wait = delay === undefined ? 'no retry' : `retry in ${Math.round(delay)} ms`;
    this.context.story?.tell(
      client.name,
      `call ${call.id}: attempt ${call.attempts} ended: ${told}, ${wait}`,
    );
    this.context.coverage.reach(
      `attempt: ${status ?? failure ?? ''}${delay === undefined ? '' : ', retried'}`,
    );
  }

  resolved(client: ClientRecord, call: CallRecord, sent: SentMessage | undefined): void {
    call.ended = { kind: 'resolved' };
    const { faults, coverage } = this.context;
    this.#endsInTime(call);
    client.budget = Math.min(BUDGET, client.budget + Math.max(1, (call.attempts - 1) * RETRY_COST));
    if (!call.accepted && call.message?.deliveries === 0) {
      this.broken('what resolved was accepted', call);
    }
    if (call.aborted === 'between steps') this.broken('an aborted call does not resolve', call);
    if (faults.calm && call.attempts !== 1) this.broken('without faults all succeed at once', call);
    coverage.reach(call.attempts > 1 ? 'resolved after retries' : 'resolved at once');
    if (sent === undefined || call.message === undefined) return;
    if (!call.message.tokens.includes(sent.messageId)) {
      this.broken('what resolved has the token of its message', call, `, got ${sent.messageId}`);
    }
    if (sent.requestId !== call.key) this.broken('the result carries the key', call);
    if (sent.attempts !== call.attempts) this.broken('the result counts the attempts', call);
    if (sent.duplicate !== (call.last?.status === 304)) {
      this.broken('a duplicate is called one', call);
    }
    if (sent.duplicate) coverage.reach('resolved as a duplicate');
  }

  rejected(client: ClientRecord, call: CallRecord, error: unknown): void {
    const { subject, coverage, faults } = this.context;
    if (!(error instanceof subject.TigerConnectError)) {
      call.ended = { kind: 'rejected', name: 'unknown', delivery: 'unknown' };
      this.broken('every failure is one of ours', call, `, got ${inspect(error)}`);
      return;
    }
    const { name, delivery } = error;
    call.ended = { kind: 'rejected', name, delivery };
    coverage.reach(`error: ${name}`);
    coverage.reach(`label: ${delivery}`);
    this.#errorKeepsSecrets(error);
    if (faults.calm) this.broken('without faults all succeed at once', call);
    if (call.mustResolve) this.broken('what is answered as accepted resolves', call);
    if (delivery === 'not-sent' && call.accepted) {
      this.broken('what was called not sent was never accepted', call);
    }
    if (delivery === 'unknown' && !call.unproven) {
      this.broken('what is proven not to be sent is called so', call);
    }
    if (error.attempts !== call.attempts) {
      this.broken(
        'the error counts the attempts',
        call,
        `, says ${error.attempts} of ${call.attempts}`,
      );
    }
    if (call.kind === 'send' && call.key !== undefined && error.requestId !== call.key) {
      this.broken('the error carries the key', call);
    }
    // Inside a step the call may just have ended otherwise.
    const isRight =
      name === 'AbortedError' ? call.aborted !== undefined : call.aborted !== 'between steps';
    if (!isRight) {
      this.broken('an abort, and nothing else, ends with an AbortedError', call, `, got ${name}`);
    }
    this.#endsInTime(call);
    this.#endsForAReason(client, call, error);
  }

  // Secrets.

  keepsSecrets(where: string, text: string): void {
    if (HOLDS_SECRET.test(text)) {
      this.broken('no recipient, text or secret is shown', undefined, `${where}: ${text}`);
    }
  }

  #errorKeepsSecrets(error: TigerConnectError): void {
    this.keepsSecrets('the message of an error', error.message);
    // All that it prints depends on this; printing is slow.
    const kind = `${error.name} ${error.message.replaceAll(/\d+/g, '')} ${String(error.cause)}`;
    if (this.#inspected.has(kind)) return;
    this.#inspected.add(kind);
    this.keepsSecrets('an error as JSON', JSON.stringify(error));
    this.keepsSecrets('an error as it prints', inspect(error, { depth: 5 }));
  }

  // Times.

  /** By whichever clock says that more time went by. */
  #age({ started, startedWall }: CallRecord): number {
    const { clock } = this.context;
    return Math.max(clock.monotonic() - started, clock.now() - startedWall);
  }

  #endsInTime(call: CallRecord): void {
    const { clock } = this.context;
    if (call.sleeps !== clock.sleeps) return;
    const took = clock.monotonic() - call.started;
    if (took > call.limits.totalTimeout + SLACK_MS) {
      this.broken('every call ends within totalTimeout', call, `, took ${took} ms`);
    }
  }

  /** A call that fails although another attempt was due has lost a message. */
  #endsForAReason(client: ClientRecord, call: CallRecord, error: TigerConnectError): void {
    const { clock, coverage } = this.context;
    const { last } = call;
    if (call.aborted || error.name === 'ConfigurationError') return;
    const elapsed = clock.monotonic() - call.started;
    const left = Math.min(call.limits.totalTimeout - elapsed, expiry(call) - this.#age(call));
    if (last === undefined || last.delay !== undefined) {
      // It ended before another attempt: for want of time, now or when the client's pause is over.
      const pause = Math.max(0, client.pausedUntil - clock.monotonic());
      if (left > 1 && pause < left - 1) this.broken('a call ends for a reason', call);
      coverage.reach(pause > 0 ? 'ended while the client pauses' : 'ended for want of time');
      return;
    }
    if (!last.isWorthARetry) return;
    if (call.attempts > call.limits.maxRetries) {
      coverage.reach('ended when its retries were used');
      return;
    }
    const wait = Math.max(MAX_BACKOFF_MS, last.asked ?? 0);
    if (left <= wait + 1) {
      coverage.reach('ended because the wait was too long');
      return;
    }
    if (client.budget < RETRY_COST) {
      coverage.reach('ended because the budget was used');
      return;
    }
    this.broken('what is worth a retry is retried', call, `, ${Math.round(left)} ms were left`);
  }
}

const expiry = ({ message }: CallRecord): number => {
  const ttl = message?.input.ttl;
  return ttl === undefined ? Infinity : ttl * MS_PER_MINUTE;
};

const describe = (call: CallRecord): string =>
  call.message === undefined ? `a ${call.kind}` : `message ${call.message.n}`;
