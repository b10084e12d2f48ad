/**
 * The only retry loop. Stands where the generated services expect an HTTP layer, makes attempts
 * through the generated `attempt`, and keeps the rules: one key for all attempts of a send, one time
 * limit over everything, and the truth about delivery when it fails. One instance serves one call.
 */
import { setMaxListeners } from 'node:events';

import type { AttemptResponse } from '../../generated/core/answer.js';
import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { ArgumentError, needsResult } from '../../generated/core/argument.js';
import { BaseHttpRequest } from '../../generated/core/BaseHttpRequest.js';
import { basicCredentials } from '../../generated/core/encode.js';
import type { FetchFunction } from '../../generated/core/fetch.js';
import type { OpenAPIConfig } from '../../generated/core/OpenAPI.js';
import { attempt, type AttemptOutcome } from '../../generated/core/request.js';
import {
  AbortedError,
  ConfigurationError,
  type Delivery,
  type ErrorDetails,
  InvalidArgumentError,
  TimeoutError,
} from '../errors.js';
import { sendableHeaders } from '../options/headers.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { reportAttempt } from '../telemetry/observe.js';
import type { Trace } from '../telemetry/open-telemetry.js';
import { backoff } from './backoff.js';
import type { RetryBudget } from './budget.js';
import { deliveryAfter } from './delivery.js';
import { errorFromAttempt, successProblem } from './error-from-attempt.js';
import { isRetried } from './policy.js';
import { retryAfter } from './retry-after.js';
import type { Throttle } from './throttle.js';
import { wait } from './wait.js';

/** What all calls of one client share. */
export interface Channel {
  readonly config: OpenAPIConfig;
  readonly fetch: FetchFunction;
  readonly budget: RetryBudget;
  readonly throttle: Throttle;
  readonly trace: Trace;
}

/** What is particular to one call. */
export interface Call {
  readonly options: ResolvedOptions;
  readonly signal?: AbortSignal | undefined;
  /** The idempotency key, for a call that has one. */
  readonly requestId?: string | undefined;
  /** Milliseconds after which sending is pointless, for a message that expires. */
  readonly expiresAfter?: number | undefined;
  /** Reads what the caller gets from an answer of success; undefined when it is not there. */
  readonly result?: ((answer: AttemptResponse) => unknown) | undefined;
}

/** The answer that a call meets while the client pauses; what another call was answered is not its concern. */
const PAUSED: AttemptResponse = {
  ...{ kind: 'response', status: 429, statusText: '', body: undefined, headers: {} },
  header: () => null,
};

export class RetryingRequest extends BaseHttpRequest {
  /** Attempts made so far. */
  attempts = 0;
  /** Whether the server had accepted this request before. */
  duplicate = false;
  /** The answer of success, when `request` has resolved. */
  answer!: AttemptResponse;
  #delivery: Delivery = 'not-sent';
  readonly #started: number;
  readonly #startedWall: number;

  constructor(
    private readonly channel: Channel,
    private readonly call: Call,
  ) {
    super(channel.config);
    const { options, signal } = call;
    const { clock } = options;
    // More than ten calls may listen to one signal, which is no leak.
    if (signal instanceof EventTarget) setMaxListeners(0, signal);
    this.#started = clock.monotonic();
    this.#startedWall = clock.now();
  }

