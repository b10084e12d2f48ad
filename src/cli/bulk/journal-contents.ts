/** What a journal holds, as far as it can be read. */
import { createReadStream } from 'node:fs';

import {
  type Entry,
  FORMAT,
  type Header,
  type InputLine,
  parseLine,
  START,
} from './journal-lines.js';
import { splitLines } from './lines.js';

/** Most contents stand once in a file: they share one list. */
const FIRST_COPY: readonly number[] = [1];

/** A power failure may leave zeros where something was appended. */
function withoutZeros(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === 0) end -= 1;
  return line.slice(0, end);
}

/** Whether it is what a full disk, a kill or a power failure made of a header; or empty. */
const isCutHeader = (line: string): boolean => line.startsWith(START) || START.startsWith(line);

export class JournalContents {
  /** The first one that is whole. Absent in a file that is not a journal, and in one whose headers were cut off. */
  header: Header | undefined;
  readonly inputs: InputLine[] = [];
  /** Whether the file is empty, or holds headers that were cut off and nothing else: then nothing was sent. */
  isBlank = true;
  readonly #sent = new Map<string, readonly number[]>();
  /** By request id: how often its row may have been sent, without an answer that proves one or the other. */
  readonly #open = new Map<string, { content: string; times: number }>();
  readonly #openContents = new Set<string>();
  readonly #owners = new Map<string, string>();

  /** @throws LineTooLongError when it is a file of another kind */
  static async read(file: string): Promise<JournalContents> {
    const contents = new JournalContents();
    const pieces = createReadStream(file, 'utf8') as AsyncIterable<string>;
    for await (const piece of splitLines(pieces)) {
      const text = withoutZeros(piece);
      const line = parseLine(text);
      if (contents.header !== undefined) {
        contents.#add(line);
        continue;
      }
      if (line.format === undefined && isCutHeader(text)) continue;
      contents.isBlank = false;
      if (line.format !== FORMAT) break;
      contents.header = line as Header;
    }
    for (const { content } of contents.#open.values()) contents.#openContents.add(content);
    return contents;
  }

  /** The copies of a content that were sent. */
  sentCopies(content: string): readonly number[] {
    return this.#sent.get(content) ?? [];
  }

  mayHaveSent(content: string): boolean {
    return this.#sent.has(content) || this.#openContents.has(content);
  }

  /** The content that may have been sent with a request id of the file's own. */
  findOwner(requestId: string): string | undefined {
    const id = requestId.toLowerCase();
    return this.#owners.get(id) ?? this.#open.get(id)?.content;
  }

  #add(line: ReturnType<typeof parseLine>): void {
    if (line.input !== undefined) this.inputs.push(line as InputLine);
    else if (line.outcome !== undefined) this.#remember(line as Entry);
  }

  #remember({ content, copy, requestId, outcome }: Entry): void {
    const id = requestId.toLowerCase();
    const times = this.#open.get(id)?.times ?? 0;
    switch (outcome) {
      case 'begun':
        this.#open.set(id, { content, times: times + 1 });
        return;
      case 'unknown':
        this.#open.set(id, { content, times: Math.max(times, 1) });
        return;
      case 'not-sent':
        // It says nothing of an earlier time, which a kill may have left open.
        if (times > 1) this.#open.set(id, { content, times: times - 1 });
        else this.#open.delete(id);
        return;
      case 'sent':
        this.#open.delete(id);
        if (copy === 0) this.#owners.set(id, content);
        this.#addSent(content, copy);
    }
  }

  #addSent(content: string, copy: number): void {
    const before = this.#sent.get(content);
    if (before === undefined && copy === 1) this.#sent.set(content, FIRST_COPY);
    else if (!before?.includes(copy)) this.#sent.set(content, [...(before ?? []), copy]);
  }
}
