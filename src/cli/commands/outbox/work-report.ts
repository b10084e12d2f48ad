/** Tells of a worker: outcomes and troubles as they come, and how it ended. Nothing of it shows a recipient or a text. */
import type { FailureEvent, OutboxEvent, OutcomeEvent } from '../../../outbox/index.js';
import { noteNowAndThen } from '../../bulk/progress.js';
import { EXIT, type ExitCode } from '../../shell/exit-code.js';
import type { Output } from '../../shell/output.js';

type Outcome = OutcomeEvent['type'];

/** Why a message is not tried again, or what its last attempt met. */
const describeOutcome = ({ requestId, type, reason, code, status }: OutcomeEvent): string => {
  const why = [reason, code, status].filter((part) => part !== undefined).join(' ');
  return `${requestId}: ${type}${why === '' ? '' : ` (${why})`}`;
};

export class WorkReport {
  /** Whether the worker ended by itself, for what every message would meet. */
  isRefused = false;
  readonly #counts: Record<Outcome, number> = {
    ...{ sent: 0, retry: 0, failed: 0, expired: 0, uncertain: 0 },
  };
  readonly #noteProgress: (report: this) => void;
  readonly #lost = new AbortController();
  /** The trouble that was told last, until something is sent again. */
  #trouble = '';

  constructor(private readonly output: Output) {
    this.#noteProgress = noteNowAndThen(output);
  }

  /** Aborts when nobody gets the results any more. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /** What the messages of this worker say, when nothing waits any more. */
  get exitCode(): ExitCode {
    const { uncertain, failed, expired } = this.#counts;
    if (uncertain > 0) return EXIT.unknown;
    return failed + expired > 0 ? EXIT.failed : EXIT.done;
  }

  readonly tell = (event: OutboxEvent): void => {
    switch (event.type) {
      case 'stop':
        this.isRefused = event.code !== undefined;
        return;
      case 'error':
        this.#tellTrouble(event);
        return;
      case 'pause': {
        const seconds = Math.ceil(event.duration / 1_000);
        this.#print({ event: 'pause', duration: event.duration });
        this.#note(`The service asks all workers to wait: ${seconds} s.`);
        return;
      }
      default:
        this.#tellOutcome(event);
    }
  };

  async end(stopped: 'interrupted' | undefined): Promise<void> {
    const { retry: retries, ...counts } = this.#counts;
    const end = { event: 'end', ...counts, retries, ...(stopped !== undefined && { stopped }) };
    await this.output.result(end, String(this));
  }

  toString(): string {
    const { sent, retry, ...others } = this.#counts;
    const parts = [...Object.entries(others), ['to be tried again', retry] as const];
    const shown = parts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
    return [`${sent} sent`, ...shown].join(', ');
  }

  #tellOutcome(event: OutcomeEvent): void {
    const { type, code, status, ...facts } = event;
    this.#counts[type] += 1;
    if (type === 'sent') this.#trouble = '';
    // As `list` tells of it.
    const lastError = code === undefined ? undefined : { code, status };
    this.#print({ event: 'message', status: type, ...facts, lastError });
    if (type !== 'sent' && type !== 'retry') this.#note(describeOutcome(event));
    this.#noteProgress(this);
  }

  /** Once: a database that is away fails each second. */
  #tellTrouble({ during, code }: FailureEvent): void {
    const text = `The database failed (${during}: ${code}); work goes on when it is back.`;
    if (text === this.#trouble) return;
    this.#trouble = text;
    this.#print({ event: 'error', during, code });
    this.#note(text);
  }

  #note(text: string): void {
    if (!this.output.json) this.output.note(text);
  }

  #print(object: object): void {
    if (!this.output.json) return;
    void this.output.result(object, '').then(() => {
      if (this.output.lost !== undefined) this.#lost.abort();
    });
  }
}
