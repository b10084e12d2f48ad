/** Runs a task for each item of a source, a bounded number at a time; never reads ahead of its reader. */
import { setMaxListeners } from 'node:events';

import { check, isWholeFrom, type Rule } from '../check.js';
import { AbortedError, InvalidArgumentError } from '../errors.js';

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

/** Where `sendMany` reads its messages from: a list, a generator, a stream. */
export type Source<Message> = Iterable<Message> | AsyncIterable<Message>;

type Task<Message, Sent> = (message: Message, signal: AbortSignal) => Promise<Sent>;

interface Limits {
  readonly concurrency: number;
  readonly signal?: AbortSignal | undefined;
}

const RULES: readonly Rule<Limits>[] = [
  ['concurrency', isWholeFrom(1), 'must be a whole number, 1 or more'],
];

type Reader<Message> = Iterator<Message> | AsyncIterator<Message>;

function readerOf<Message>(source: Source<Message>): Reader<Message> {
  if (typeof source === 'object' && (source as unknown) !== null) {
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw new InvalidArgumentError('messages', 'must be an iterable or async iterable of messages');
}

/** One run over a source. What is in flight and what is not yet taken by the reader count as one. */
class Run<Message, Sent> {
  readonly #settled: SendOutcome<Message, Sent>[] = [];
  #pulled = 0;
  #active = 0;
  #pulling = false;
  #ended = false;
  #fault: { error: unknown } | undefined;
  #wake: () => void = () => undefined;
  /** Aborts with the caller's signal, which would warn of a leak if each message listened to it. */
  readonly #abort = new AbortController();

  constructor(
    private readonly reader: Reader<Message>,
    private readonly task: Task<Message, Sent>,
    private readonly limits: Limits,
  ) {
    setMaxListeners(0, this.#abort.signal);
  }

  async *outcomes(): AsyncGenerator<SendOutcome<Message, Sent>, void, undefined> {
    const { signal } = this.limits;
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
        // After an abort nobody waits for a source that may never answer.
        else if (this.#ended && !this.#active && (!this.#pulling || signal?.aborted)) break;
        else await this.#progress();
      }
      if (this.#fault) throw this.#fault.error;
      if (signal?.aborted) {
        const message = 'the run was aborted; the rest of the messages was not read';
        throw new AbortedError(message, { cause: signal.reason as unknown });
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      await this.#leave();
    }
  }

  #progress(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      const room = this.#active + this.#settled.length < this.limits.concurrency;
      if (room && !this.#pulling && !this.#ended) void this.#pull();
    });
  }

  async #pull(): Promise<void> {
    this.#pulling = true;
    try {
      const next = await this.reader.next();
      if (next.done === true) this.#ended = true;
      // A message that comes after the end was asked for is not sent.
      else if (!this.#ended) void this.#start(next.value, this.#pulled++);
    } catch (error) {
      this.#ended = true;
      this.#fault = { error };
    }
    this.#pulling = false;
    this.#wake();
  }

  async #start(message: Message, index: number): Promise<void> {
    this.#active += 1;
    const [outcome] = await Promise.allSettled([this.task(message, this.#abort.signal)]);
    this.#settled.push({ index, message, ...outcome });
    this.#active -= 1;
    this.#wake();
  }

  /** Ends the source and lets what is in flight settle: a message half sent must not be abandoned. */
  async #leave(): Promise<void> {
    const exhausted = this.#ended && !this.limits.signal?.aborted;
    this.#ended = true;
    while (this.#active > 0) await this.#progress();
    if (exhausted) return;
    const closing = Promise.resolve(this.reader.return?.());
    // A generator that is still busy with its next item would close only after that.
    if (!this.#pulling) await closing;
    else closing.catch(() => undefined);
  }
}

/** Outcomes in the order in which they settle. See `Messages.sendMany` for what it keeps. */
export function settleAll<Message, Sent>(
  source: Source<Message>,
  task: Task<Message, Sent>,
  limits: Limits,
): AsyncGenerator<SendOutcome<Message, Sent>, void, undefined> {
  check(limits, RULES, InvalidArgumentError);
  return new Run(readerOf(source), task, limits).outcomes();
}
