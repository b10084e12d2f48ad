/** The stream of the sandbox's changes, which the browser opens anew when it is lost. */
import type { Changes, Snapshot } from '../../state/snapshot.js';

export interface Listener {
  readonly snapshot: (snapshot: Snapshot) => void;
  readonly changes: (changes: Changes) => void;
  /** Whether the stream is open. */
  readonly live: (isLive: boolean) => void;
}

export class Connection {
  #events: EventSource | undefined;

  constructor(private readonly listener: Listener) {}

  /** @param latest how many records of each kind the page wants to hold */
  open(latest: number): void {
    this.#events?.close();
    const events = new EventSource(`/events?latest=${latest}`);
    const { snapshot, changes, live } = this.listener;
    events.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
      snapshot(JSON.parse(data) as Snapshot);
    });
    events.addEventListener('changes', ({ data }: MessageEvent<string>) => {
      changes(JSON.parse(data) as Changes);
    });
    events.addEventListener('open', () => {
      live(true);
    });
    events.addEventListener('error', () => {
      live(false);
    });
    this.#events = events;
  }
}
