/** The lines of a journal, and the check that it belongs to this run. */
import { UsageError } from '../shell/usage-error.js';

export const FORMAT = 'tigerconnect-send 1';
/** How each journal starts, even one that is cut off in its first line. */
export const START = '{"format":"tigerconnect-send';

/** What must be the same when a run is resumed. */
export interface Identity {
  /** SHA-256 of the file. */
  readonly file: string;
  /** Where the rows go. */
  readonly server: string;
  /** SHA-256 of the options that change what is sent. */
  readonly options: string;
}

export interface Header extends Identity {
  readonly format: typeof FORMAT;
  readonly run: string;
  readonly began: string;
}

/** The outcome of a row, without recipient and text. */
export interface Entry {
  readonly row: number;
  readonly requestId: string;
  readonly outcome: 'sent' | 'not-sent' | 'unknown';
  readonly messageId?: string;
}

const DIFFERENCES: Readonly<Record<keyof Identity, string>> = {
  file: 'the file has changed since; put it back as it was. For changed rows begin a file of their own',
  server: 'it was for another server (TIGERCONNECT_BASE_URL)',
  options: 'it was with other options; give the same ones',
};

export function parseLine(line: string): Partial<Header & Entry> {
  try {
    return (JSON.parse(line) ?? {}) as Partial<Header & Entry>;
  } catch {
    // A line that was cut off by a kill or a power failure: its row counts as not done.
    return {};
  }
}

/** @throws UsageError when the journal belongs to another run */
export function checkIdentity(file: string, header: Header, identity: Identity): void {
  const found = (['file', 'server', 'options'] as const).find(
    (part) => header[part] !== identity[part],
  );
  if (found === undefined) return;
  throw new UsageError(
    `the journal, ${file}, is of a run begun ${header.began}, and ${DIFFERENCES[found]}. ` +
      'To send every row anew, also those that were sent, remove the journal.',
  );
}
