/** A listener to a sandbox's events, as the page is one. */
import type { Sandbox } from '../../src/sandbox/index.js';
import type { Changes, Snapshot } from '../../src/sandbox/state/snapshot.js';

type Kind = 'messages' | 'requests' | 'typing';

export interface Listener {
  readonly snapshot: Snapshot;
  /** The next changed record of a kind; those of other kinds are passed over. */
  next<Of extends Kind>(kind: Of): Promise<Changes[Of][number]>;
  /** The events that came after the snapshot. */
  readonly seen: readonly Event[];
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
}

interface Event {
  readonly type: string;
  readonly data: Changes;
}

async function* read(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Event> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    const frames = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) {
      const type = /^event: (.*)$/m.exec(frame)?.[1] ?? '';
      yield { type, data: JSON.parse(/^data: (.*)$/m.exec(frame)?.[1] ?? 'null') as Changes };
    }
  }
}

/** @param query of the stream's address */
export async function eventsOf(sandbox: Sandbox, query = ''): Promise<Listener> {
  const { body } = await fetch(`${sandbox.pageUrl}events${query}`);
  if (body === null) throw new Error('no stream');
  const events = read(body);
  const first = await events.next();
  const seen: Event[] = [];
  let wake = (): void => undefined;
  const ended = (async () => {
    for await (const event of events) {
      seen.push(event);
      wake();
    }
  })().catch(() => undefined);
  const taken = { messages: 0, requests: 0, typing: 0 };
  return {
    snapshot: (first.value as Event).data as Snapshot,
    seen,
    ended,
    next: async (kind) => {
      for (;;) {
        const records = seen.flatMap(({ data }): readonly unknown[] => data[kind]);
        const record = records[taken[kind]];
        if (record !== undefined) {
          taken[kind] += 1;
          return record as never;
        }
        await new Promise<void>((resume) => {
          wake = resume;
        });
      }
    },
  };
}
