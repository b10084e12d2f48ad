/**
 * Server-sent events for the page: a snapshot first, then every change. Written to the response itself:
 * a web stream does not tell how much of it a slow page has not read.
 */
import type { ServerResponse } from 'node:http';

/** A page that does not read is disconnected; it reconnects and gets a new snapshot. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;
const MAX_LISTENERS = 32;
/** Milliseconds after which a page reconnects. */
const RETRY_MS = 1_000;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
};

// JSON text has no line breaks, so one `data:` line holds it.
const formatEvent = (type: string, data: unknown): string =>
  `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;

export class Events {
  readonly #listeners = new Set<ServerResponse>();

  get listeners(): number {
    return this.#listeners.size;
  }

  /** @returns false when there are too many listeners already */
  listen(response: ServerResponse, snapshot: unknown): boolean {
    if (this.#listeners.size >= MAX_LISTENERS) return false;
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
    response.writeHead(200, HEADERS);
    response.write(`retry: ${RETRY_MS}\n${formatEvent('snapshot', snapshot)}`);
    return true;
  }

  send(type: string, data: unknown): void {
    if (this.#listeners.size === 0) return;
    const text = formatEvent(type, data);
    for (const response of this.#listeners) {
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
      else response.write(text);
    }
  }

  close(): void {
    for (const response of this.#listeners) response.end();
  }
}
