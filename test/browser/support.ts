/** A sandbox, its page in a real Chromium, and a client that sends to it. */
import { existsSync } from 'node:fs';

import { afterAll, afterEach, beforeAll } from '@jest/globals';
import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
} from 'playwright-core';

import { TigerConnect } from '../../src/index.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';
import { TestClock } from '../support/clock.js';

export const NURSE = 'nurse@ward.example';
export const PHONE = '+14155552671';
export const NARROW = { viewport: { width: 390, height: 844 } };
const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync ' +
  '--disable-background-networking --disable-component-update';

let browser: Browser;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (!existsSync(EXECUTABLE)) throw new Error(`no Chromium at ${EXECUTABLE}; set CHROMIUM_PATH`);
  browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS.split(' ') });
}, 60_000);
afterEach(async () => {
  while (cleanups.length > 0) await cleanups.pop()?.();
});
afterAll(() => browser.close());

export interface Inbox {
  sandbox: Sandbox;
  clock: TestClock;
  messages: TigerConnect['messages'];
  page: Page;
  /** Rows of the list in the middle, newest first. */
  rows: Locator;
  /** What is chosen: the message, its story and the exact request. */
  detail: Locator;
  /** What the browser complained of, and addresses it asked for that are not the sandbox's. */
  complaints: string[];
}

export async function openInbox(
  look: BrowserContextOptions = {},
  options: SandboxOptions = {},
  start: (options: SandboxOptions) => Promise<Sandbox> = startSandbox,
): Promise<Inbox> {
  const clock = new TestClock();
  const sandbox = await start({ clock, ...options });
  const { url: baseUrl, apiKey, apiSecret, pageUrl } = sandbox;
  const client = new TigerConnect({ baseUrl, apiKey, apiSecret, random: () => 0 });
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...look,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => complaints.push('a dialog')));
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(pageUrl)) complaints.push(`asked for ${request.url()}`);
  });
  cleanups.push(async () => {
    await context.close();
    client.close();
    await sandbox.close();
  });
  await page.goto(pageUrl);
  await page.locator('.live[data-state=live]').waitFor();
  const { messages } = client;
  const rows = page.locator('.list a.row');
  return { sandbox, clock, messages, page, rows, detail: page.locator('#detail'), complaints };
}

/** Looks until it is so; the page draws what it is told a frame later. */
export async function eventually<T>(
  look: () => T | Promise<T>,
  right: (seen: T) => boolean,
): Promise<T> {
  const until = Date.now() + 5_000;
  for (;;) {
    const seen = await look();
    if (right(seen)) return seen;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(seen)} after 5 s`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

export const authorization = ({ apiKey, apiSecret }: Sandbox): string =>
  `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`;

/** A request by hand, with credentials, as from a client that is not ours. */
export function ask(sandbox: Sandbox, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = {
    Authorization: authorization(sandbox),
    ...(init.headers as Record<string, string>),
  };
  return fetch(`${sandbox.url}${path}`, { method: 'POST', ...init, headers });
}

export const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
  body: new URLSearchParams(fields),
});
