/** The lines of a journal. */
import { writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';

import { fileId } from './input-file.js';

export const FORMAT = 'tigerconnect-send 2';
/** How each header starts, even one that is cut off. */
export const START = '{"format":"tigerconnect-send';

/** What must be the same when a run is resumed. */
export interface Identity {
  /** Where the rows go. */
  readonly server: string;
  /** SHA-256 of the options that change what is sent. */
  readonly options: string;
}

/** The first line; of several, which only processes that appended at once can leave, the first that is whole. */
export interface Header extends Identity {
  readonly format: typeof FORMAT;
  readonly run: string;
  readonly began: string;
}

/** A file that the run read its rows from: its real path, and the id of the file itself. */
export interface InputLine {
  readonly input: string;
  readonly id: string;
}

/** Whether the file that the rows were read from last is still where it was. */
export async function isInPlace(inputs: readonly InputLine[]): Promise<boolean> {
  const last = inputs.at(-1);
  const stats = await stat(last?.input ?? '', { bigint: true }).catch(() => undefined);
  return stats !== undefined && inputs.some(({ id }) => id === fileId(stats));
}

/** The outcome of a row, without recipient and text. */
export interface Entry {
  readonly row: number;
  /** The hash of the row's content. */
  readonly content: string;
  /** Counts rows with the same content, from 1; 0 for a row with a request id of its own. */
  readonly copy: number;
  readonly requestId: string;
  /** `begun` is written before a row is sent, so that what a kill interrupts is known. */
  readonly outcome: 'begun' | 'sent' | 'not-sent' | 'unknown';
  readonly messageId?: string;
}

export function parseLine(line: string): Partial<Header & InputLine & Entry> {
  try {
    return (JSON.parse(line) ?? {}) as Partial<Header & InputLine & Entry>;
  } catch {
    // A line that was cut off by a kill or a power failure: its row counts as not done.
    return {};
  }
}

/**
 * Appends a line, in one write, since another process may append at the same time. A line break stands before it, so
 * that it is a line of its own whatever a process that was killed has left; what a short write left is one that nobody
 * can read. It writes synchronously, so that the line survives the end of the process.
 * @throws what writing throws
 */
export function writeLine(fd: number, line: object, isFirst = false): void {
  const bytes = Buffer.from(`\n${JSON.stringify(line)}`);
  let from = isFirst ? 1 : 0;
  while (writeSync(fd, bytes, from) < bytes.length - from) from = 0;
}
