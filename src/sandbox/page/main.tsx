/** The inbox page: listens to the sandbox, and draws at most once a frame, and four times a second in a flood. */
import { render } from 'preact';

import { listenToKeys } from './keys.js';
import { Connection } from './model/connection.js';
import { makePage } from './model/page.js';
import { PAGE_SIZE, Records } from './model/records.js';
import { View } from './model/view.js';
import { App } from './parts/app.js';
import { announce } from './parts/news.js';

/** Nobody reads a flood row by row: drawn less often it leaves the frames between to the reader. */
const FLOOD_DRAW_MS = 250;
/** Countdowns change without an event. */
const TICK_MS = 1_000;
const WIDE = matchMedia('(width >= 64rem)');
const HAS_DETAIL = matchMedia('(width >= 48rem)');

const records = new Records();
const view = new View();
const root = document.getElementById('page');
if (root === null) throw new Error('the page has no #page');
const place = root;
let isLive = false;
let isDue = false;
let drawnAt = -Infinity;
let floodTimer: ReturnType<typeof setTimeout> | undefined;

function drawNow(): void {
  isDue = false;
  drawnAt = performance.now();
  endSearch();
  const page = makePage(records, view, {
    isLive,
    isWide: WIDE.matches,
    hasDetail: HAS_DETAIL.matches,
    draw,
    showMore,
    searchAll,
  });
  const { unread } = page.lists;
  document.title = `${unread === 0 ? '' : `(${unread}) `}Inbox · TigerConnect sandbox`;
  render(<App page={page} />, place);
}

function draw(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(drawNow);
}

/** What the reader does is drawn at once, what arrives in a flood when its time has come. */
function drawArrivals(): void {
  const wait = records.isFlooded ? drawnAt + FLOOD_DRAW_MS - performance.now() : 0;
  if (wait <= 0) draw();
  else {
    floodTimer ??= setTimeout(() => {
      floodTimer = undefined;
      draw();
    }, wait);
  }
}

const connection = new Connection({
  snapshot: (snapshot) => {
    records.replace(snapshot);
    draw();
  },
  changes: (changes) => {
    announce(records.apply(changes));
    drawArrivals();
  },
  live: (live) => {
    isLive = live;
    draw();
  },
});

function hold(limit: number): void {
  records.limit = limit;
  connection.open(limit);
}

function showMore(): void {
  hold(records.limit + PAGE_SIZE);
}

/** The limit to go back to, while a search is over all records. */
let formerLimit: number | undefined;

function searchAll(): void {
  formerLimit ??= records.limit;
  const { messages, requests } = records.totals;
  hold(Math.max(records.limit, messages, requests));
}

function endSearch(): void {
  if (formerLimit === undefined || view.words.length > 0) return;
  hold(formerLimit);
  formerLimit = undefined;
}

/** The address says what is chosen; on a narrow screen what it shows takes the focus. */
function route(): void {
  const former = view.id;
  view.route(location.hash);
  draw();
  if (HAS_DETAIL.matches || former === view.id) return;
  requestAnimationFrame(() => {
    const target = view.id === undefined ? '.list a.row[tabindex="0"]' : '#detail';
    document.querySelector<HTMLElement>(target)?.focus();
  });
}

view.route(location.hash);
addEventListener('hashchange', route);
for (const width of [WIDE, HAS_DETAIL]) width.addEventListener('change', draw);
setInterval(draw, TICK_MS);
listenToKeys();
draw();
connection.open(records.limit);
