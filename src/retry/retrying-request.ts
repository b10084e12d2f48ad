/**
 * The only retry loop. Stands where the generated services expect an HTTP layer, makes attempts
 * through the generated `attempt`, and keeps the rules: one key for all attempts of a send, one time
 * limit over everything, and the truth about delivery when it fails. One instance serves one call.
 */
import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { BaseHttpRequest } from '../../generated/core/BaseHttpRequest.js';
import type { CancelablePromise } from '../../generated/core/CancelablePromise.js';
import type { OpenAPIConfig } from '../../generated/core/OpenAPI.js';
import { attempt, type AttemptOutcome, type FetchFunction } from '../../generated/core/request.js';
import { deliveryOf, errorFromAttempt, faultOfSuccess } from './error-from-attempt.js';
import { AbortedError, ConfigurationError, type Delivery, type ErrorDetails } from '../errors.js';
import { observe } from '../telemetry/observe.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { backoff } from './backoff.js';
import type { RetryBudget } from './budget.js';
import { isRetried } from './policy.js';
import { retryAfter } from './retry-after.js';
import { wait } from './wait.js';
import type { Trace } from '../telemetry/open-telemetry.js';

/** What all calls of one client share. */
export interface Channel {
  readonly config: OpenAPIConfig;
  readonly fetch: FetchFunction;
  readonly budget: RetryBudget;
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
}

const serverWaitOf = (outcome: AttemptOutcome, now: number): number | undefined =>
  outcome.kind === 'failure' ? undefined : retryAfter(outcome.header('retry-after'), now);

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
    const { method, url: path } = operation;
    const { options, requestId, signal } = this.call;
    const { clock } = options;
    for (;;) {
      if (signal?.aborted) {
        const details = { ...this.#details(), cause: signal.reason as unknown };
        throw new AbortedError('the call was aborted', details);
      }
      const started = clock.now();
      const outcome = await this.#attempt(operation);
      this.attempts += 1;
      const duration = clock.now() - started;
      const success = this.#success(operation, outcome);
      if (!success && deliveryOf(outcome) === 'unknown') this.#delivery = 'unknown';
      const serverWait = success ? undefined : serverWaitOf(outcome, clock.now());
      const delay = success ? undefined : this.#delay(outcome, serverWait);
      observe(options, () => ({
        method,
        path,
        attempt: this.attempts,
        ...(outcome.kind === 'response' ? { status: outcome.status } : { failure: outcome.reason }),
        duration,
        ...(delay === undefined ? undefined : { delay }),
        ...(requestId === undefined ? undefined : { requestId }),
      }));
      if (success) {
        this.channel.budget.succeeded(this.attempts - 1);
        return success.value as T;
      }
      if (delay !== undefined) await wait(delay, clock, signal);
      // Looked at again after the wait: a machine may have slept through it.
      if (delay === undefined || (this.#timeLeft() <= 0 && !signal?.aborted)) {
        throw errorFromAttempt(outcome, { ...this.#details(), retryAfter: serverWait });
      }
    }
  }

  async #attempt(operation: ApiRequestOptions): Promise<AttemptOutcome> {
    const { options, signal } = this.call;
    const { config, fetch, trace } = this.channel;
    try {
      return await trace(operation, this.attempts, (headers) =>
        attempt(config, operation, {
          fetch,
          headers: { ...headers, ...options.headers },
          signal,
          timeout: Math.min(options.timeout, this.#timeLeft()),
          timers: options.clock,
        }),
      );
    } catch (error) {
      if (typeof options.credentials !== 'function') throw error;
      const message = 'the function failed or gave no usable apiKey and apiSecret';
      throw new ConfigurationError('credentials', message, { ...this.#details(), cause: error });
    }
  }

  /** What the caller gets of a success; undefined for anything else. */
  #success(
    { responseHeader }: ApiRequestOptions,
    outcome: AttemptOutcome,
  ): { value: unknown } | undefined {
    if (outcome.kind === 'failure') return undefined;
    const { status } = outcome;
    const value = responseHeader === undefined ? outcome.body : outcome.header(responseHeader);
    if (responseHeader !== undefined && !value) return undefined;
    // Accepted before, by an attempt whose answer was lost. Only a request with a key can be known again.
    this.duplicate = status === 304 && this.call.requestId !== undefined;
    const ok = status >= 200 && status < 300 && faultOfSuccess(outcome) === undefined;
    return ok || this.duplicate ? { value } : undefined;
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
    const { attempts } = this;
    return { requestId: this.call.requestId, attempts, delivery: this.#delivery };
  }
}
