/** What the sandbox sends to the page. Types only, so that the page can import them. */
import type { PendingFault } from './faults.js';
import type { SandboxMessage, SandboxRequest } from './records.js';

/** Somebody is typing to this address until this time, in milliseconds since the epoch. */
export interface Typing {
  readonly recipient: string;
  readonly until: number;
}

/** How many records the sandbox holds; a page shows the latest of them. */
export interface Totals {
  readonly messages: number;
  readonly requests: number;
  readonly recipients: number;
}

/** The records that are new or changed since the event before, oldest first, and the rest as it is now. */
export interface Changes {
  /** The sandbox's time, in milliseconds since the epoch; the browser's time may differ. */
  readonly now: number;
  readonly messages: readonly SandboxMessage[];
  readonly requests: readonly SandboxRequest[];
  /** Those that began, and with a time that is over those that ended. */
  readonly typing: readonly Typing[];
  readonly faults: readonly Readonly<PendingFault>[];
  readonly totals: Totals;
}

/** What a page starts with: the latest records, as if all of them had just changed. */
export interface Snapshot extends Changes {
  /** The base URL of the API. */
  readonly url: string;
  /** The names of its operations, which a fault may name. */
  readonly operations: readonly string[];
}
