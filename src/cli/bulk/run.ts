/** Sends rows, a bounded number at a time, and records and reports the outcome of each. */
import type { SendOutcome, SentMessage } from '../../index.js';
import { type Failure, toFailure, describeFailure } from '../shell/failure.js';
import type { Interruption } from '../shell/interruption.js';
import { columnName } from '../shell/names.js';
import type { Output } from '../shell/output.js';
import type { MessageOptions } from '../shell/message-options.js';
import type { Row } from './fields.js';
import type { Journal } from './journal.js';
import type { Entry } from './journal-lines.js';
import type { Progress } from './progress.js';
import { type Queued, queue } from './queue.js';
import { ServiceHealth } from './service-health.js';
import type { Tally } from './tally.js';

/** What is told of a row that is done. */
type Accepted = Pick<SentMessage, 'requestId' | 'duplicate'> & Partial<SentMessage>;

export interface BulkRunParts {
  /** Sends rows, and gives the outcome of each. The signal ends it at once. */
  readonly send: (
    rows: AsyncIterable<Queued>,
    signal: AbortSignal,
  ) => AsyncIterable<SendOutcome<Queued, Accepted>>;
  /** Absent in a dry run. */
  readonly journal: Journal | undefined;
  readonly defaults: MessageOptions;
  readonly output: Output;
  readonly progress: Progress;
  readonly tally: Tally;
  readonly interruption: Interruption;
}

/** Why a run ends before all rows are done. */
export type StopReason =
  'interrupted' | 'no-reader' | 'output' | 'journal' | 'credentials' | 'service' | 'database';

type Place = Pick<Row, 'row' | 'line'>;

export class BulkRun {
  stopped: StopReason | undefined;
  readonly #health = new ServiceHealth();
  #journalFailed = false;

  constructor(private readonly parts: BulkRunParts) {}

  async sendAll(rows: AsyncIterable<Row>): Promise<void> {
    const { send, journal, defaults, tally, interruption } = this.parts;
    const queued = queue(rows, {
      journal,
      defaults,
      onBegin: (message) => {
        this.#write(message, 'begun');
      },
      shouldStop: () => this.#shouldStop(),
      onSentBefore: () => (tally.before += 1),
      onInvalid: (row, failure) => this.#failed(row, failure),
    });
    const signal = interruption.insisted;
    try {
      for await (const outcome of send(queued, signal)) {
        await this.#settle(outcome);
        this.parts.progress.update(tally);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      // It is thrown after the outcomes of what was in flight.
      this.stopped ??= 'interrupted';
    }
  }

  #shouldStop(): boolean {
    if (this.parts.interruption.asked.aborted) this.stopped ??= 'interrupted';
    this.stopped ??= this.parts.output.lost;
    return this.stopped !== undefined;
  }

  async #settle(outcome: SendOutcome<Queued, Accepted>): Promise<void> {
    const { message } = outcome;
    const { row, line } = message;
    if (outcome.status === 'rejected') {
      const failure = toFailure(outcome.reason);
      this.stopped ??= this.#health.failed(outcome.reason);
      const isUnknown = failure.status !== 'not-sent' && failure.status !== 'invalid';
      this.#write(message, isUnknown ? 'unknown' : 'not-sent');
      return this.#failed({ row, line }, failure);
    }
    const { output, journal, tally } = this.parts;
    this.#health.succeeded();
    this.#write(message, 'sent', outcome.value.messageId);
    tally.sent += 1;
    if (outcome.value.duplicate) tally.duplicates += 1;
    if (output.json && journal !== undefined) {
      await output.result({ event: 'row', row, line, status: tally.done, ...outcome.value }, '');
    }
  }

  /** Before the outcome is reported: what was reported must not be forgotten. */
  #write(
    { row, content, copy, requestId }: Queued,
    outcome: Entry['outcome'],
    messageId?: string,
  ): void {
    if (this.#journalFailed) return;
    try {
      const token = messageId === undefined ? undefined : { messageId };
      this.parts.journal?.append({ row, content, copy, requestId, outcome, ...token });
    } catch {
      // A row without an entry is repeated with the same request id and arrives once; but no further row is sent.
      this.#journalFailed = true;
      this.stopped = 'journal';
    }
  }

  async #failed({ row, line }: Place, failure: Failure): Promise<void> {
    const { output, progress, tally } = this.parts;
    if (failure.status === 'invalid') tally.invalid += 1;
    else if (failure.status === 'not-sent') tally.notSent += 1;
    else tally.unknown += 1;
    if (output.json) await output.result({ event: 'row', row, line, ...failure }, '');
    else progress.note(`line ${line}: ${describeFailure(failure, columnName)}`);
  }
}
