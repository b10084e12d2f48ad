/** Everything a sandbox remembers, and the one place that tells the page of changes. */
import type { Clock } from '../../clock.js';
import { Deadlines } from './deadlines.js';
import { Events } from './events.js';
import { Faults } from './faults.js';
import { Mailbox } from './mailbox.js';
import { RequestLog } from './request-log.js';
import type { Changes, Snapshot } from './snapshot.js';

/** How many of the latest messages and requests a page begins with. */
const SNAPSHOT_SIZE = 500;

export class State {
  readonly events = new Events();
  readonly faults: Faults;
  readonly mailbox: Mailbox;
  readonly requestLog: RequestLog;
  /** For requests that a fault holds back. */
  readonly deadlines: Deadlines;
  /** The base URL of the API, once it is known. */
  url = '';

  constructor(
    capacity: number,
    private readonly clock: Clock,
  ) {
    const notify =
      <Type extends keyof Changes>(type: Type) =>
      (data: Changes[Type]): void => {
        this.events.send(type, { now: clock.now(), data });
      };
    this.deadlines = new Deadlines(clock);
    this.faults = new Faults(() => {
      notify('faults')(this.faults.pending);
    });
    this.requestLog = new RequestLog(capacity, clock, notify('request'));
    this.mailbox = new Mailbox(capacity, clock, {
      message: notify('message'),
      typing: notify('typing'),
    });
  }

  snapshot(): Snapshot {
    return {
      now: this.clock.now(),
      url: this.url,
      messages: this.mailbox.messages.slice(-SNAPSHOT_SIZE),
      requests: this.requestLog.latest(SNAPSHOT_SIZE),
      typing: this.mailbox.typing.current,
      faults: this.faults.pending,
    };
  }

  reset(): void {
    this.mailbox.clear();
    this.requestLog.clear();
    this.faults.clear();
    this.events.send('snapshot', this.snapshot());
  }

  close(): void {
    this.events.close();
    this.deadlines.stop();
    this.mailbox.stop();
  }
}
