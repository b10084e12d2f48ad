/** A worker on a store that says what a test wants. Nothing happens but what the test asks for, and no time goes by. */
import type { CallOptions, SendMessage, SentMessage } from '../../../../src/index.js';
import type { OutboxEvent } from '../../../../src/outbox/index.js';
import { resolveOptions, type OutboxOptions } from '../../../../src/outbox/options.js';
import type { ClaimedMessage } from '../../../../src/outbox/store/claim.js';
import type { AttemptResult } from '../../../../src/outbox/store/settle.js';
import type { Ticket, Tickets } from '../../../../src/outbox/tickets.js';
import type { OutboxWorker } from '../../../../src/outbox/worker/outbox-worker.js';
import { startWorker } from '../../../../src/outbox/worker/start-worker.js';
import { TestClock } from '../../../support/clock.js';

export const ID = '6c2d5f5e-6d0f-4a5c-9d51-000000000001';
export const OTHER = '6c2d5f5e-6d0f-4a5c-9d51-000000000002';
export const THIRD = '6c2d5f5e-6d0f-4a5c-9d51-000000000003';
export const SENT: SentMessage = {
  messageId: 'token',
  requestId: ID,
  attempts: 1,
  duplicate: false,
};

/** Makes a statement fail, with a code. */
export const fail = (code: string) => (): never => {
  throw Object.assign(new Error('nurse@ward.example'), { code });
};

export const ticketFor = (requestId: string, orderingKey?: string): Ticket => ({
  ...{ id: `ticket of ${requestId}`, retryCount: 3, requestId },
  ...(orderingKey !== undefined && { orderingKey }),
});

/** What each statement says: rows, or a failure. */
type Statement =
  'claim' | 'settle' | 'finish' | 'restore' | 'reserve' | 'pause' | 'wait' | 'expire' | 'purge';
type Answer = (given: never) => object[];

const STATEMENTS: readonly (readonly [Statement, RegExp])[] = [
  ['claim', /outbox_claim/],
  ['settle', /outbox_settle/],
  ['finish', /outbox_finish/],
  ['restore', /outbox_restore/],
  ['reserve', /SET next_slot/],
  ['wait', /SET paused_until/],
  ['pause', /SELECT .*paused_until/],
  ['expire', /reason = 'expired'/],
  ['purge', /DELETE/],
];

export class WorkerScene {
  readonly clock = new TestClock();
  readonly events: OutboxEvent[] = [];
  /** What was asked, in order: statements and calls of the queue, with what they were given. */
  readonly asked: [what: string, given: unknown][] = [];
  readonly sends: { message: SendMessage; options: CallOptions | undefined }[] = [];
  /** What the service makes of a message. */
  send: (message: SendMessage, options?: CallOptions) => Promise<SentMessage> = () =>
    Promise.resolve(SENT);
  tell = (event: OutboxEvent): void => {
    this.events.push(event);
  };
  /** Tickets that wait. */
  tickets: Ticket[] = [];
  /** What the table says of messages beside their payload. */
  message: Partial<ClaimedMessage> = {};
  readonly answers: Partial<Record<Statement | 'fetch' | 'touch' | 'retry', Answer>> = {};
  worker: OutboxWorker | undefined;

  start(options: Partial<OutboxOptions> = {}, concurrency = 4): OutboxWorker {
    const resolved = resolveOptions({ connectionString: 'postgres://db', ...options });
    const database = {
      executeSql: (text: string, values: unknown[] = []) => {
        const name = STATEMENTS.find(([, pattern]) => pattern.test(text))?.[0] ?? 'none';
        const [first] = values;
        const given: unknown =
          typeof first === 'string' && first.startsWith('[') ? JSON.parse(first) : values;
        return this.#ask(name, given).then((rows) => ({ rows }));
      },
    };
    const tickets = {
      fetch: (count: number) => this.#ask('fetch', count) as Promise<Ticket[]>,
      touch: (held: readonly Ticket[]) => this.#ask('touch', held),
      retry: (held: readonly Ticket[]) => this.#ask('retry', held),
    };
    this.worker = startWorker(
      { database: database as never, tickets: tickets as unknown as Tickets, schema: 's' },
      resolved,
      {
        send: (message, given) => {
          this.sends.push({ message, options: given });
          return this.send(message, given);
        },
      },
      concurrency,
      (event) => {
        this.tell(event);
      },
      this.clock,
    );
    return this.worker;
  }

  /** Starts it, and lets happen what takes no time. */
  async begin(...given: Parameters<WorkerScene['start']>): Promise<void> {
    this.start(...given);
    await this.settle();
  }

  /** Stops it, and abandons what is in flight. */
  async end(): Promise<void> {
    const stopped = this.worker?.stop({ timeout: 0 });
    await this.pass(60_000);
    await stopped;
  }

  failuresTold(): OutboxEvent[] {
    return this.events.filter(({ type }) => type === 'error');
  }

  /** What was given to each statement, or call, of a name. */
  given(name: string): unknown[] {
    return this.asked.filter(([what]) => what === name).map(([, value]) => value);
  }

  /** From now on a send takes until it is answered, or abandoned. @returns what answers them, in their order */
  hold(): (() => void)[] {
    const answers: (() => void)[] = [];
    this.send = (_, options) =>
      new Promise((resolve, reject) => {
        answers.push(() => {
          resolve(SENT);
        });
        options?.signal?.addEventListener('abort', () => {
          reject(new Error('abandoned'));
        });
      });
    return answers;
  }

  /** Lets all happen that takes no time. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 12; turns += 1) await new Promise(setImmediate);
  }

  /** Time goes by, step by step. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  #ask(name: string, given: unknown): Promise<object[]> {
    if (['touch', 'retry'].includes(name) && (given as object[]).length === 0)
      return Promise.resolve([]);
    this.asked.push([name, given]);
    const answer = this.answers[name as Statement] ?? this.#usual[name];
    return new Promise((resolve) => {
      resolve(answer?.(given as never) ?? []);
    });
  }

  readonly #usual: Readonly<Record<string, Answer>> = {
    fetch: (count: number) => this.tickets.splice(0, count),
    claim: (claims: { id: string; claim: string }[]) => claims.map((claim) => this.row(claim)),
    settle: (results: AttemptResult[]) => results.map(({ id }) => ({ id })),
    reserve: () => [{ ms: 0 }],
    pause: () => [{ ms: 0 }],
  };

  row({ id, claim }: { id: string; claim: string }): object {
    const now = this.clock.now();
    const payload = JSON.stringify({ to: 'nurse@ward.example', body: `to ${id}`, requestId: id });
    return {
      ...{
        id,
        claim,
        payload,
        encrypted: false,
        attempts: 2,
        unknownSince: null,
        replayedAt: null,
      },
      ...{ now, enqueuedAt: now - 5_000, expiresAt: now + 60_000, ...this.message },
    };
  }
}
