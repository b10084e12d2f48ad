/** The network between a client and the service, as a fetch function that can prove that nothing was sent. */
import type { FetchFunction, FetchInit, FetchResponse } from '../../src/index.js';
import { type AnswerBody, timedBody } from './answer-body.js';
import type { Process } from './clock.js';
import type { Environment } from './environment.js';
import { isRefusal } from './invariants.js';
import type { Answer, AttemptRecord } from './records.js';

const CODES = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'CERT_HAS_EXPIRED'];

/** As transports fail: with a code, and often with more in the message than anybody should see. */
function failure(code: string, url: string): Error {
  return Object.assign(new Error(`request to ${url} failed, reason: ${code}`), { code });
}

/** The client as the network knows it. */
export interface Sender extends Process {
  beginAttempt(url: string, init: FetchInit): AttemptRecord;
  /** Nothing of it is under way any more, as far as the client is concerned. */
  endAttempt(attempt: AttemptRecord): void;
}

class Headers {
  constructor(private readonly fields: Readonly<Record<string, string>>) {}

  get(name: string): string | null {
    return this.fields[name.toLowerCase()] ?? null;
  }

  forEach(visit: (value: string, name: string) => void): void {
    for (const [name, value] of Object.entries(this.fields)) visit(value, name);
  }
}

/** One request on its way; `resolve` and `reject` are those of the fetch function's promise. */
class Exchange {
  #over = false;
  #arrived = false;
  #mustNotSend = false;
  #body: AnswerBody | undefined;

  constructor(
    private readonly world: Environment,
    private readonly client: Sender,
    private readonly attempt: AttemptRecord,
    private readonly url: string,
    private readonly init: FetchInit,
    private readonly resolve: (response: FetchResponse) => void,
    private readonly reject: (error: Error) => void,
  ) {
    init.signal.addEventListener('abort', () => {
      this.#onAbort();
    });
  }

  begin(): void {
    const { faults, random } = this.world;
    // A connection that is kept alive needs not be made.
    if (random.chance(0.4)) {
      this.#send();
      return;
    }
    if (!faults.has('fetch without hooks')) this.init.hooks.onConnecting();
    if (faults.strikes('connection silent')) {
      this.#tell('its connection is never made');
      return;
    }
    const refused = faults.strikes('proxy refuses')
      ? 'PROXY_REFUSED'
      : faults.strikes('connection refused')
        ? random.pick(CODES)
        : undefined;
    this.#later(random.below(300), () => {
      if (this.#over || this.#mustNotSend) return;
      if (refused === undefined) this.#send();
      else this.#fail(refused);
    });
  }

  #send(): void {
    const { faults, random } = this.world;
    this.attempt.left = true;
    if (!faults.has('fetch without hooks')) this.init.hooks.onSending();
    if (faults.strikes('reset while sending')) {
      this.#tell('the connection breaks while it is sent');
      this.#later(random.below(100), () => {
        this.#fail('ECONNRESET');
      });
      return;
    }
    const late = faults.strikes('request late');
    if (late) this.#tell('is held up on its way');
    // On its way it needs neither the client nor its machine.
    this.world.scheduler.after(late ? random.below(60_000) : random.between(5, 100), () => {
      this.#arrive();
    });
  }

  #arrive(): void {
    const { faults, random, service } = this.world;
    // Of what was aborted on its way, all may arrive, or a part, with which the service can do nothing.
    if (this.#over && random.chance(0.5)) return;
    this.#arrived = true;
    const { call } = this.attempt;
    const content = `${this.url} ${typeof this.init.body === 'string' ? this.init.body : ''}`;
    const request = { call, key: this.init.headers['Request-ID'], content };
    let answer = service.answer(request);
    if (faults.strikes('request replayed')) {
      const again = service.answer(request);
      this.#tell('comes twice');
      // A refusal proves that nothing was done, so one that follows an acceptance is not what HTTP calls one.
      if (!isRefusal(again.status)) answer = again;
    }
    this.#tell(`is answered ${answer.status}`);
    if (faults.strikes('answer lost')) {
      this.#tell('its answer is lost');
      return;
    }
    if (faults.strikes('reset after sending')) {
      this.#later(random.below(100), () => {
        this.#fail('ECONNRESET');
      });
      return;
    }
    const late = faults.strikes('answer late');
    this.#later(late ? random.below(40_000) : random.between(5, 100), () => {
      this.#deliver(answer);
    });
  }

  #deliver(answer: Answer): void {
    if (this.#over) return;
    const { faults } = this.world;
    const { status, headers } = answer;
    const { attempt } = this;
    attempt.status = status;
    attempt.asked = answer.asked;
    const onEnd = (isWhole: boolean): void => {
      attempt.isWhole = isWhole;
      this.#end();
    };
    let text = answer.body;
    const isGarbage = text !== undefined && faults.strikes('body garbage');
    if (isGarbage) text = `${String(text).slice(1)}\u0000<!`;
    attempt.isProper = answer.isProper === true && !isGarbage;
    this.#body =
      text === undefined ? undefined : timedBody(Buffer.from(text), this.world, this.client, onEnd);
    if (this.#body === undefined) onEnd(true);
    this.resolve({
      status,
      statusText: '',
      headers: new Headers(headers),
      body: this.#body ?? null,
    });
  }

  #onAbort(): void {
    const { faults } = this.world;
    if (this.#over) return;
    if (this.attempt.left && !this.#arrived) this.#tell('is given up on its way');
    this.client.endAttempt(this.attempt);
    // One that speaks our protocol keeps to it: nothing may leave after an abort.
    this.#mustNotSend = !faults.has('fetch without hooks');
    if (faults.has('fetch ignores its signal')) return;
    this.#over = true;
    this.#body?.fail(new Error('aborted'));
    this.reject(new Error('aborted'));
  }

  #fail(code: string): void {
    if (this.#over) return;
    this.#end();
    this.#tell(`fails with ${code}`);
    this.reject(failure(code, this.url));
  }

  #end(): void {
    this.#over = true;
    this.client.endAttempt(this.attempt);
  }

  #later(ms: number, action: () => void): void {
    this.world.clock.after(ms, this.client, action);
  }

  #tell(what: string): void {
    this.world.story?.tell('network', `request ${this.attempt.id} ${what}`);
  }
}

/** The fetch function of a client. */
export function simulatedFetch(world: Environment, client: Sender): FetchFunction {
  return (url, init) => {
    // A process that was killed sends nothing.
    if (client.dead) return new Promise(() => undefined);
    return new Promise((resolve, reject) => {
      try {
        const attempt = client.beginAttempt(url, init);
        new Exchange(world, client, attempt, url, init, resolve, reject).begin();
      } catch (error) {
        // The client would take it for a failure of the network.
        world.promises.broken('the simulator works', undefined, String((error as Error).stack));
      }
    });
  };
}
