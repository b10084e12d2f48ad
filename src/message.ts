/** A message as callers write it, checked and turned into the form fields of the API. */
import type { Address } from './address/address.js';
import { InvalidArgumentError } from './errors.js';

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** An object that JSON can hold. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** What to send, and to whom. */
export interface SendMessage {
  /** An `Address`, or a string that `parseAddress` takes for exactly one. */
  to: Address | string;
  /** The text; not blank. */
  body: string;
  /**
   * Minutes until the message expires, a whole number from 1. The organisation's settings may override it.
   * @default the organisation's
   */
  ttl?: number | undefined;
  /** Whether the message is deleted once it is read. @default the organisation's */
  deleteOnRead?: boolean | undefined;
  /** Objects that travel with the message; plain JSON, serialised for you. */
  data?: readonly JsonObject[] | undefined;
  /**
   * Your own idempotency key, a UUID, say from an outbox row: however often a message is sent with
   * it, the service accepts it once.
   * @default a new random UUID
   */
  requestId?: string | undefined;
  /** The token of the organisation of both sender and recipient. */
  organization?: string | undefined;
  /** The token of the sender's organisation; without `recipientOrganization` also the recipient's. */
  senderOrganization?: string | undefined;
  /** The token of the recipient's organisation; without `senderOrganization` also the sender's. */
  recipientOrganization?: string | undefined;
}

/** The form fields of a message on the wire. */
export interface MessageForm {
  body: string;
  data?: string;
  dor?: boolean;
  recipient_organization?: string;
  sender_organization?: string;
  ttl?: number;
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const TOKEN = /^[\w-]+$/;
// Half of a surrogate pair: no encoding can carry it, and it would arrive as something else.
const LONE_SURROGATE = /\p{Surrogate}/u;

const fault = (field: string, message: string): InvalidArgumentError =>
  new InvalidArgumentError(field, message);

function checkText(field: string, value: string): void {
  if (LONE_SURROGATE.test(value)) throw fault(field, 'must be well-formed Unicode');
}

/** What makes a value not plain JSON, as words; undefined when it is. `JSON.stringify` would alter it in silence. */
function notJson(value: unknown, ancestors: readonly object[]): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? 'broken Unicode' : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'NaN or Infinity';
  if (typeof value !== 'object') return `a value of type ${typeof value}`;
  if (ancestors.includes(value)) return 'a cycle';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return 'an instance of a class';
  }
  const inside = [...ancestors, value];
  // Array.from fills the holes of a sparse array, which Object.values would pass over.
  const members = Array.isArray(value) ? Array.from(value as unknown[]) : Object.values(value);
  for (const member of members) {
    const found = notJson(member, inside);
    if (found !== undefined) return found;
  }
  const key = Array.isArray(value)
    ? undefined
    : Object.keys(value).find((name) => LONE_SURROGATE.test(name));
  return key === undefined ? undefined : 'broken Unicode';
}

function serialiseData(data: SendMessage['data']): string {
  const isObject = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  if (!Array.isArray(data) || !Array.from(data as unknown[]).every(isObject)) {
    throw fault('data', 'must be an array of objects');
  }
  const found = notJson(data, []);
  if (found !== undefined) throw fault('data', `must be plain JSON, and holds ${found}`);
  return JSON.stringify(data);
}

function organizations(message: SendMessage): { sender?: string; recipient?: string } {
  const { organization, senderOrganization, recipientOrganization } = message;
  const given = { organization, senderOrganization, recipientOrganization };
  for (const [field, token] of Object.entries(given)) {
    if (token !== undefined && (typeof token !== 'string' || !TOKEN.test(token))) {
      throw fault(field, 'must be an organisation token of letters and digits');
    }
  }
  if (organization !== undefined && (senderOrganization ?? recipientOrganization) !== undefined) {
    throw fault('organization', 'give either this or senderOrganization and recipientOrganization');
  }
  // One known organisation stands for both, as in the vendor's SDK.
  const sender = senderOrganization ?? organization ?? recipientOrganization;
  const recipient = recipientOrganization ?? organization ?? senderOrganization;
  return sender === undefined || recipient === undefined ? {} : { sender, recipient };
}

/**
 * @throws InvalidArgumentError naming the field; its value never shows
 */
export function messageForm(message: SendMessage): MessageForm {
  const { body, ttl, deleteOnRead, data } = message;
  if (typeof body !== 'string' || body.trim() === '')
    throw fault('body', 'must be text, not blank');
  checkText('body', body);
  if (ttl !== undefined && !(Number.isSafeInteger(ttl) && ttl > 0)) {
    throw fault('ttl', 'must be a whole number of minutes, 1 or more');
  }
  if (deleteOnRead !== undefined && typeof deleteOnRead !== 'boolean') {
    throw fault('deleteOnRead', 'must be true or false');
  }
  const { sender, recipient } = organizations(message);
  return {
    body,
    ...(data === undefined ? undefined : { data: serialiseData(data) }),
    ...(deleteOnRead === undefined ? undefined : { dor: deleteOnRead }),
    ...(sender === undefined ? undefined : { sender_organization: sender }),
    ...(recipient === undefined ? undefined : { recipient_organization: recipient }),
    ...(ttl === undefined ? undefined : { ttl }),
  };
}

/** @throws InvalidArgumentError when it is no object at all, say a hole in a list */
export function checkMessage(message: SendMessage): void {
  if (typeof message !== 'object' || (message as unknown) === null) {
    throw fault('message', 'must be an object with `to` and `body`');
  }
}

/** @throws InvalidArgumentError when it is not a UUID */
export function checkRequestId(requestId: string): string {
  if (typeof requestId !== 'string' || !UUID.test(requestId)) {
    throw fault('requestId', 'must be a UUID, for example one from crypto.randomUUID()');
  }
  return requestId;
}

/** @throws InvalidArgumentError when it is not a list of message tokens */
export function checkMessageIds(field: string, ids: readonly string[]): string[] {
  const isId = (id: unknown): boolean => typeof id === 'string' && TOKEN.test(id);
  if (!Array.isArray(ids) || !Array.from(ids as unknown[]).every(isId)) {
    throw fault(field, 'must be an array of message tokens, as send() returns them');
  }
  return [...(ids as readonly string[])];
}
