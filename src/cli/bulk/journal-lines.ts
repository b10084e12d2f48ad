/** What a journal holds, line by line, and whether it is of this run. */
import { UsageError } from '../shell/usage-error.js';

export const FORMAT = 'tigerconnect-send 1';
/** How each journal starts, also one that is cut off in its first line. */
export const START = '{"format":"tigerconnect-send';

/** What must be the same when a run is taken up again. */
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

/** What became of a row; no recipient and no text. */
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

/** One line. */
export function parsed(line: string): Partial<Header & Entry> {
  try {
    return (JSON.parse(line) ?? {}) as Partial<Header & Entry>;
  } catch {
    // The last line of a run that was killed, or one after a power failure: its row counts as not done.
    return {};
  }
}

/** @throws UsageError when a run of `header` is not the one asked for */
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
