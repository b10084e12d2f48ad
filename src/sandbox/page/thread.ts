/** The chosen conversation: its messages, and whether somebody is typing. Scrolls along with new messages. */
import { readAll } from './actions.js';
import { byId, keyedList, setText } from './dom.js';
import { type CardState, messageCard } from './message-card.js';
import type { Store } from './store.js';

/** Pixels from the end within which the view follows new messages. */
const FOLLOW_DISTANCE = 80;

export function thread(store: Store, select: (messageId: string) => void): () => void {
  const scroll = byId('scroll');
  const readAllButton = byId('read-all');
  readAllButton.addEventListener('click', () => {
    if (store.recipient !== undefined) void readAll(store.recipient);
    byId('thread').focus();
  });
  const render = keyedList<CardState>(
    byId('messages'),
    ({ message }) => message.messageId,
    (state) => messageCard(state, select),
  );
  let shown: string | undefined;
  return () => {
    const conversation = store
      .conversations()
      .find(({ recipient }) => recipient === store.recipient);
    const attempts = store.attempts();
    const now = store.now();
    const following =
      scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < FOLLOW_DISTANCE;
    const { messages = [], typing = false, unread = 0 } = conversation ?? {};
    render(
      messages.map((message) => ({
        message,
        attempts: attempts.get(message.requestId ?? message.messageId) ?? 0,
        selected: message.messageId === store.messageId,
        now,
      })),
    );
    setText(byId('thread-title'), conversation?.recipient ?? 'Inbox');
    byId('typing').hidden = !typing;
    byId('welcome').hidden = conversation !== undefined;
    readAllButton.hidden = unread === 0;
    if (following || shown !== store.recipient) scroll.scrollTop = scroll.scrollHeight;
    shown = store.recipient;
  };
}
