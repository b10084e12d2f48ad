// What a new client means to `tigerconnect.messages`, which is written by hand on top of generated methods.
import type { Change } from './change.js';
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

/** What of `tigerconnect.messages` a person has to look at. */
export interface FacadeWork {
  /** Its methods, as users call them. */
  calls: readonly string[];
  /** The generated method below them. */
  method: string;
  /** `lost`: that method is gone. Otherwise what it takes now and they do not pass on. */
  added: 'lost' | string[];
}

/** What calls a method that only the old client has, or does not know what the new one takes. */
export function findFacadeWork(
  { before, after }: Surfaces,
  changes: readonly Change[],
): FacadeWork[] {
  const [old, now] = [readRequests(before), readRequests(after)];
  return Object.entries(FACADE).flatMap(([method, calls]): FacadeWork[] => {
    if (!Object.hasOwn(old, method)) return [];
    if (!Object.hasOwn(now, method)) return [{ calls, method, added: 'lost' }];
    const prefix = `${now[method]?.request ?? ''} · `;
    const added = changes
      .filter(({ id, where }) => id.startsWith('input-added') && where.startsWith(prefix))
      .map(({ where }) => where.slice(prefix.length));
    return added.length === 0 ? [] : [{ calls, method, added }];
  });
}
