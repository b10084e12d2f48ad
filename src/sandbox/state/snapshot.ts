/** What the page shows, as the sandbox tells it. Types alone, so that the browser's side can share them. */
import type { PendingFault } from './faults.js';
import type { SandboxMessage, SandboxRequest } from './records.js';

/** Somebody is typing to this address, until then (milliseconds since the epoch). */
export interface Typing {
  readonly recipient: string;
  readonly until: number;
}

/** What a page begins with; the events that follow change single records of it. */
export interface Snapshot {
  /** The sandbox's time, in milliseconds since the epoch; that of the page may differ. */
  readonly now: number;
  /** The base URL of the API. */
  readonly url: string;
  readonly messages: readonly SandboxMessage[];
  readonly requests: readonly SandboxRequest[];
  readonly typing: readonly Typing[];
  readonly faults: readonly Readonly<PendingFault>[];
}

/** What each later event carries, beside the sandbox's time. */
export interface Changes {
  readonly message: SandboxMessage;
  readonly request: SandboxRequest;
  readonly typing: Typing;
  readonly faults: Snapshot['faults'];
}
