/** What the sandbox does with a valid `POST /message/`. */
import { createHash } from 'node:crypto';

import type { Mailbox } from '../state/mailbox.js';
import { type AccountKey, readRecipient } from '../state/recipient.js';
import type { Behaviour, ValidRequest } from './behaviour.js';
import type { Remarks } from './remarks.js';
import { jsonBody, refusal, type Reply } from './reply.js';
import { toWireMessage } from './wire-message.js';

/** The fields of the form, in the types that the document gives them. */
interface Fields {
  readonly body: string;
  readonly data?: string;
  readonly dor?: boolean;
  readonly ttl?: number;
  readonly sender_organization?: string;
  readonly recipient_organization?: string;
  readonly recipient?: string;
}

const tokenHeader = (messageId: string): Record<string, string> => ({
  'TT-X-Message-Id': messageId,
});

/** What is asked for once must be the same when it is asked for again. */
function digest({ address }: AccountKey, fields: Fields): string {
  const { body, data, dor, ttl, sender_organization, recipient_organization } = fields;
  const content = [
    address,
    body,
    data,
    dor ?? false,
    ttl,
    sender_organization,
    recipient_organization,
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function remarkData(text: string, remarks: Remarks): void {
  let elements: unknown;
  try {
    elements = JSON.parse(text);
  } catch {
    // Told of as any other text that is no list.
  }
  if (!Array.isArray(elements) || !elements.every(isRecord)) {
    remarks.depart('data is not a JSON array of objects');
  } else if (!elements.every(({ namespace }) => typeof namespace === 'string')) {
    remarks.warn('data has an element without a namespace, which all known clients send');
  } else if (!elements.every(({ payload }) => typeof payload === 'string')) {
    remarks.warn('data has an element whose payload is not text; known clients send JSON as text');
  }
}

function readTarget({ query }: ValidRequest, fields: Fields): AccountKey | Reply {
  // The document cannot say that one of two places is required.
  const inQuery = query['recipient'] as string | undefined;
  const inForm = fields.recipient ?? '';
  if ((inQuery === undefined) === (inForm === '')) {
    return refusal(400, 'The recipient must be given once, in the query or in the body.');
  }
  const recipient = readRecipient(inQuery ?? inForm);
  return 'problem' in recipient ? refusal(404, `The recipient ${recipient.problem}.`) : recipient;
}

/** The answer to a `Request-ID` that was accepted before. */
function answerAgain(
  mailbox: Mailbox,
  accepted: { readonly messageId: string; readonly digest: string },
  asked: string,
  remarks: Remarks,
): Reply {
  const { messageId } = accepted;
  if (accepted.digest !== asked) {
    remarks.depart('the Request-ID was used for another message: this one is not sent');
  }
  const recipient = mailbox.message(messageId)?.recipient;
  return (
    remarks.refuse() ?? {
      status: 304,
      headers: tokenHeader(messageId),
      ...(recipient !== undefined && { recipient }),
      messageIds: [messageId],
    }
  );
}

export const sendMessage: Behaviour = (mailbox, request, remarks) => {
  const { requestId } = request;
  const fields = request.fields as unknown as Fields;
  const { body, data, dor, ttl, sender_organization, recipient_organization } = fields;
  const recipient = readTarget(request, fields);
  if ('status' in recipient) return recipient;
  const { address, doubt } = recipient;
  const asked = digest(recipient, fields);
  const accepted = mailbox.findAccepted(requestId);
  if (accepted !== undefined) return answerAgain(mailbox, accepted, asked, remarks);
  if (doubt !== undefined) remarks.depart(`the recipient ${doubt}`, 404);
  if (data !== undefined) remarkData(data, remarks);
  if (requestId === undefined) remarks.warn('no Request-ID: a retry would send the message again');
  if (body.trim() === '') remarks.warn('the body is blank');
  const refused = remarks.refuse();
  if (refused !== undefined) return refused;
  const message = mailbox.send(
    recipient,
    {
      body,
      deleteOnRead: dor ?? false,
      ...(data !== undefined && { data }),
      ...(ttl !== undefined && { ttl }),
      ...(sender_organization !== undefined && { senderOrganization: sender_organization }),
      ...(recipient_organization !== undefined && {
        recipientOrganization: recipient_organization,
      }),
      ...(requestId !== undefined && { requestId }),
      warnings: remarks.warnings,
    },
    asked,
  );
  const { messageId } = message;
  const shown = { headers: tokenHeader(messageId), recipient: address, messageIds: [messageId] };
  if (!request.wantsMessage) return { status: 204, ...shown };
  return { status: 201, ...shown, body: jsonBody({ status: 'ok', reply: toWireMessage(message) }) };
};
