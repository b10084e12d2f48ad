/** Everything a sandbox remembers, and the one place that tells the page of changes. */
import type { Clock } from '../../clock.js';
import { ChangedRecords } from './changes.js';
import { Deadlines } from './deadlines.js';
import { Events } from './events.js';
import { Faults } from './faults.js';
import { Mailbox } from './mailbox.js';
import { RequestLog } from './request-log.js';
import type { Changes, Snapshot } from './snapshot.js';

/** How many of the latest messages and requests a page begins with, unless it asks for more. */
const SNAPSHOT_SIZE = 500;

export class State {
  readonly events = new Events(() => this.#takeChanges());
  readonly faults: Faults;
  readonly mailbox: Mailbox;
  readonly requestLog: RequestLog;
  /** For requests that a fault holds back. */
  readonly deadlines: Deadlines;
  /** The base URL of the API, once it is known. */
  url = '';
  readonly #changed: ChangedRecords;

  constructor(
    capacity: number,
    private readonly clock: Clock,
    private readonly operations: readonly string[],
  ) {
    this.#changed = new ChangedRecords(capacity);
    this.deadlines = new Deadlines(clock);
    this.faults = new Faults(operations, () => {
      this.events.announce();
    });
    // A change is kept only for pages that listen.
    const collect =
      <Kept>(keep: (record: Kept) => void) =>
      (record: Kept): void => {
        if (this.events.listeners === 0) return;
        keep(record);
        this.events.announce();
      };
    const changed = this.#changed;
    this.requestLog = new RequestLog(
      capacity,
      clock,
      collect((request) => {
        changed.request(request);
      }),
    );
    this.mailbox = new Mailbox(capacity, clock, {
      message: collect((message) => {
        changed.message(message);
      }),
      typing: collect((typing) => {
        changed.typing(typing);
      }),
    });
  }

  /** @param size how many of the latest messages and requests it holds */
  snapshot(size = SNAPSHOT_SIZE): Snapshot {
    return {
      ...this.#rest(),
      url: this.url,
      operations: this.operations,
      messages: this.mailbox.messages.slice(-size),
      requests: this.requestLog.latest(size),
      typing: this.mailbox.typing.current,
    };
  }

  reset(): void {
    this.mailbox.clear();
    this.requestLog.clear();
    this.faults.clear();
    this.events.refresh();
  }

  close(): void {
    this.events.close();
    this.deadlines.stop();
    this.mailbox.stop();
  }

  #rest(): Pick<Changes, 'now' | 'faults' | 'totals'> {
    return {
      now: this.clock.now(),
      faults: this.faults.pending,
      totals: { ...this.mailbox.totals, requests: this.requestLog.count },
    };
  }

  #takeChanges(): Changes {
    return { ...this.#rest(), ...this.#changed.take() };
  }
}