  override async request<T>(operation: ApiRequestOptions): Promise<T> {
    const { options, requestId, signal } = this.call;
    const { clock } = options;
    for (;;) {
      if (!this.#enterNow()) await this.#waitForTurn(operation);
      const started = clock.monotonic();
      const outcome = await this.#attemptInSlot(operation);
      this.attempts += 1;
      const duration = clock.monotonic() - started;
      const success = this.#readSuccess(operation, outcome);
      const serverWait = success ? undefined : this.#serverWait(outcome);
      const delay = success ? undefined : this.#delay(operation, outcome, serverWait);
      if (success) this.channel.budget.refund(this.attempts - 1);
      else if (deliveryAfter(outcome) === 'unknown') this.#delivery = 'unknown';
      // From here on the outcome is final, whatever observers do.
      reportAttempt(options, {
        method: operation.method,
        path: operation.url,
        attempt: this.attempts,
        ...(outcome.kind === 'response' ? { status: outcome.status } : { failure: outcome.reason }),
        duration,
        ...(delay === undefined ? undefined : { delay }),
        ...(requestId === undefined ? undefined : { requestId }),
      });
      if (success) return success.value as T;
      if (delay !== undefined) await wait(delay, clock, signal);
      // Looked at again after the wait: a machine may have slept through it.
      if (delay === undefined || (this.#timeLeft() <= 0 && !signal?.aborted)) {
        const details = { retryAfter: serverWait, operation, secrets: () => this.#secrets() };
        throw errorFromAttempt(outcome, { ...this.#details(), ...details });
      }
    }
  }

  /** Takes a slot where the client may make another attempt now. */
  #enterNow(): boolean {
    this.#throwIfAborted();
    const { throttle } = this.channel;
    return throttle.pauseAt(this.call.options.clock.monotonic()) === 0 && throttle.tryEnter();
  }

  /** Waits for the client's pause, and for a slot. */
  async #waitForTurn(operation: ApiRequestOptions): Promise<void> {
    const { options, signal } = this.call;
    const { throttle } = this.channel;
    const { clock } = options;
    for (;;) {
      this.#throwIfAborted();
      const pause = throttle.pauseAt(clock.monotonic());
      if (pause > 0) {
        if (pause >= this.#timeLeft()) {
          throw errorFromAttempt(PAUSED, { ...this.#details(), retryAfter: pause, operation });
        }
        await wait(pause, clock, signal);
        continue;
      }
      const hasSlot = await throttle.enter(this.#timeLeft(), clock, signal);
      const hasTime = this.#timeLeft() > 0;
      const paused = throttle.pauseAt(clock.monotonic()) > 0;
      if (hasSlot && hasTime && !signal?.aborted && !paused) return;
      if (hasSlot) throttle.leave();
      if (!hasTime && !signal?.aborted) {
        const message = 'the time ran out while the client was busy with other calls';
        throw new TimeoutError(message, this.#details());
      }
    }
  }

  /** Makes an attempt, and gives its slot to the next call. */
  async #attemptInSlot(operation: ApiRequestOptions): Promise<AttemptOutcome> {
    try {
      const outcome = await this.#attempt(operation);
      // First: the next call is to wait as well.
      if (outcome.kind === 'response' && outcome.status === 429) this.#pauseClient(outcome);
      return outcome;
    } finally {
      this.channel.throttle.leave();
    }
  }

  async #attempt(operation: ApiRequestOptions): Promise<AttemptOutcome> {
    const { options, signal } = this.call;
    const { config, fetch, trace } = this.channel;
    try {
      return await trace(operation, this.attempts, (headers) =>
        attempt(config, operation, {
          fetch,
          headers: { ...sendableHeaders(headers), ...options.headers },
          signal,
          timeout: Math.min(options.timeout, this.#timeLeft()),
          timers: options.clock,
        }),
      );
    } catch (error) {
      if (error instanceof ConfigurationError) {
        const { field, problem, cause } = error;
        throw new ConfigurationError(field, problem, { ...this.#details(), cause });
      }
      // What else happens before anything is sent is an argument that cannot be encoded.
      const { field, problem } = error as ArgumentError;
      throw new InvalidArgumentError(field, problem, this.#details());
    }
  }

  /** What the caller gets from a success; undefined for any other outcome. */
  #readSuccess(
    operation: ApiRequestOptions,
    outcome: AttemptOutcome,
  ): { value: unknown } | undefined {
    if (outcome.kind === 'failure') return undefined;
    const { responseHeader } = operation;
    const { status, body } = outcome;
    const { requestId, result } = this.call;
    const value = result
      ? result(outcome)
      : responseHeader === undefined
        ? body
        : outcome.header(responseHeader);
    const found = (result ?? responseHeader) === undefined || Boolean(value);
    // Accepted before, by an attempt whose answer was lost. Only a request with a key can be known again.
    this.duplicate = found && status === 304 && requestId !== undefined && !needsResult(operation);
    const ok = status >= 200 && status < 300 && found && successProblem(outcome) === undefined;
    if (!ok && !this.duplicate) return undefined;
    this.answer = outcome;
    return { value };
  }

  /** Milliseconds that the server asks to wait. */
  #serverWait(outcome: AttemptOutcome): number | undefined {
    if (outcome.kind === 'failure') return undefined;
    const now = this.call.options.clock.now();
    return retryAfter(outcome.header('retry-after'), outcome.header('date'), now);
  }

  /** A 429 asks all calls of the client to wait. */
  #pauseClient(refusal: AttemptResponse): void {
    const ms = this.#serverWait(refusal) ?? 0;
    this.channel.throttle.pause(ms, this.call.options.clock.monotonic());
  }

  /** Milliseconds to wait before another attempt; undefined when there must not be one. */
  #delay(
    { method }: ApiRequestOptions,
    outcome: AttemptOutcome,
    serverWait: number | undefined,
  ): number | undefined {
    const { options, requestId } = this.call;
    if (this.attempts > options.maxRetries) return undefined;
    if (!isRetried(outcome, method, requestId !== undefined)) return undefined;
    const delay = Math.max(backoff(this.attempts, options.random()), serverWait ?? 0);
    // Waiting longer than there is time, only to fail then, would keep the caller from acting.
    if (delay >= this.#timeLeft()) return undefined;
    return this.channel.budget.take() ? delay : undefined;
  }

  #throwIfAborted(): void {
    const { signal } = this.call;
    if (!signal?.aborted) return;
    const details = { ...this.#details(), cause: signal.reason as unknown };
    throw new AbortedError('the call was aborted', details);
  }

  /** Milliseconds in which sending is still allowed and still has a purpose. */
  #timeLeft(): number {
    const { options, expiresAfter = Infinity } = this.call;
    const elapsed = options.clock.monotonic() - this.#started;
    // A message grows old while its machine sleeps, and also when the wall clock is set back.
    const age = Math.max(elapsed, options.clock.now() - this.#startedWall);
    return Math.min(options.totalTimeout - elapsed, expiresAfter - age);
  }

  /** What goes out beside the operation; undefined when a function of the caller's gives it. */
  #secrets(): string[] | undefined {
    const { credentials, headers } = this.call.options;
    if (typeof credentials === 'function') return undefined;
    const { apiKey, apiSecret } = credentials;
    const [, encoded = ''] = basicCredentials(apiKey, apiSecret).split(' ');
    return [apiKey, apiSecret, encoded, ...Object.values(headers).filter((value) => value !== '')];
  }

  #details(): ErrorDetails & { attempts: number } {
    const { attempts } = this;
    return { requestId: this.call.requestId, attempts, delivery: this.#delivery };
  }
}
