/** The inbox page: listens to the sandbox, and redraws at most once per frame. */
import type { SandboxMessage } from '../state/records.js';
import type { Changes, Snapshot } from '../state/snapshot.js';
import { reset } from './actions.js';
import { conversationList } from './conversations.js';
import { byId, setText } from './dom.js';
import { formatSettings } from './format.js';
import { faultPanel } from './fault-panel.js';
import { Store } from './store.js';
import { thread } from './thread.js';
import { wire } from './wire.js';

const TICK_MS = 1_000;

const store = new Store();
let isDrawn = true;

/** On a narrow screen one pane shows at a time, and the focus moves with it. */
function show(view: 'conversations' | 'thread' | 'wire'): void {
  const moved = document.body.dataset['view'] !== view;
  document.body.dataset['view'] = view;
  const focused = byId(view === 'wire' ? 'wire' : 'thread');
  if (moved && view !== 'conversations' && matchMedia('(width < 48rem)').matches) focused.focus();
}

const drawThread = thread(store, (messageId) => {
  store.messageId = store.messageId === messageId ? undefined : messageId;
  if (store.messageId !== undefined) show('wire');
  draw();
});
const parts = [
  conversationList(store, (recipient) => {
    store.recipient = recipient;
    store.messageId = undefined;
    show('thread');
    draw();
  }),
  drawThread,
  wire(store),
  faultPanel(store),
];

/** Draws the page once per frame, however many events come. */
function draw(): void {
  if (!isDrawn) return;
  isDrawn = false;
  requestAnimationFrame(() => {
    isDrawn = true;
    for (const part of parts) part();
  });
}

/** For screen readers. */
function announce({ recipient, body }: SandboxMessage): void {
  const line = document.createElement('p');
  line.textContent = `To ${recipient}: ${body.slice(0, 200)}`;
  const news = byId('news');
  news.append(line);
  while (news.childElementCount > 5) news.firstElementChild?.remove();
}

function listen(): void {
  const events = new EventSource('/events');
  const connection = byId('connection');
  events.addEventListener('open', () => {
    connection.dataset['state'] = 'live';
    setText(connection, 'Live');
  });
  events.addEventListener('error', () => {
    connection.dataset['state'] = 'lost';
    setText(connection, 'Connection lost; reconnecting');
  });
  events.addEventListener('snapshot', ({ data }: MessageEvent<string>) => {
    store.replace(JSON.parse(data) as Snapshot);
    setText(byId('url'), store.url);
    setText(byId('example'), formatSettings(store.url));
    draw();
  });
  events.addEventListener('changes', ({ data }: MessageEvent<string>) => {
    const { now, messages, requests, typing, faults } = JSON.parse(data) as Changes;
    store.setNow(now);
    for (const message of messages) if (store.message(message)) announce(message);
    for (const request of requests) store.request(request);
    for (const notice of typing) store.typing(notice);
    store.faults = faults;
    draw();
  });
}

byId('to-conversations').addEventListener('click', () => {
  show('conversations');
  document.querySelector<HTMLElement>('.conversation[aria-current]')?.focus();
});
byId('to-thread').addEventListener('click', () => {
  // The list of all requests was opened from the conversations.
  show(store.messageId === undefined ? 'conversations' : 'thread');
});
byId('to-wire').addEventListener('click', () => {
  store.messageId = undefined;
  show('wire');
  draw();
});
byId('all-requests').addEventListener('click', () => {
  store.messageId = undefined;
  byId('wire').focus();
  draw();
});
byId('reset').addEventListener('click', () => void reset());
byId('copy').addEventListener('click', () => {
  void navigator.clipboard.writeText(store.url).then(() => {
    setText(byId('copy'), 'Copied');
  });
});
// The countdowns change without an event.
setInterval(drawThread, TICK_MS);
listen();
