/** A message as callers write it, checked and turned into the form fields of the API. */
import { randomUUID } from 'node:crypto';

import type { MessageService } from '../../generated/services/MessageService.js';
import type { Address } from '../address/address.js';
import { check, isUuid, isWholeFrom, type Rule } from '../check.js';
import { InvalidArgumentError } from '../errors.js';

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

type MessageForm = Parameters<MessageService['sendMessage']>[0]['formData'];

const TOKEN = /^[\w-]+$/;
// Half of a surrogate pair: no encoding can carry it, and it would arrive as something else.
const LONE_SURROGATE = /\p{Surrogate}/u;

const isToken = (value: unknown): boolean => typeof value === 'string' && TOKEN.test(value);
const AN_ORGANIZATION = 'must be an organisation token of letters and digits';

const RULES: readonly Rule<SendMessage>[] = [
  ['requestId', isUuid, 'must be a UUID, for example one from crypto.randomUUID()'],
  ['ttl', isWholeFrom(1), 'must be a whole number of minutes, 1 or more'],
  ['deleteOnRead', (value) => typeof value === 'boolean', 'must be true or false'],
  ['organization', isToken, AN_ORGANIZATION],
  ['senderOrganization', isToken, AN_ORGANIZATION],
  ['recipientOrganization', isToken, AN_ORGANIZATION],
];

const fault = (field: string, message: string): InvalidArgumentError =>
  new InvalidArgumentError(field, message);

/** @throws InvalidArgumentError naming the field, also when there is no message at all, say a hole in a list */
export function checkMessage(message: SendMessage): void {
  if (typeof message !== 'object' || (message as unknown) === null) {
    throw fault('message', 'must be an object with `to` and `body`');
  }
  const { body, organization, senderOrganization, recipientOrganization } = message;
  if (typeof body !== 'string' || body.trim() === '')
    throw fault('body', 'must be text, not blank');
  if (LONE_SURROGATE.test(body)) throw fault('body', 'must be well-formed Unicode');
  check(message, RULES, InvalidArgumentError);
  if (organization !== undefined && (senderOrganization ?? recipientOrganization) !== undefined) {
    throw fault('organization', 'give either this or senderOrganization and recipientOrganization');
  }
}

/** A number of JSON with its text, which a `number` could not hold. For the command; no public API. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

/** What makes a value not plain JSON, as words; undefined when it is, but for what it holds. */
function notJson(value: unknown): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return LONE_SURROGATE.test(value) ? 'broken Unicode' : undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'NaN or Infinity';
  if (typeof value !== 'object') return `a value of type ${typeof value}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = Array.isArray(value) || prototype === Object.prototype || prototype === null;
  return isPlain ? undefined : 'an instance of a class';
}

/** As JSON; `JSON.stringify` alone would alter in silence what JSON cannot hold. */
function serialiseData(data: unknown): string {
  const isObject = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && !Array.isArray(item);
  if (!Array.isArray(data) || !Array.from(data as unknown[]).every(isObject)) {
    throw fault('data', 'must be an array of objects');
  }
  // Stands before the text of a number that is to be written as it is; no data can hold it.
  const mark = randomUUID();
  try {
    const json = JSON.stringify(data, function (this: Record<string, unknown>, key) {
      // From its holder: the argument is what a toJSON would make of it.
      const value = this[key];
      if (value instanceof JsonNumber) return mark + value.text;
      const found = LONE_SURROGATE.test(key) ? 'broken Unicode' : notJson(value);
      if (found !== undefined) throw fault('data', `must be plain JSON, and holds ${found}`);
      return value;
    });
    return json.replaceAll(new RegExp(`"${mark}([^"]*)"`, 'g'), '$1');
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    // Its own words would name properties.
    throw fault('data', 'must be plain JSON, and holds a cycle or too many levels');
  }
}

/** @throws InvalidArgumentError when `data` is not plain JSON */
export function messageForm(message: SendMessage): MessageForm {
  const { body, data, deleteOnRead, ttl } = message;
  const { organization, senderOrganization, recipientOrganization } = message;
  // The request leaves out what is undefined.
  return {
    body,
    data: data === undefined ? undefined : serialiseData(data),
    dor: deleteOnRead,
    // One known organisation stands for both, as in the vendor's SDK.
    sender_organization: senderOrganization ?? organization ?? recipientOrganization,
    recipient_organization: recipientOrganization ?? organization ?? senderOrganization,
    ttl,
  } as MessageForm;
}

/** @throws InvalidArgumentError when it is not a list of message tokens */
export function checkMessageIds(field: string, ids: readonly string[]): string[] {
  if (!Array.isArray(ids) || !Array.from(ids as unknown[]).every(isToken)) {
    throw fault(field, 'must be an array of message tokens, as send() returns them');
  }
  return [...(ids as readonly string[])];
}
