/** A process with a client of ours: what it is configured with, and what is known of its calls. */
import type { AttemptEvent, FetchInit, Logger, TigerConnect } from '../../src/index.js';
import type { Environment } from './environment.js';
import { type Sender, simulatedFetch } from './network.js';
import type { AttemptRecord, CallRecord, ClientRecord } from './records.js';
import { SECRET } from './secrets.js';

const BUDGET = 500;

export class SimulatedClient implements ClientRecord, Sender {
  dead = false;
  timers = 0;
  underWay = 0;
  mostUnderWay = 0;
  pausedUntil = -Infinity;
  budget = BUDGET;
  readonly calls = new Set<CallRecord>();
  readonly tigerconnect: TigerConnect;
  readonly limits: CallRecord['limits'];
  readonly slowCredentials: boolean;
  readonly #recipientIn: 'query' | 'body';

  constructor(
    private readonly world: Environment,
    readonly name: string,
  ) {
    const { faults, random, promises } = world;
    promises.clientBegins(this);
    this.limits = {
      maxRetries: random.pick([0, 1, 2, 4, 4, 4, 10]),
      timeout: random.pick([1_000, 5_000, 10_000, 10_000]),
      totalTimeout: random.pick([3_000, 30_000, 60_000, 60_000, 300_000]),
    };
    this.#recipientIn = random.pick(['query', 'body']);
    this.slowCredentials = faults.has('credentials slow') || faults.has('credentials fail');
    const rotate = this.slowCredentials || random.chance(0.2);
    const observed = random.chance(0.5);
    this.tigerconnect = new world.subject.TigerConnect({
      ...this.limits,
      ...(rotate
        ? { credentials: () => this.#credentials() }
        : { apiKey: SECRET.key, apiSecret: SECRET.secret }),
      baseUrl: 'https://service.example/v2',
      recipientIn: this.#recipientIn,
      clock: world.clock.of(this),
      random: () => random.next(),
      fetch: simulatedFetch(world, this),
      onAttempt: (event) => this.#onAttempt(event),
      ...(observed ? { logger: this.#logger() } : undefined),
    });
  }

  /** The process ends, in the middle of whatever it does. */
  kill(): void {
    this.dead = true;
    this.timers = 0;
    this.world.promises.clientDies(this);
    this.world.story?.tell(this.name, `is killed, with ${this.calls.size} calls under way`);
    this.calls.clear();
  }

  begin(call: CallRecord): void {
    this.calls.add(call);
  }

  end(call: CallRecord): void {
    this.calls.delete(call);
  }

  /** An attempt as the fetch function sees it. */
  beginAttempt(url: string, init: FetchInit): AttemptRecord {
    const { promises, story, clock } = this.world;
    const body = typeof init.body === 'string' ? init.body : '';
    const call = this.#findCall(body, init.headers);
    const attempt: AttemptRecord = {
      id: this.world.nextAttempt(),
      call,
      started: clock.monotonic(),
      left: false,
      status: undefined,
      asked: undefined,
      isWhole: false,
      isProper: false,
      over: false,
    };
    story?.tell(this.name, `call ${call.id}: request ${attempt.id} begins`);
    promises.attemptBegins(this, attempt, `${init.method} ${url} ${body}`, init.headers);
    call.current = attempt;
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    return attempt;
  }

  endAttempt(attempt: AttemptRecord): void {
    if (attempt.over) return;
    attempt.over = true;
    this.underWay -= 1;
  }

  /** By its key, or by the number that its text or a header of its own holds. */
  #findCall(body: string, headers: Readonly<Record<string, string>>): CallRecord {
    const { 'Request-ID': key, 'x-call': mark } = headers;
    const n = /zqtext\+(\d+)/.exec(body)?.[1];
    let found: CallRecord | undefined;
    for (const call of this.calls) {
      if (key !== undefined && call.key === key) return call;
      if (mark === undefined ? String(call.message?.n) === n : String(call.id) === mark)
        found ??= call;
    }
    if (found === undefined) throw new Error(`no call is under way for this request: ${body}`);
    return found;
  }

  #onAttempt(event: AttemptEvent): unknown {
    const { faults, promises, random } = this.world;
    if (this.dead) return undefined;
    promises.keepsSecrets('onAttempt', JSON.stringify(event));
    const call = this.#findReported(event);
    if (call) promises.attemptEnds(this, call, event);
    if (!faults.strikes('observers fail')) return undefined;
    if (random.chance(0.5)) return Promise.reject(new Error('the observer failed'));
    throw new Error('the observer failed');
  }

  /** The call that an event is about: by its key, or else the one whose request just came to its end. */
  #findReported({ requestId }: AttemptEvent): CallRecord | undefined {
    let unsure: CallRecord | undefined;
    for (const call of this.calls) {
      if (call.key !== requestId) continue;
      if (requestId !== undefined || call.current?.over === true) return call;
      unsure ??= call;
    }
    return unsure;
  }

  #logger(): Logger {
    const { faults, promises } = this.world;
    const log = (message: string, ...details: unknown[]): void => {
      promises.keepsSecrets('a logger', `${message} ${JSON.stringify(details)}`);
      if (faults.strikes('observers fail')) throw new Error('the logger failed');
    };
    return { debug: log, info: log, warn: log, error: log };
  }

  async #credentials(): Promise<{ apiKey: string; apiSecret: string }> {
    const { faults, random, clock } = this.world;
    if (faults.strikes('credentials slow')) {
      await new Promise<void>((resolve) => {
        clock.after(random.below(15_000), this, resolve);
      });
    }
    if (faults.strikes('credentials fail') && random.chance(0.3)) {
      if (random.chance(0.3)) return { apiKey: '', apiSecret: '' };
      throw new Error(`no credentials for ${SECRET.key}`);
    }
    return { apiKey: `${SECRET.key}-${random.below(3)}`, apiSecret: SECRET.secret };
  }
}
