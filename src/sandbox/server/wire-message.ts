/** A message, and its state, as the service's other clients read them in JSON. */
import type { DeliveryState, SandboxMessage } from '../state/records.js';

const STATES: Readonly<Record<DeliveryState, string>> = {
  sent: 'New',
  delivered: 'Delivered',
  read: 'Read',
};

const parseData = (data: string | undefined): unknown => {
  try {
    return data === undefined ? [] : JSON.parse(data);
  } catch {
    return [];
  }
};

export const toWireMessage = (message: SandboxMessage): object => ({
  message_id: message.messageId,
  client_id: message.requestId,
  recipient_token: message.recipient,
  sender_organization: message.senderOrganization,
  recipient_organization: message.recipientOrganization,
  created_time: new Date(message.sentAt).toISOString(),
  // By this the SDK knows that the answer is whole.
  sort_number: message.sentAt,
  body: message.body,
  data: parseData(message.data),
  attachments: [],
  dor: message.deleteOnRead,
  ttl: message.ttl,
  status: STATES[message.state],
});

export const toWireStatus = (message: SandboxMessage): object => ({
  client_id: message.messageId,
  is_recalled: false,
  statuses: [
    {
      account_id: message.recipient,
      status: STATES[message.state],
      timestamp: new Date(message.readAt ?? message.deliveredAt ?? message.sentAt).toISOString(),
    },
  ],
});
