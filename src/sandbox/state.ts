/** Everything a sandbox remembers, and the one place from which the page is told of changes. */
import type { Clock } from '../clock.js';
import { Deadlines } from './deadlines.js';
import { Events } from './events.js';
import { Faults, type PendingFault } from './faults.js';
import { Journal } from './journal.js';
import { Mailbox, type Typing } from './mailbox.js';
import type { SandboxMessage, SandboxRequest } from './records.js';

/** How many of the latest messages and requests a page begins with. */
const SNAPSHOT_SIZE = 500;

/** What a page shows; the events that follow change single records of it. */
export interface Snapshot {
  /** The sandbox's time, in milliseconds since the epoch; that of the page may differ. */
  readonly now: number;
  readonly url: string;
  readonly messages: readonly SandboxMessage[];
  readonly requests: readonly SandboxRequest[];
  readonly typing: readonly Typing[];
  readonly faults: readonly Readonly<PendingFault>[];
}

export class State {
  readonly events = new Events();
  readonly faults: Faults;
  readonly journal: Journal;
  readonly mailbox: Mailbox;
  /** For requests that are made to wait. */
  readonly deadlines: Deadlines;
  /** The base URL of the API, once it is known. */
  url = '';

  constructor(
    capacity: number,
    private readonly clock: Clock,
  ) {
    const tell =
      (type: string) =>
      (data: unknown): void => {
        this.events.send(type, { now: clock.now(), data });
      };
    this.deadlines = new Deadlines(clock);
    this.faults = new Faults(() => {
      tell('faults')(this.faults.pending);
    });
    this.journal = new Journal(capacity, clock, tell('request'));
    this.mailbox = new Mailbox(capacity, clock, {
      message: tell('message'),
      typing: tell('typing'),
    });
  }

  snapshot(): Snapshot {
    return {
      now: this.clock.now(),
      url: this.url,
      messages: this.mailbox.messages.slice(-SNAPSHOT_SIZE),
      requests: this.journal.latest(SNAPSHOT_SIZE),
      typing: this.mailbox.typing,
      faults: this.faults.pending,
    };
  }

  reset(): void {
    this.mailbox.clear();
    this.journal.clear();
    this.faults.clear();
    this.events.send('snapshot', this.snapshot());
  }

  close(): void {
    this.events.close();
    this.deadlines.stop();
    this.mailbox.stop();
  }
}
