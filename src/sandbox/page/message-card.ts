/** One message: its text, its delivery state, when it expires, and what its recipient can do. */
import type { SandboxMessage } from '../state/records.js';
import { setState } from './actions.js';
import { button, element, icon, setText, type View } from './dom.js';
import { countdown, describeRemoval, formatTime, STATE_WORDS } from './format.js';

export interface CardState {
  readonly message: SandboxMessage;
  readonly attempts: number;
  readonly selected: boolean;
  readonly now: number;
}

interface Status {
  readonly root: HTMLElement;
  update(message: SandboxMessage): void;
}

function status(): Status {
  const word = element('span');
  const use = icon('sent');
  const root = element('span', 'status', use, word);
  return {
    root,
    update: ({ state }) => {
      root.dataset['state'] = state;
      use.firstElementChild?.setAttribute(
        'href',
        state === 'sent' ? '#icon-sent' : '#icon-delivered',
      );
      setText(word, STATE_WORDS[state]);
    },
  };
}

function tag(name: string, symbol: string): { root: HTMLElement; text: HTMLElement } {
  const text = element('span');
  return { root: element('span', `tag ${name}`, icon(symbol), text), text };
}

export function messageCard(
  { message: { messageId, sentAt } }: CardState,
  select: (messageId: string) => void,
): View<CardState> {
  const body = element('p', 'body');
  const time = element('time', 'time', formatTime(sentAt));
  time.dateTime = new Date(sentAt).toISOString();
  const ticks = status();
  const ttl = tag('ttl', 'clock');
  const onRead = tag('on-read', 'flame');
  setText(onRead.text, 'deleted on read');
  const act = (state: 'delivered' | 'read') => () => void setState(messageId, state);
  const deliver = button('Mark delivered', '', act('delivered'));
  const read = button('Read', '', act('read'));
  const wireLabel = element('span');
  const wire = button('', 'quiet', () => {
    select(messageId);
  });
  wire.append(icon('wire'), wireLabel);
  const actions = element('div', 'actions', deliver, read);
  const root = element(
    'li',
    'message',
    body,
    element('div', 'facts', time, ticks.root, ttl.root, onRead.root, wire),
    actions,
  );
  return {
    root,
    update: ({ message, attempts, selected, now }) => {
      const removal = describeRemoval(message);
      root.classList.toggle('is-removed', removal !== undefined);
      root.classList.toggle('is-selected', selected);
      setText(body, removal ?? message.body);
      ticks.update(message);
      ttl.root.hidden = message.expiresAt === undefined || removal !== undefined;
      setText(ttl.text, `expires in ${countdown(message.expiresAt ?? 0, now)}`);
      onRead.root.hidden = !message.deleteOnRead || removal !== undefined;
      const focused = root.querySelector<HTMLElement>(':focus');
      read.hidden = removal !== undefined || message.state === 'read';
      deliver.hidden = message.state !== 'sent';
      actions.hidden = read.hidden;
      // A button that disappears would take the focus, and so the reader's place, with it.
      if (actions.contains(focused) && (actions.hidden || focused?.hidden)) {
        (actions.hidden ? wire : read).focus();
      }
      setText(wireLabel, attempts > 1 ? `${attempts} attempts` : '1 attempt');
      wire.setAttribute('aria-pressed', `${selected}`);
    },
  };
}
