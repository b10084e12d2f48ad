/**
 * Server-sent events for the page: a snapshot first, then what changed since. Written to the response
 * itself: a web stream does not tell how much of it a slow page has not read.
 */
import type { ServerResponse } from 'node:http';

/** A page that has not read this much, beside its snapshot, gets no changes; once it has read, it gets a new snapshot. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
/** More pages than these end the oldest: whoever opens pages keeps nobody out. */
const MAX_LISTENERS = 32;
/** Milliseconds after which a page reconnects. */
const RETRY_MS = 1_000;
/**
 * Milliseconds in which changes are collected, so that a busy sandbox sends few events. Of this machine's
 * time also where a test holds the sandbox's clock: a page is looked at meanwhile.
 */
const BATCH_MS = 20;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

// JSON text has no line breaks, so one `data:` line holds it.
const formatEvent = (type: string, data: unknown): string =>
  `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

interface Listener {
  readonly response: ServerResponse;
  readonly snapshot: () => unknown;
  /** Whether it missed changes. */
  isBehind: boolean;
  /** What it had to read once the snapshot was written; with many records that alone is much. */
  snapshotBytes: number;
}

function refresh(listener: Listener): void {
  listener.isBehind = false;
  listener.response.write(formatEvent('snapshot', listener.snapshot()));
  listener.snapshotBytes = listener.response.writableLength;
}

export class Events {
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;

  /** @param takeChanges gives what changed since it was last called */
  constructor(private readonly takeChanges: () => unknown) {}

  get listeners(): number {
    return this.#listeners.size;
  }

  listen(response: ServerResponse, snapshot: () => unknown): void {
    const [oldest] = this.#listeners;
    if (oldest !== undefined && this.#listeners.size >= MAX_LISTENERS) {
      this.#listeners.delete(oldest);
      // It may not be reading, and then would never end.
      oldest.response.destroy();
    }
    const listener = { response, snapshot, isBehind: false, snapshotBytes: 0 };
    this.#listeners.add(listener);
    response.on('close', () => this.#listeners.delete(listener));
    response.on('drain', () => {
      listener.snapshotBytes = 0;
      if (listener.isBehind) refresh(listener);
    });
    response.writeHead(200, HEADERS);
    response.write(`retry: ${RETRY_MS}\n`);
    refresh(listener);
  }

  /** Sends the changes soon. */
  announce(): void {
    if (this.#listeners.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send();
    }, BATCH_MS).unref();
  }

  /** Begins anew: everything may have changed. */
  refresh(): void {
    this.takeChanges();
    for (const listener of this.#listeners) refresh(listener);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { response } of this.#listeners) response.end();
  }

  #send(): void {
    const text = formatEvent('changes', this.takeChanges());
    for (const listener of this.#listeners) {
      const unread = listener.response.writableLength - listener.snapshotBytes;
      if (unread > MAX_UNREAD_BYTES) listener.isBehind = true;
      else if (!listener.isBehind) listener.response.write(text);
    }
  }
}
