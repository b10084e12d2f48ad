/** What the sandbox keeps and shows: messages, accounts, requests. Plain data; a change makes a new object. */

/** The delivery state of a message. It only moves forward. */
export type DeliveryState = 'sent' | 'delivered' | 'read';

/** An operation of the API, by its name in the document. */
export type OperationId =
  'sendMessage' | 'typingMessage' | 'updateMessageStatus' | (string & Record<never, never>);

/** A message that the sandbox accepted. Times are milliseconds since the epoch. */
export interface SandboxMessage {
  /** The message token, as `TT-X-Message-Id` gave it. */
  readonly messageId: string;
  /** The address of the account it went to, in one form: email in lower case, phone as `+` and digits. */
  readonly recipient: string;
  /** The text; empty once the message is removed. */
  readonly body: string;
  /** The JSON text of `data` as it was sent; absent without it and once the message is removed. */
  readonly data?: string;
  /** Minutes until it expires, as they were sent; -1: never. */
  readonly ttl?: number;
  /** Whether its text is removed 60 seconds after it was read. */
  readonly deleteOnRead: boolean;
  readonly senderOrganization?: string;
  readonly recipientOrganization?: string;
  /** The `Request-ID` it was accepted with. */
  readonly requestId?: string;
  /** Changed by `updateStatus`, by `Sandbox.read` and on the page. */
  readonly state: DeliveryState;
  readonly sentAt: number;
  readonly deliveredAt?: number;
  readonly readAt?: number;
  /** When its text is removed: after its `ttl`, without one after 30 days, and sooner when it is deleted on read. */
  readonly expiresAt?: number;
  /** Why its text is gone: its time ran out, or it was to be deleted on read and was read. */
  readonly removed?: 'expired' | 'read';
  /** The warnings of the request that sent it. */
  readonly warnings: readonly string[];
}

/** An account, made when the first message to its address arrived. */
export interface SandboxAccount {
  /** In one form: email in lower case, phone as `+` and digits, token as it came. */
  readonly address: string;
  readonly kind: 'email' | 'phone' | 'token';
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** The answer, as far as it was sent. */
export interface SandboxResponse {
  readonly status: number;
  /** Without the headers of the connection, which Node adds. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One request to the API as it came over the wire, and its answer. */
export interface SandboxRequest {
  /** Counts from 1. */
  readonly id: number;
  /** When it came, in milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  /** The request target, still encoded. */
  readonly target: string;
  /** Named as they came; the value of `Authorization` is replaced. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Absent when the API has no such path and method. */
  readonly operation?: OperationId;
  /** The path of the operation as the document has it: `/group/{group_token}/`. */
  readonly pathTemplate?: string;
  readonly requestId?: string;
  /** The account that it named, in one form as in `SandboxMessage`; absent when it was not understood. */
  readonly recipient?: string;
  /** The messages that it created, repeated or changed. */
  readonly messageIds: readonly string[];
  /** The kind of the fault it met. */
  readonly fault?: string;
  /** What is probably a mistake, and what the document does not say, in plain words; most have none. */
  readonly warnings: readonly string[];
  /** When it was answered; absent without an answer. */
  readonly answeredAt?: number;
  /** Absent before the answer, and when the connection was reset or never answered. */
  readonly response?: SandboxResponse;
}
