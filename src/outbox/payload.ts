/** A message as it is kept: text, with its recipient as it goes on the wire. */
import { createHmac } from 'node:crypto';

import { encodeRecipient } from '../address/recipient.js';
import { InvalidArgumentError } from '../errors.js';
import { JsonNumber, serialise, serialiseData } from '../messages/data.js';
import type { SendMessage } from '../messages/message.js';

/** The longest text of a message that is kept, in characters. */
const MAX_PAYLOAD = 1024 * 1024;

/**
 * The message, as `readMessage` gives it, as text.
 * @throws InvalidArgumentError, InvalidAddressError
 */
export function encodePayload(message: SendMessage, requestId: string): string {
  const kept = { ...message, to: encodeRecipient(message.to), requestId };
  if (message.data !== undefined) serialiseData(message.data);
  const payload = message.data === undefined ? JSON.stringify(kept) : serialiseKept(kept);
  if (payload.length <= MAX_PAYLOAD) return payload;
  throw new InvalidArgumentError('message', `must not be longer than ${MAX_PAYLOAD} characters`);
}

/** With the numbers of `data` as they were written. */
function serialiseKept(kept: SendMessage): string {
  const given = Object.entries(kept).filter(([, value]) => value !== undefined);
  return serialise(Object.fromEntries(given));
}

export function decodePayload(payload: string): SendMessage {
  const message = JSON.parse(payload) as SendMessage;
  if (message.data === undefined) return message;
  return JSON.parse(payload, (_, value: unknown, context?: { source?: string }) => {
    const source = typeof value === 'number' ? context?.source : undefined;
    return source === undefined || source === String(value) ? value : new JsonNumber(source);
  }) as SendMessage;
}

/** A recipient as a key of the queue: nobody without the secret can tell whose it is, or try numbers until one fits. */
export const recipientKey = (message: SendMessage, secret: string): string =>
  createHmac('sha256', secret).update(encodeRecipient(message.to)).digest('base64url');
