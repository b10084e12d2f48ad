// What `tigerconnect.messages` loses with a generated method that it calls: it is written by hand, and no document
// brings it back.
import { type Change, change } from './change.js';
import { readRequests } from './requests.js';
import type { Surfaces } from './surface/surface-program.js';

/** The generated methods that src/messages/ calls, each with what users lose without it. */
export const FACADE: Readonly<Record<string, readonly string[]>> = {
  'MessageService.sendMessage': ['messages.send()', 'messages.sendMany()'],
  'MessageService.typingMessage': ['messages.typing()', 'messages.withTyping()'],
  'MessageService.updateMessageStatus': [
    'messages.updateStatus()',
    'messages.markDelivered()',
    'messages.markRead()',
  ],
};

/** The methods of the facade that called what the old client has and the new one has not. */
export function compareFacade({ before, after }: Surfaces): Change[] {
  const [old, now] = [readRequests(before), readRequests(after)];
  return Object.entries(FACADE).flatMap(([method, facade]) => {
    if (!Object.hasOwn(old, method) || Object.hasOwn(now, method)) return [];
    return facade.map((each) => change('facade-operation-lost', each, { method }));
  });
}
