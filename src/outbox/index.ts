/** `tigerconnect-messages/outbox`: sending that survives crashes, on PostgreSQL through pg-boss. */
export {
  createOutbox,
  type EnqueuedMessage,
  type EnqueueOptions,
  type ListOptions,
  type Outbox,
  type WorkOptions,
} from './outbox.js';
export type { OutboxOptions } from './options.js';
export type { OutboxWorker, Sender } from './worker/outbox-worker.js';
export { type Executor, fromPg, type PgClient } from './database.js';
export { FolderInUseError } from './embedded/folder-in-use-error.js';
export { OutboxError } from './outbox-error.js';
export type { GiveUpReason } from './decisions.js';
export type { MessageCounts, MessageState, MessageStatus } from './message-status.js';
export type {
  FailureEvent,
  OutcomeEvent,
  OutboxEvent,
  PauseEvent,
  StopEvent,
} from './outbox-event.js';

// What the types above mention; they are those of `tigerconnect-messages`.
export type { Address, AddressKind } from '../address/address.js';
export type { Delivery, ErrorDetails, TigerConnectError } from '../errors.js';
export type { DataElement, JsonObject, JsonValue } from '../messages/data.js';
export type { SendMessage } from '../messages/message.js';
export type { SentMessage } from '../messages/messages.js';
export type { CallLimits, CallOptions } from '../options/options.js';
