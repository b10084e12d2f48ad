/** The service, as its document and its answers promise it: it accepts a key once, as long as it remembers it. */
import type { Context } from './context.js';
import type { Promises } from './invariants.js';
import type { Answer, CallRecord, MessageRecord } from './records.js';
import { retryAfterHeaders } from './retry-after-headers.js';

/** These say that nothing was done. */
const REFUSALS = [400, 401, 403, 404, 405, 406, 410, 413, 415, 421, 422, 425, 428, 431, 451];
/** These may come before or after the request was acted on. */
const AFTER_ALL = [408, 409, 499, 500, 500, 502, 503, 503, 504, 507, 520, 599];
const REDIRECTS_AFTER_ALL = [300, 301, 302, 303];
const REDIRECTS_ELSEWHERE = [307, 308];

export interface ServiceRequest {
  readonly call: CallRecord;
  readonly key: string | undefined;
  /** The recipient and the text, which a careless server repeats. */
  readonly content: string;
}

interface Accepted {
  readonly message: MessageRecord;
  readonly token: string;
}

export class Service {
  readonly #keys = new Map<string, Accepted>();
  #tokens = 0;
  #limitedUntil = -1;
  /** Requests that it may take until it is reminded of its limit. */
  #quota: number;
  /** How far its clock is from that of the clients. */
  readonly skew: number;

  constructor(
    private readonly context: Context,
    private readonly promises: Promises,
  ) {
    const { random, faults } = context;
    this.#quota = random.between(5, 50);
    this.skew = faults.has('Retry-After') ? random.between(-600_000, 600_000) : 0;
  }

  /** Forgets one key or all of them, as after a time or a loss of memory. */
  forget(all: boolean): void {
    const { random, story } = this.context;
    const keys = [...this.#keys.keys()];
    const forgotten = all ? keys : keys.filter(() => random.chance(0.3));
    for (const key of forgotten) {
      const known = this.#keys.get(key);
      if (known) known.message.forgotten += 1;
      this.#keys.delete(key);
    }
    story?.tell('service', `forgets ${forgotten.length} of ${keys.length} keys`);
  }

  /** Acts on a request, and answers. */
  answer(request: ServiceRequest): Answer {
    const { faults, random } = this;
    const { now } = this.context.scheduler;
    if (faults.strikes('rate limit') && random.chance(0.3))
      this.#limitedUntil = now + random.below(8_000);
    this.#quota -= 1;
    if (faults.has('rate limit') && !faults.calm && this.#quota < 0) {
      this.#quota = random.between(5, 50);
      this.#limitedUntil = now + random.below(5_000);
    }
    if (now < this.#limitedUntil) return this.#refuse(429, request);
    if (faults.strikes('refusal')) return this.#refuse(random.pick(REFUSALS), request);
    if (faults.strikes('server error')) return this.#fail(random.pick(AFTER_ALL), request);
    if (faults.strikes('redirect')) {
      return random.chance(0.5)
        ? this.#refuse(random.pick(REDIRECTS_ELSEWHERE), request)
        : this.#fail(random.pick(REDIRECTS_AFTER_ALL), request);
    }
    const { message } = request.call;
    if (message === undefined) {
      request.call.accepted = true;
      return { status: 200, headers: {}, body: undefined, isProper: true };
    }
    // A failure that is reported under a status of success.
    if (faults.strikes('odd success') && random.chance(0.2)) {
      const headers = { 'content-type': 'application/json', 'tt-x-message-id': 'token-0' };
      return { status: 200, headers, body: '{"status":"fail"}' };
    }
    const { token, before } = this.#accept(request, message);
    if (faults.strikes('odd success')) return this.#oddSuccess(token);
    const isProper = true;
    if (before) {
      return { status: 304, headers: { 'tt-x-message-id': token }, body: undefined, isProper };
    }
    // As the vendor's own clients are answered, or as the document says.
    if (random.chance(0.1)) {
      const body = JSON.stringify({ reply: { message_id: token } });
      return { status: 200, headers: { 'content-type': 'application/json' }, body, isProper };
    }
    const body = random.chance(0.5) ? undefined : '{"status":"OK"}';
    const headers = { 'tt-x-message-id': token, 'content-type': 'application/json' };
    return { status: body === undefined ? 204 : 200, headers, body, isProper };
  }

  private get faults(): Context['faults'] {
    return this.context.faults;
  }

  private get random(): Context['random'] {
    return this.context.random;
  }

  #accept(
    { call, key }: ServiceRequest,
    message: MessageRecord,
  ): { token: string; before: boolean } {
    const { promises } = this;
    const { story } = this.context;
    call.accepted = true;
    promises.accepted(call);
    if (key === undefined) promises.broken('every send carries a key', call);
    const known = key === undefined ? undefined : this.#keys.get(key.toLowerCase());
    if (known !== undefined) {
      if (known.message !== message) promises.broken('a key belongs to one message', call);
      story?.tell(
        'service',
        `knows the key of message ${message.n}, and does not deliver it again`,
      );
      return { token: known.token, before: true };
    }
    const token = `token-${(this.#tokens += 1)}`;
    message.tokens.push(token);
    message.deliveries += 1;
    story?.tell('service', `delivers message ${message.n} as ${token}`);
    if (key !== undefined) this.#keys.set(key.toLowerCase(), { message, token });
    promises.delivered(message, call);
    return { token, before: false };
  }

  #refuse(status: number, request: ServiceRequest): Answer {
    return { status, ...this.#bad(request), ...this.#asking(status === 429) };
  }

  /** An answer that does not tell whether the request was acted on. */
  #fail(status: number, request: ServiceRequest): Answer {
    const { call } = request;
    if (this.random.chance(0.5)) {
      if (call.message) this.#accept(request, call.message);
      else call.accepted = true;
    }
    return { status, ...this.#bad(request), ...this.#asking(status === 503) };
  }

  /** A success that is none, or not quite. */
  #oddSuccess(token: string): Answer {
    const { random } = this;
    const json = { 'content-type': 'application/json' };
    const header = { 'tt-x-message-id': token };
    return random.pick<Answer>([
      { status: 200, headers: json, body: '{"status":"OK"}' },
      { status: 204, headers: {}, body: undefined },
      { status: 200, headers: { ...json, ...header }, body: '{"status":"fail"}' },
      { status: 200, headers: { ...json, ...header }, body: '{"half' },
      { status: 200, headers: { 'tt-x-message-id': `${token}, ${token}0` }, body: undefined },
      { status: 304, headers: {}, body: undefined },
      { status: 202, headers: header, body: 'taken' },
    ]);
  }

  #bad({ content }: ServiceRequest): Pick<Answer, 'body'> {
    const { random } = this;
    return {
      body: random.pick([
        undefined,
        '{"error":"no"}',
        content,
        `{"echo":${JSON.stringify(content)}}`,
      ]),
    };
  }

  #asking(usual: boolean): Pick<Answer, 'headers' | 'asked'> {
    const { random } = this;
    const type = { 'content-type': random.pick(['application/json', 'text/html']) };
    if (!this.faults.has('Retry-After') && !usual) return { headers: type };
    if (!usual && random.chance(0.7)) return { headers: type };
    const { headers, asked } = retryAfterHeaders(random, this.context.clock.now() + this.skew);
    return { headers: { ...type, ...headers }, asked };
  }
}
