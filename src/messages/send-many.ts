/** Runs a task for each item of a source, a bounded number at a time; never reads ahead of its reader. */
import { check, isWholeFrom, type Rule } from '../check.js';
import { AbortedError, InvalidArgumentError } from '../errors.js';
import { guard } from '../telemetry/observe.js';

/** How one message of many ended. */
export type SendOutcome<Message, Sent> =
  | {
      /** Place of the message in the source, from 0. */
      readonly index: number;
      /** The message as the source gave it, with fields of your own. */
      readonly message: Message;
      readonly status: 'fulfilled';
      /** What `send` resolves to. */
      readonly value: Sent;
    }
  | {
      /** Place of the message in the source, from 0. */
      readonly index: number;
      /** The message as the source gave it, with fields of your own. */
      readonly message: Message;
      readonly status: 'rejected';
      /** A `TigerConnectError`; its `delivery` says whether the message may have arrived. */
      readonly reason: unknown;
    };

/** Where `sendMany` reads its messages from: a list, also of promises, a generator, a stream. */
export type Source<Message> = Iterable<Message | PromiseLike<Message>> | AsyncIterable<Message>;

type Task<Message, Sent> = (message: Message, signal: AbortSignal) => Promise<Sent>;

interface RunOptions<Message, Sent> {
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of every outcome, also of those that nobody takes. */
  readonly onOutcome?: ((outcome: SendOutcome<Message, Sent>) => unknown) | undefined;
}

const RULES: readonly Rule<RunOptions<unknown, unknown>>[] = [
  ['concurrency', isWholeFrom(1), 'must be a whole number, 1 or more'],
  ['onOutcome', (value) => typeof value === 'function', 'must be a function'],
];

type Reader<Message> = Iterator<Message | PromiseLike<Message>> | AsyncIterator<Message>;

/** The promises of a list that fail before their turn must not end the process. */
function handleRejections(list: readonly unknown[]): void {
  for (const item of list) {
    if (item instanceof Promise) item.catch(() => undefined);
  }
}

function openReader<Message>(source: Source<Message>): Reader<Message> {
  if (typeof source === 'object' && (source as unknown) !== null) {
    if (Array.isArray(source)) handleRejections(source);
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw new InvalidArgumentError('messages', 'must be an iterable or async iterable of messages');
}

/** One run over a source, which is asked for more only when the reader has taken all that has settled. */
class Run<Message, Sent> {
  readonly #settled: SendOutcome<Message, Sent>[] = [];
  #pulled = 0;
  #active = 0;
  #pulling = false;
  /** Nothing more is sent. */
  #ended = false;
  /** The source has nothing more, and need not be closed. */
  #exhausted = false;
  #failure: { error: unknown } | undefined;
  #wake: () => void = () => undefined;
  /** Aborts with the caller's signal, which would warn of a leak if each message listened to it. */
  readonly #abort = new AbortController();

  constructor(
    private readonly reader: Reader<Message>,
    private readonly task: Task<Message, Sent>,
    private readonly options: RunOptions<Message, Sent>,
  ) {}

  async *outcomes(): AsyncGenerator<SendOutcome<Message, Sent>, void, undefined> {
    const { signal } = this.options;
    const onAbort = (): void => {
      this.#ended = true;
      this.#abort.abort(signal?.reason);
      this.#wake();
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener('abort', onAbort);
    try {
      for (;;) {
        const outcome = this.#settled.shift();
        if (outcome) yield outcome;
        // Also while a source is asked for more, which after an abort may never answer.
        else if (this.#ended && !this.#active) break;
        else await this.#progress();
      }
      if (this.#failure) throw this.#failure.error;
      if (signal?.aborted) {
        const rest = this.#pulling ? 'what the source gives next is not sent' : 'no more was read';
        const message = `the run was aborted; it has the outcomes of all ${this.#pulled} messages read, and ${rest}`;
        throw new AbortedError(message, { cause: signal.reason as unknown });
      }
    } finally {
      try {
        await this.#leave();
      } finally {
        // Not before: what is in flight still ends with the signal.
        signal?.removeEventListener('abort', onAbort);
      }
    }
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      const room = this.#active < this.options.concurrency;
      if (room && !this.#pulling && !this.#ended) void this.#pull();
    });
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      const next = await this.#next();
      // Awaited as `for await` does: a source may give promises.
      if (next) this.#take(await next.value);
      else this.#ended = true;
    } catch (error) {
      this.#ended = true;
      // After an abort nobody asks what becomes of the source.
      if (!this.options.signal?.aborted) this.#failure = { error };
    }
    this.#pulling = false;
    this.#wake();
  }

  /** @returns undefined at the end of the source */
  async #next(): Promise<{ value: Message | PromiseLike<Message> } | undefined> {
    // Until it gives one more: a source that throws has nothing more either.
    this.#exhausted = true;
    const next = await this.reader.next();
    if (next.done === true) return undefined;
    this.#exhausted = false;
    return next;
  }

  #take(message: Message): void {
    const index = this.#pulled++;
    if (!this.#ended) {
      void this.#start(message, index);
      return;
    }
    // It came after the end was asked for.
    const cause: unknown = this.options.signal?.reason;
    const reason = new AbortedError('the run ended before this message was sent', { cause });
    this.#settle({ index, message, status: 'rejected', reason });
  }

  async #start(message: Message, index: number): Promise<void> {
    this.#active += 1;
    const [outcome] = await Promise.allSettled([this.task(message, this.#abort.signal)]);
    this.#active -= 1;
    this.#settle({ index, message, ...outcome });
  }

  #settle(outcome: SendOutcome<Message, Sent>): void {
    this.#settled.push(outcome);
    this.#wake();
    const { onOutcome } = this.options;
    if (onOutcome) guard('onOutcome', () => onOutcome(outcome));
  }

  /** Ends the source and lets what is in flight settle: a message half sent must not be abandoned. */
  async #leave(): Promise<void> {
    this.#ended = true;
    while (this.#active > 0) await this.#progress();
    if (this.#exhausted && !this.#pulling) return;
    const closing = (async () => this.reader.return?.())();
    // A generator that is still busy with its next item would close only after that; and nobody waits after an abort.
    if (this.#pulling || this.options.signal?.aborted) closing.catch(() => undefined);
    else await Promise.race([closing, new Promise<void>((resolve) => (this.#wake = resolve))]);
  }
}

/** Outcomes in the order in which they settle. See `Messages.sendMany` for what it keeps. */
export function settleAll<Message, Sent>(
  source: Source<Message>,
  task: Task<Message, Sent>,
  options: RunOptions<Message, Sent>,
): AsyncGenerator<SendOutcome<Message, Sent>, void, undefined> {
  check(options as RunOptions<unknown, unknown>, RULES, InvalidArgumentError);
  return new Run(openReader(source), task, options).outcomes();
}
