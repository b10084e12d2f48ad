/** A message as callers write it, checked and turned into the form fields of the API. */
import type { MessageService } from '../../generated/services/MessageService.js';
import type { Address } from '../address/address.js';
import {
  check,
  checkKnown,
  isOwnUuid,
  isWholeFrom,
  nearest,
  pick,
  type Rule,
  unknownField,
} from '../check.js';
import { InvalidArgumentError } from '../errors.js';
import { type DataElement, isWellFormed, type JsonObject, serialiseData } from './data.js';

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
  /**
   * What travels with the message for programs to read: elements, whose payload is serialised for
   * you, or other objects of plain JSON, which travel as they are.
   */
  data?: readonly (DataElement | JsonObject)[] | undefined;
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

const isToken = (value: unknown): boolean => typeof value === 'string' && TOKEN.test(value);
const AN_ORGANIZATION = 'must be an organisation token of letters and digits';

const RULES: readonly Rule<SendMessage>[] = [
  ['requestId', isOwnUuid, 'must be a UUID of its own, for example one from crypto.randomUUID()'],
  ['ttl', isWholeFrom(1), 'must be a whole number of minutes, 1 or more'],
  ['deleteOnRead', (value) => typeof value === 'boolean', 'must be true or false'],
  ['organization', isToken, AN_ORGANIZATION],
  ['senderOrganization', isToken, AN_ORGANIZATION],
  ['recipientOrganization', isToken, AN_ORGANIZATION],
];

const FIELDS: readonly (keyof SendMessage)[] = [
  ...RULES.map(([field]) => field),
  ...(['to', 'body', 'data'] as const),
];
const NAMES: readonly string[] = FIELDS;

const invalid = (field: string, message: string): InvalidArgumentError =>
  new InvalidArgumentError(field, message);

/** Of a message that may have fields of the caller's own: refuses those that are a slip of ours. */
function checkOwnFields(message: object): void {
  for (const field of Object.keys(message)) {
    if (NAMES.includes(field)) continue;
    const meant = nearest(field.replaceAll(/[_-]/g, ''), FIELDS, 1);
    // A short name has words near it, such as date to data; a slip of it holds it, such as ttll.
    if (meant !== undefined && (meant.length > 4 || field.toLowerCase().includes(meant))) {
      throw unknownField('message', field, meant, InvalidArgumentError, FIELDS);
    }
  }
}

/**
 * The message alone, whose fields do not change any more.
 * @param own whether it may have fields of the caller's own
 * @throws InvalidArgumentError naming the field, also when there is no message at all, say a hole in a list
 */
export function readMessage(given: SendMessage, own: boolean): SendMessage {
  if (typeof given !== 'object' || (given as unknown) === null) {
    throw invalid('message', 'must be an object with `to` and `body`');
  }
  if (own) checkOwnFields(given);
  else checkKnown('message', given, FIELDS, InvalidArgumentError);
  const message = pick(given, FIELDS);
  const { body, organization, senderOrganization, recipientOrganization } = message;
  if (typeof body !== 'string' || body.trim() === '')
    throw invalid('body', 'must be text, not blank');
  if (!isWellFormed(body)) throw invalid('body', 'must be well-formed Unicode');
  check(message, RULES, InvalidArgumentError);
  if (organization !== undefined && (senderOrganization ?? recipientOrganization) !== undefined) {
    throw invalid(
      'organization',
      'give either this or senderOrganization and recipientOrganization',
    );
  }
  return message;
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
    throw invalid(field, 'must be an array of message tokens, as send() returns them');
  }
  return [...(ids as readonly string[])];
}
