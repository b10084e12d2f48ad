/** The names of what a message and a request can be, and of the faults, each with what it means. */
import type { FaultKind } from '../../state/fault.js';
import type { SandboxMessage } from '../../state/records.js';

type Name = readonly [name: string, meaning: string];

export type MessageState = SandboxMessage['state'] | 'gone';

export const MESSAGE_STATES: Readonly<Record<MessageState, Name>> = {
  sent: ['Sent', 'Accepted, and not yet on the recipient’s device.'],
  delivered: ['Delivered', 'On the recipient’s device.'],
  read: ['Read', 'Opened by the recipient.'],
  gone: ['Gone', 'Expired, or deleted after it was read. The text is not kept.'],
};

export const stateOf = ({ state, removed }: SandboxMessage): MessageState =>
  removed === undefined ? state : 'gone';

export type OutcomeKind = 'accepted' | 'repeat' | 'refused' | 'failed' | 'lost' | 'waiting';

export const OUTCOME_KINDS: Readonly<Record<OutcomeKind, Name>> = {
  accepted: ['Accepted', 'Carried out, and the client was told so.'],
  repeat: ['Repeat', 'This Request-ID was accepted before: the same message, not a second one.'],
  refused: ['Refused', 'The answer says no (4xx). Nothing was done.'],
  failed: ['Failed', 'The service failed (5xx). The client cannot know what was done.'],
  lost: ['Lost', 'No whole answer reached the client. It cannot know what was done.'],
  waiting: ['Waiting', 'Not answered yet.'],
};

export const FAULTS: Readonly<Record<FaultKind, Name>> = {
  'reset-after': ['Answer lost', 'Handled, then the connection is reset.'],
  'half-body': ['Half an answer', 'Handled, then half of the answer is sent.'],
  'no-answer': ['No answer', 'Handled, and nothing is ever answered.'],
  'reset-before': ['Connection cut', 'Reset before anything is done.'],
  'rate-limit': ['Too many requests', '429, with a wait of 1 s.'],
  'server-error': ['Service fails', '503, and nothing is done.'],
  latency: ['Slow answer', 'Handled after 2 s.'],
};

/** In the order in which the form shows them. */
export const FAULT_GROUPS: readonly (readonly [title: string, kinds: readonly FaultKind[]])[] = [
  ['The message arrives, the answer does not', ['reset-after', 'half-body', 'no-answer']],
  ['Nothing arrives', ['reset-before', 'rate-limit', 'server-error']],
  ['Only late', ['latency']],
];

export const faultName = (kind: string): string =>
  Object.hasOwn(FAULTS, kind) ? FAULTS[kind as FaultKind][0] : kind;

/** What the text of a message is replaced by once it is gone. */
export function describeRemoval({ removed }: SandboxMessage): string | undefined {
  if (removed === 'expired') return 'Expired: the text is gone';
  return removed === 'read' ? 'Deleted after it was read' : undefined;
}

export const textOf = (message: SandboxMessage): string => describeRemoval(message) ?? message.body;

export function addressKind(recipient: string): 'email' | 'phone' | 'token' {
  if (recipient.includes('@')) return 'email';
  return /^\s?\+?\d{7,15}$/.test(recipient) ? 'phone' : 'token';
}
