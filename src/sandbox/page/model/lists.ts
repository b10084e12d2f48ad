/** The three lists as the user narrowed them, newest first, and how many there are of each kind. */
import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import type { Typing } from '../../state/snapshot.js';
import { readRecipient } from '../words/fields.js';
import { type MessageState, type OutcomeKind, stateOf } from '../words/names.js';
import { outcomeKind } from '../words/outcome.js';
import type { Records } from './records.js';
import { matchMessage, matchRequest } from './search.js';
import type { View } from './view.js';

export interface RecipientEntry {
  readonly recipient: string;
  readonly latest: SandboxMessage | undefined;
  readonly unread: number;
  readonly isTyping: boolean;
}

export interface Lists {
  readonly recipients: readonly RecipientEntry[];
  readonly messages: readonly SandboxMessage[];
  readonly requests: readonly SandboxRequest[];
  readonly typing: readonly Typing[];
  /** By kind, before the filter of kinds. */
  readonly messageCounts: ReadonlyMap<MessageState, number>;
  readonly requestCounts: ReadonlyMap<OutcomeKind, number>;
  /** Before the filter of kinds. */
  readonly messagesFound: number;
  readonly requestsFound: number;
  /** Of all recipients. */
  readonly unread: number;
  /** Of the chosen recipient. */
  readonly unreadHere: number;
  readonly recipientsHeld: number;
}

const isUnread = ({ state, removed }: SandboxMessage): boolean =>
  state !== 'read' && removed === undefined;

function groupRecipients(records: Records, words: readonly string[]): [RecipientEntry[], number] {
  const typing = new Map(records.typing.map(({ recipient, until }) => [recipient, until]));
  const groups = new Map<string, { messages: SandboxMessage[]; latest?: SandboxMessage }>();
  for (const recipient of typing.keys()) groups.set(recipient, { messages: [] });
  for (const message of records.messages) {
    const group = groups.get(message.recipient) ?? { messages: [] };
    group.messages.push(message);
    group.latest = message;
    groups.set(message.recipient, group);
  }
  const entries = [...groups].flatMap(([recipient, { messages, latest }]): RecipientEntry[] => {
    const fits =
      words.length === 0 ||
      words.every((word) => recipient.toLowerCase().includes(word)) ||
      messages.some((message) => matchMessage(message, words));
    if (!fits) return [];
    const unread = messages.filter(isUnread).length;
    return [{ recipient, latest, unread, isTyping: typing.has(recipient) }];
  });
  entries.sort(
    (a, b) =>
      Number(b.isTyping) - Number(a.isTyping) || (b.latest?.sentAt ?? 0) - (a.latest?.sentAt ?? 0),
  );
  return [entries, groups.size];
}

function countBy<Item, Kind>(
  items: readonly Item[],
  kindOf: (item: Item) => Kind,
): Map<Kind, number> {
  const counts = new Map<Kind, number>();
  for (const item of items) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
  return counts;
}

export function makeLists(records: Records, view: View): Lists {
  const { recipient, words } = view;
  const all = records.messages;
  const here = recipient === undefined ? all : all.filter((one) => one.recipient === recipient);
  const messages = here.filter((message) => matchMessage(message, words));
  const requests = records.requests.filter((request) => {
    if (!matchRequest(request, words, records)) return false;
    if (recipient === undefined) return true;
    const to = readRecipient(request) ?? records.message(request.messageIds[0] ?? '')?.recipient;
    return to === recipient;
  });
  const [recipients, recipientsHeld] = groupRecipients(records, words);
  const { messageFilter, requestFilter } = view;
  const showsTyping = words.length === 0 && messageFilter === 'all';
  return {
    recipients,
    recipientsHeld,
    messages: messages
      .filter((message) => messageFilter === 'all' || stateOf(message) === messageFilter)
      .reverse(),
    requests: requests
      .filter((request) => requestFilter === 'all' || outcomeKind(request) === requestFilter)
      .reverse(),
    typing: records.typing.filter(
      (one) => showsTyping && (recipient === undefined || one.recipient === recipient),
    ),
    messageCounts: countBy(messages, stateOf),
    requestCounts: countBy(requests, outcomeKind),
    messagesFound: messages.length,
    requestsFound: requests.length,
    unread: all.filter(isUnread).length,
    unreadHere: here.filter(isUnread).length,
  };
}
