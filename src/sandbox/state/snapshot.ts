/** What the sandbox sends to the page. Types only, so that the page can import them. */
import type { PendingFault } from './faults.js';
import type { SandboxMessage, SandboxRequest } from './records.js';

/** Somebody is typing to this address until this time, in milliseconds since the epoch. */
export interface Typing {
  readonly recipient: string;
  readonly until: number;
}

/** What a page starts with; each event after it changes one record. */
export interface Snapshot {
  /** The sandbox's time, in milliseconds since the epoch; the browser's time may differ. */
  readonly now: number;
  /** The base URL of the API. */
  readonly url: string;
  readonly messages: readonly SandboxMessage[];
  readonly requests: readonly SandboxRequest[];
  readonly typing: readonly Typing[];
  readonly faults: readonly Readonly<PendingFault>[];
}

/** What each later event carries, besides the sandbox's time. */
export interface Changes {
  readonly message: SandboxMessage;
  readonly request: SandboxRequest;
  readonly typing: Typing;
  readonly faults: Snapshot['faults'];
}
