/** A listener to a sandbox's events, as the page is one. */
import type { Sandbox } from '../../src/sandbox/index.js';
import type { Snapshot } from '../../src/sandbox/state/snapshot.js';

export interface Listener {
  readonly snapshot: Snapshot;
  /** The next event of a type; events of others are passed over. */
  next(type: string): Promise<unknown>;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
}

interface Event {
  type: string;
  data: unknown;
}

async function* read(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Event> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    const frames = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const type = /^event: (.*)$/m.exec(frame)?.[1] ?? '';
      yield { type, data: JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? 'null') as unknown };
    }
  }
}

export async function eventsOf(sandbox: Sandbox): Promise<Listener> {
  const { body } = await fetch(`${sandbox.pageUrl}events`);
  if (body === null) throw new Error('no stream');
  const events = read(body);
  const waiting = new Map<string, { seen: unknown[]; wake: () => void }>();
  const queue = (type: string): { seen: unknown[]; wake: () => void } => {
    const known = waiting.get(type) ?? { seen: [], wake: () => undefined };
    waiting.set(type, known);
    return known;
  };
  const first = await events.next();
  const ended = (async () => {
    for await (const { type, data } of events) {
      queue(type).seen.push((data as { data: unknown }).data);
      queue(type).wake();
    }
  })().catch(() => undefined);
  return {
    snapshot: (first.value as Event).data as Snapshot,
    ended,
    next: async (type) => {
      const entry = queue(type);
      while (entry.seen.length === 0) {
        await new Promise<void>((wake) => {
          entry.wake = wake;
        });
      }
      return entry.seen.shift();
    },
  };
}
