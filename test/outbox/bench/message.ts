/** The message that is measured. */
import { randomUUID } from 'node:crypto';

import type { SendMessage } from '../../../src/index.js';
import type { OutboxOptions } from '../../../src/outbox/index.js';

export interface KeyedMessage extends SendMessage {
  requestId: string;
}

/** @param recipients how many there are */
export const makeMessage = (index: number, recipients = 300): KeyedMessage => ({
  requestId: randomUUID(),
  to: `nurse.${index % recipients}@ward.example`,
  body: `Bed ${index % 64}: potassium 6.8 mmol/l, please confirm`,
  ttl: 60,
});

export const makeMessages = (count: number, recipients?: number): KeyedMessage[] =>
  Array.from({ length: count }, (_, index) => makeMessage(index, recipients));

/** Accepts everything at once, without a request. */
export const ACCEPTING: NonNullable<OutboxOptions['client']> = {
  messages: {
    send: ({ requestId = '' }) =>
      Promise.resolve({ messageId: 'm', requestId, attempts: 1, duplicate: false }),
  },
};
