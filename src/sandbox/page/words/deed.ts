/** What a request asks for, as a verb and its object: `Send to nurse@ward.example`. Pure. */
import type { SandboxRequest } from '../../state/records.js';
import { pathOf, readFields, readRecipient } from './fields.js';
import { plural } from './format.js';

export interface Deed {
  readonly verb: string;
  /** Whom it is for. */
  readonly to?: string;
}

const STATE_FIELD = /^(delivered|read)(?:\[\d*\])?$/;

function describeStatusUpdate(
  request: SandboxRequest,
  recipientOf: (messageId: string) => string | undefined,
): Deed {
  const states = readFields(request).flatMap(([name]) => STATE_FIELD.exec(name)?.[1] ?? []);
  const count = Math.max(new Set(request.messageIds).size, states.length);
  if (count === 0) return { verb: 'Mark no message' };
  const verb = `Mark ${plural(count, 'message')} ${[...new Set(states)].join(' and ')}`.trimEnd();
  const recipients = new Set(request.messageIds.flatMap((id) => recipientOf(id) ?? []));
  const [to] = recipients;
  if (recipients.size > 1) return { verb: `${verb} for ${recipients.size} recipients` };
  return to === undefined ? { verb } : { verb: `${verb} for`, to };
}

/** @param recipientOf finds whom a message went to */
export function describeDeed(
  request: SandboxRequest,
  recipientOf: (messageId: string) => string | undefined,
): Deed {
  const { operation, method, pathTemplate } = request;
  const to = readRecipient(request);
  const object = to === undefined ? {} : { to };
  switch (operation) {
    case 'sendMessage':
      return { verb: to === undefined ? 'Send to nobody' : 'Send to', ...object };
    case 'typingMessage':
      return { verb: to === undefined ? 'Typing to nobody' : 'Typing to', ...object };
    case 'stopTyping':
    case 'stopTypingFor':
      return { verb: to === undefined ? 'End typing' : 'End typing to', ...object };
    case 'findMessage':
      return { verb: to === undefined ? 'Find message' : 'Find message to', ...object };
    case 'findMessageStatus':
      return { verb: to === undefined ? 'Find state' : 'Find state of message to', ...object };
    case 'updateMessageStatus':
      return describeStatusUpdate(request, recipientOf);
    default:
      return { verb: `${method} ${pathTemplate ?? pathOf(request)}` };
  }
}
