/** What the operations that the sandbox has a behaviour for do with a valid request. */
import type { Mailbox } from '../state/mailbox.js';
import { readRecipient } from '../state/recipient.js';
import type { Operation } from './document.js';
import { OK, refusal, type Reply } from './reply.js';
import type { Validation } from './validator.js';

/** A valid request. */
export interface ValidRequest extends Pick<Validation, 'query' | 'fields'> {
  readonly requestId: string | undefined;
}

type Behaviour = (mailbox: Mailbox, request: ValidRequest) => Reply;

const tokenHeader = (messageId: string): Record<string, string> => ({
  'TT-X-Message-Id': messageId,
});

function isListOfObjects(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return (
      Array.isArray(value) &&
      value.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item))
    );
  } catch {
    return false;
  }
}

const sendMessage: Behaviour = (mailbox, { query, fields, requestId }) => {
  const accepted = mailbox.findAccepted(requestId);
  if (accepted !== undefined) {
    const former = mailbox.message(accepted);
    return {
      status: 304,
      headers: tokenHeader(accepted),
      ...(former && { recipient: former.recipient }),
      messageIds: [accepted],
    };
  }
  const { body, data, dor, ttl, sender_organization, recipient_organization } = fields as {
    body: string;
    data?: string;
    dor?: boolean;
    ttl?: number;
    sender_organization?: string;
    recipient_organization?: string;
  };
  // The document cannot say that one of two places is required.
  const inQuery = query['recipient'] as string | undefined;
  const inForm = (fields['recipient'] as string | undefined) ?? '';
  if ((inQuery === undefined) === (inForm === '')) {
    return refusal(400, 'The recipient must be given once, in the query or in the form.');
  }
  const recipient = readRecipient(inQuery ?? inForm);
  if ('problem' in recipient) return refusal(404, `The recipient ${recipient.problem}.`);
  const warnings = [
    ...(requestId === undefined ? ['no Request-ID: a retry would send the message again'] : []),
    ...(data === undefined || isListOfObjects(data) ? [] : ['data is not a JSON array of objects']),
    ...(body.trim() === '' ? ['the body is blank'] : []),
  ];
  const { messageId } = mailbox.send(recipient, {
    body,
    deleteOnRead: dor ?? false,
    ...(data !== undefined && { data }),
    ...(ttl !== undefined && { ttl }),
    ...(sender_organization !== undefined && { senderOrganization: sender_organization }),
    ...(recipient_organization !== undefined && { recipientOrganization: recipient_organization }),
    ...(requestId !== undefined && { requestId }),
    warnings,
  });
  const headers = tokenHeader(messageId);
  const { address } = recipient;
  return { status: 204, headers, recipient: address, messageIds: [messageId], warnings };
};

const updateMessageStatus: Behaviour = (mailbox, { fields }) => {
  const { delivered = [], read = [] } = fields as { delivered?: string[]; read?: string[] };
  const messageIds = [...new Set([...delivered, ...read])];
  const unknown = messageIds.filter((messageId) => mailbox.message(messageId) === undefined);
  if (unknown.length > 0) {
    return refusal(404, `${unknown.length} of ${messageIds.length} message tokens are not known.`);
  }
  for (const messageId of delivered) mailbox.advance(messageId, 'delivered');
  for (const messageId of read) mailbox.advance(messageId, 'read');
  const warnings = messageIds.length === 0 ? ['no message token in delivered or read'] : [];
  return { ...OK, messageIds, warnings };
};

const typingMessage: Behaviour = (mailbox, { query }) => {
  const recipient = readRecipient(query['recipient'] as string);
  if ('problem' in recipient) return refusal(404, `The recipient ${recipient.problem}.`);
  mailbox.typing.begin(recipient.address);
  return { ...OK, recipient: recipient.address };
};

/** By method and path, whatever the document calls the operation and its parameters. */
const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'POST /message/': sendMessage,
  'PUT /message/status/': updateMessageStatus,
  'GET /message/typing/': typingMessage,
};

/** @returns undefined when the sandbox has none, and the document answers */
export const findBehaviour = ({ method, path }: Operation): Behaviour | undefined =>
  BEHAVIOURS[`${method} ${path.replace(/\{[^}]*\}/g, '{}')}`];
