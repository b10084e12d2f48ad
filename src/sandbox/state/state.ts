/** Everything a sandbox remembers, and the one place from which the page is told of changes. */
import type { Clock } from '../../clock.js';
import { Deadlines } from './deadlines.js';
import { Events } from './events.js';
import { Faults } from './faults.js';
import { Journal } from './journal.js';
import { Mailbox } from './mailbox.js';
import type { Changes, Snapshot } from './snapshot.js';

/** How many of the latest messages and requests a page begins with. */
const SNAPSHOT_SIZE = 500;

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
      <Type extends keyof Changes>(type: Type) =>
      (data: Changes[Type]): void => {
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
      typing: this.mailbox.typing.current,
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
