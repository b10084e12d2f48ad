/**
 * The only retry loop. Stands where the generated services expect an HTTP layer, makes attempts
 * through the generated `attempt`, and keeps the rules: one key for all attempts of a send, one time
 * limit over everything, and the truth about delivery when it fails. One instance serves one call.
 */
import type { ApiRequestOptions } from '../generated/core/ApiRequestOptions.js';
import { BaseHttpRequest } from '../generated/core/BaseHttpRequest.js';
import type { CancelablePromise } from '../generated/core/CancelablePromise.js';
import type { OpenAPIConfig } from '../generated/core/OpenAPI.js';
import {
  attempt,
  type AttemptOutcome,
  type AttemptResponse,
  type FetchFunction,
} from '../generated/core/request.js';
import { deliveryOf, errorFromAttempt, faultOfSuccess } from './error-from-attempt.js';
import { AbortedError, ConfigurationError, type Delivery, type ErrorDetails } from './errors.js';
import { observe } from './observe.js';
import type { ResolvedOptions } from './resolve-options.js';
import { backoff } from './retry/backoff.js';
import type { RetryBudget } from './retry/budget.js';
import { isRetried } from './retry/policy.js';
import { retryAfter } from './retry/retry-after.js';
import { wait } from './retry/wait.js';
import type { Telemetry } from './telemetry.js';

/** What all calls of one client share. */
export interface Channel {
  readonly config: OpenAPIConfig;
  readonly fetch: FetchFunction;
  readonly budget: RetryBudget;
  readonly telemetry: Telemetry | undefined;
}

/** What is particular to one call. */
export interface Call {
  readonly options: ResolvedOptions;
  readonly signal?: AbortSignal | undefined;
  /** The idempotency key, for a call that has one. */
  readonly requestId?: string | undefined;
  /** Milliseconds after which sending is pointless, for a message that expires. */
  readonly expiresAfter?: number | undefined;
}

export class RetryingRequest extends BaseHttpRequest {
  /** Attempts made so far. */
  attempts = 0;
  /** Whether the server had accepted this request before. */
  duplicate = false;
  #delivery: Delivery = 'not-sent';
  readonly #started: number;

  constructor(
    private readonly channel: Channel,
    private readonly call: Call,
  ) {
    super(channel.config);
    this.#started = call.options.clock.now();
  }

  override request<T>(operation: ApiRequestOptions): CancelablePromise<T> {
    // Only awaited, never cancelled: `signal` does that. A real CancelablePromise, with its three
    // accessors, takes a third of the time that this package adds to a call.
    return this.#run<T>(operation) as unknown as CancelablePromise<T>;
  }

  async #run<T>(operation: ApiRequestOptions): Promise<T> {
    const { signal, options } = this.call;
    for (;;) {
      if (signal?.aborted) {
        throw new AbortedError('the call was aborted', {
          ...this.#details(),
          cause: signal.reason,
        });
      }
      const attemptStarted = options.clock.now();
      const outcome = await this.#attempt(operation);
      this.attempts += 1;
      const duration = options.clock.now() - attemptStarted;
      // Read once: node-fetch takes some microseconds to find a header.
      const value = outcome.kind === 'response' ? this.#value(operation, outcome) : undefined;
      if (outcome.kind === 'response' && this.#succeeded(operation, outcome, value)) {
        this.channel.budget.succeeded(this.attempts - 1);
        this.#observe(operation, outcome, duration);
        return value as T;
      }
      if (deliveryOf(outcome) === 'unknown') this.#delivery = 'unknown';
      const asked =
        outcome.kind === 'response' ? (outcome.header('retry-after') ?? undefined) : undefined;
      const serverWait = retryAfter(asked, options.clock.now());
      const delay = this.#delay(outcome, serverWait);
      this.#observe(operation, outcome, duration, delay);
      if (delay !== undefined) await wait(delay, options.clock, signal);
      // Looked at again after the wait: a machine may have slept through it.
      if (delay === undefined || (this.#timeLeft() <= 0 && !signal?.aborted)) {
        throw errorFromAttempt(outcome, { ...this.#details(), retryAfter: serverWait });
      }
    }
  }

  async #attempt(operation: ApiRequestOptions): Promise<AttemptOutcome> {
    const { options, signal } = this.call;
    const { fetch, telemetry } = this.channel;
    const make = (headers: Readonly<Record<string, string>>): Promise<AttemptOutcome> =>
      attempt(this.config, operation, {
        fetch,
        headers,
        signal,
        timeout: Math.min(options.timeout, this.#timeLeft()),
        timers: options.clock,
      });
    try {
      if (telemetry === undefined) return await make(options.headers);
      return await telemetry.attempt(operation, this.attempts, (trace) =>
        make({ ...trace, ...options.headers }),
      );
    } catch (error) {
      if (typeof options.credentials !== 'function') throw error;
      const message = 'the function failed or gave no usable apiKey and apiSecret';
      throw new ConfigurationError('credentials', message, { ...this.#details(), cause: error });
    }
  }

  #succeeded(operation: ApiRequestOptions, outcome: AttemptResponse, value: unknown): boolean {
    const { status } = outcome;
    if (operation.responseHeader !== undefined && !value) return false;
    // Accepted before, by an attempt whose answer was lost. Only a request with a key can be known again.
    this.duplicate = status === 304 && this.call.requestId !== undefined;
    return (
      this.duplicate || (status >= 200 && status < 300 && faultOfSuccess(outcome) === undefined)
    );
  }

  #value({ responseHeader }: ApiRequestOptions, outcome: AttemptResponse): unknown {
    return responseHeader === undefined ? outcome.body : outcome.header(responseHeader);
  }

  /** Milliseconds to wait before another attempt; undefined when there must not be one. */
  #delay(outcome: AttemptOutcome, serverWait: number | undefined): number | undefined {
    const { options } = this.call;
    if (!isRetried(outcome) || this.attempts > options.maxRetries) return undefined;
    const delay = Math.max(backoff(this.attempts, options.random()), serverWait ?? 0);
    // Waiting longer than there is time, only to fail then, would keep the caller from acting.
    if (delay >= this.#timeLeft()) return undefined;
    return this.channel.budget.take() ? delay : undefined;
  }

  /** Milliseconds in which sending is still allowed and still has a purpose. */
  #timeLeft(): number {
    const { options, expiresAfter = Infinity } = this.call;
    return Math.min(options.totalTimeout, expiresAfter) - (options.clock.now() - this.#started);
  }

  #details(): ErrorDetails & { attempts: number } {
    return {
      requestId: this.call.requestId,
      attempts: this.attempts,
      delivery: this.#delivery,
    };
  }

  #observe(
    { method, url }: ApiRequestOptions,
    outcome: AttemptOutcome,
    duration: number,
    delay?: number,
  ): void {
    const { options, requestId } = this.call;
    observe(options, {
      method,
      path: url,
      attempt: this.attempts,
      ...(outcome.kind === 'response' ? { status: outcome.status } : { failure: outcome.reason }),
      duration,
      ...(delay === undefined ? undefined : { delay }),
      ...(requestId === undefined ? undefined : { requestId }),
    });
  }
}
