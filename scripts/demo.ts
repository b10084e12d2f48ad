/**
 * `npm run demo`: generates and builds what is missing, then sends messages with the built package to
 * Prism, which refuses whatever the document does not allow, and shows each call with its wire exchange.
 */
import { execFileSync } from 'node:child_process';
import { styleText } from 'node:util';

import { type Exchange, type Judge, startPrism } from './prism.js';

type Package = typeof import('../src/index.js');

const USER = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const SHOWN_HEADERS = /^(?:authorization|content-type|request-id|tt-x-.*|retry-after)$/i;
const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

type Style = Parameters<typeof styleText>[0];
const paint = (style: Style, text: string): string => (colour ? styleText(style, text) : text);
const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

function npm(...args: string[]): void {
  execFileSync('npm', ['run', '--silent', ...args], { stdio: 'inherit' });
}

function printHeaders(headers: Record<string, string>, mark: string): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!SHOWN_HEADERS.test(name)) continue;
    const shown = /^authorization$/i.test(name) ? value.replace(/ .*/, ' …') : value;
    print(`  ${mark} ${paint('dim', `${name}: ${shown}`)}`);
  }
}

function printExchange({ request, response }: Exchange): void {
  const to = paint('cyan', '→');
  const from = paint('cyan', '←');
  print(`  ${to} ${paint('bold', request.method)} ${request.target}`);
  printHeaders(request.headers, to);
  if (request.body !== '') print(`  ${to} ${request.body}`);
  const style = response.status < 400 ? 'green' : 'red';
  print(`  ${from} ${paint(style, String(response.status))}`);
  printHeaders(response.headers, from);
  if (response.body !== '') print(`  ${from} ${response.body}`);
}

async function show<T>(judge: Judge, title: string, call: () => Promise<T>): Promise<T> {
  print(`\n${paint('bold', title)}`);
  const seen = judge.exchanges.length;
  try {
    return await call();
  } finally {
    judge.exchanges.slice(seen).forEach(printExchange);
  }
}

async function sendAndMark(
  { email, phone, TigerConnect, user }: Package,
  judge: Judge,
): Promise<number> {
  const { messages } = new TigerConnect({ apiKey: 'key', apiSecret: 'secret', baseUrl: judge.url });
  const body = 'Bed 12: potassium 6.8';
  await show(judge, 'Somebody is typing to a user', () => messages.typing(user(USER)));
  const sent = [
    await show(judge, 'Send to an email address', () =>
      messages.send({ to: email('nurse@ward.example'), body, ttl: 60, deleteOnRead: true }),
    ),
    await show(judge, 'Send to a phone number', () =>
      messages.send({ to: phone('+1 415 555 2671'), body, data: [{ mrn: '0042' }] }),
    ),
    await show(judge, 'Send to a user token', () => messages.send({ to: user(USER), body })),
  ];
  const ids = sent.map(({ messageId }) => messageId);
  await show(judge, 'Mark them delivered, and one read', () =>
    messages.updateStatus({ delivered: ids, read: ids.slice(0, 1) }),
  );
  return sent.length;
}

npm('generate');
npm('build');
const entry = new URL('../dist/src/index.js', import.meta.url).href;
const judge = await startPrism('spec/openapi.json');
try {
  const sent = await sendAndMark((await import(entry)) as Package, judge);
  print(
    `\n${paint('green', '✓')} ${sent} messages delivered; Prism found every request within the contract.`,
  );
} finally {
  await judge.close();
}
