/** The lines of a journal. */
import { stat } from 'node:fs/promises';

import { fileId } from './input-file.js';

export const FORMAT = 'tigerconnect-send 2';
/** How each journal starts, even one that is cut off in its first line. */
export const START = '{"format":"tigerconnect-send';

/** What must be the same when a run is resumed. */
export interface Identity {
  /** Where the rows go. */
  readonly server: string;
  /** SHA-256 of the options that change what is sent. */
  readonly options: string;
}

/** The first line. */
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
