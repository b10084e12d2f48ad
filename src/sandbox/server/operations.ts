/** What the operations that the sandbox has a behaviour for do with a valid request. */
import type { Mailbox } from '../state/mailbox.js';
import { readRecipient } from '../state/recipient.js';
import type { Behaviour } from './behaviour.js';
import type { Operation } from './operation.js';
import { jsonBody, OK, refusal } from './reply.js';
import { sendMessage } from './send-message.js';
import { toWireMessage, toWireStatus } from './wire-message.js';

const updateMessageStatus: Behaviour = (mailbox, { fields }, remarks) => {
  const { delivered = [], read = [] } = fields as { delivered?: string[]; read?: string[] };
  const messageIds = [...new Set([...delivered, ...read])];
  const unknown = messageIds.filter((messageId) => mailbox.message(messageId) === undefined);
  if (unknown.length > 0) {
    const [verb, all] = [unknown.length === 1 ? 'is' : 'are', messageIds.length];
    const what = all === 1 ? 'The message token' : `${unknown.length} of ${all} message tokens`;
    return refusal(404, `${what} ${verb} not known.`);
  }
  if (messageIds.length === 0) remarks.warn('no message token in delivered or read');
  for (const messageId of delivered) mailbox.advance(messageId, 'delivered');
  for (const messageId of read) mailbox.advance(messageId, 'read');
  return { ...OK, messageIds };
};

/** Typing begins or ends. */
const typing =
  (act: (mailbox: Mailbox, address: string) => void): Behaviour =>
  (mailbox, { path, query, fields }, remarks) => {
    const text = path['recipient'] ?? query['recipient'] ?? fields['recipient'];
    const recipient = readRecipient(text as string);
    if ('problem' in recipient) return refusal(404, `The recipient ${recipient.problem}.`);
    if (recipient.doubt !== undefined) remarks.depart(`the recipient ${recipient.doubt}`, 404);
    const { address } = recipient;
    const refused = remarks.refuse();
    if (refused === undefined) act(mailbox, address);
    return refused ?? { ...OK, recipient: address };
  };

const beginTyping = typing((mailbox, address) => {
  mailbox.typing.begin(address);
});
const endTyping = typing((mailbox, address) => {
  mailbox.typing.end(address);
});

const tellOf =
  (toWire: typeof toWireMessage): Behaviour =>
  (mailbox, { path }) => {
    const message = mailbox.message(path['message_id'] as string);
    if (message === undefined) return refusal(404, 'The message token is not known.');
    const { messageId, recipient } = message;
    const body = jsonBody({ status: 'ok', reply: toWire(message) });
    return { status: 200, body, recipient, messageIds: [messageId] };
  };

/** By method and path, whatever the document calls the operation and its parameters. */
const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'POST /message/': sendMessage,
  'PUT /message/status/': updateMessageStatus,
  'POST /message/status/': updateMessageStatus,
  'GET /message/typing/': beginTyping,
  'POST /message/typing/': beginTyping,
  'DELETE /message/typing/{}/': endTyping,
  'DELETE /message/typing/{}/{}/': endTyping,
  'GET /message/{}/': tellOf(toWireMessage),
  'GET /message/{}/status/': tellOf(toWireStatus),
};

/** @returns undefined when the sandbox has none, and the document answers */
export const findBehaviour = ({ method, path }: Operation): Behaviour | undefined =>
  BEHAVIOURS[`${method} ${path.replace(/\{[^}]*\}/g, '{}')}`];
