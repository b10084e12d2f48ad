/** The list of conversations: recipient, last message, number of unread messages. */
import { byId, element, icon, keyedList, setText, type View } from './dom.js';
import { describeRemoval, formatShortTime } from './format.js';
import type { Conversation, Store } from './store.js';

const addressKind = (recipient: string): string => {
  if (recipient.includes('@')) return 'email';
  return recipient.startsWith('+') ? 'phone' : 'token';
};

function entry(first: Conversation, choose: (recipient: string) => void): View<Conversation> {
  const name = element('span', 'name', first.recipient);
  const preview = element('span', 'preview');
  const time = element('time', 'time');
  const number = element('span');
  const unread = element('span', 'count', number, element('span', 'visually-hidden', ' unread'));
  const avatar = element('span', `avatar ${addressKind(first.recipient)}`);
  avatar.append(icon(addressKind(first.recipient)));
  const button = element('button', 'conversation', avatar, name, time, preview, unread);
  button.type = 'button';
  button.addEventListener('click', () => {
    choose(first.recipient);
  });
  const root = element('li', '', button);
  return {
    root,
    update: ({ messages, typing, unread: count, latest }) => {
      const last = messages.at(-1);
      button.classList.toggle('is-typing', typing);
      setText(preview, typing ? 'typing …' : last ? (describeRemoval(last) ?? last.body) : '');
      setText(time, formatShortTime(latest));
      time.dateTime = new Date(latest).toISOString();
      unread.hidden = count === 0;
      setText(number, `${count}`);
    },
  };
}

/** The arrow keys move through the list. */
function moveFocus(event: KeyboardEvent, list: HTMLElement): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const buttons = [...list.querySelectorAll('button')];
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[at + step]?.focus();
  event.preventDefault();
}

export function conversationList(store: Store, choose: (recipient: string) => void): () => void {
  const list = byId('conversations');
  list.addEventListener('keydown', (event) => {
    moveFocus(event, list);
  });
  const render = keyedList<Conversation>(
    list,
    ({ recipient }) => recipient,
    (conversation) => entry(conversation, choose),
  );
  return () => {
    const conversations = store.conversations();
    render(conversations);
    conversations.forEach(({ recipient }, at) => {
      const button = list.children[at]?.firstElementChild;
      if (recipient === store.recipient) button?.setAttribute('aria-current', 'true');
      else button?.removeAttribute('aria-current');
    });
    byId('no-conversations').hidden = conversations.length > 0;
    const unread = conversations.reduce((sum, conversation) => sum + conversation.unread, 0);
    document.title = `${unread === 0 ? '' : `(${unread}) `}Inbox · TigerConnect sandbox`;
  };
}
