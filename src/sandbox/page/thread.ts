/** The chosen conversation: its messages, who types, and the end in sight. */
import { readAll } from './actions.js';
import { byId, keyedList, setText } from './dom.js';
import { type CardState, messageCard } from './message-card.js';
import type { Store } from './store.js';

/** So near to the end that the reader means to follow, in pixels. */
const NEAR = 80;

export function thread(store: Store, select: (messageId: string) => void): () => void {
  const scroll = byId('scroll');
  const everythingRead = byId('read-all');
  everythingRead.addEventListener('click', () => {
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
    const following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
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
    everythingRead.hidden = unread === 0;
    if (following || shown !== store.recipient) scroll.scrollTop = scroll.scrollHeight;
    shown = store.recipient;
  };
}
