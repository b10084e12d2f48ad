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

/** Whether it is what a full disk, a kill or a power failure, which may leave zeros, made of a first line. */
function isCutHeader(line: string): boolean {
  const kept = line.replace(/\0+$/, '');
  return kept.startsWith(START) || START.startsWith(kept);
}

export class JournalContents {
  /** Absent in a file that is not a journal, and in one that was cut off in its first line. */
  header: Header | undefined;
  readonly inputs: InputLine[] = [];
  /** Whether the file is empty, or was cut off in its first line: then nothing was sent. */
  isBlank = true;
  endsInLine = false;
  readonly #sent = new Map<string, readonly number[]>();
  /** By request id: how often its row may have been sent, without an answer that proves one or the other. */
  readonly #open = new Map<string, { content: string; times: number }>();
  readonly #openContents = new Set<string>();
  readonly #owners = new Map<string, string>();

  /** @throws LineTooLongError when it is a file of another kind */
  static async read(file: string): Promise<JournalContents> {
    const contents = new JournalContents();
    let last = '';
    const pieces = async function* (): AsyncGenerator<string> {
      for await (const piece of createReadStream(file, 'utf8')) yield (last = piece as string);
    };
    let count = 0;
    for await (const text of splitLines(pieces())) {
      count += 1;
      const line = parseLine(text);
      if (count === 1 && line.format === FORMAT) contents.header = line as Header;
      if (count === 1) contents.isBlank = isCutHeader(text) && contents.header === undefined;
      else if (contents.header === undefined) break;
      else if (line.input !== undefined) contents.inputs.push(line as InputLine);
      else if (line.outcome !== undefined) contents.#remember(line as Entry);
    }
    contents.endsInLine = last !== '' && !last.endsWith('\n');
    if (count > 0) contents.isBlank &&= count === 1 && contents.endsInLine;
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
