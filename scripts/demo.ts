/**
 * `npm run demo`: builds the package and sends with it to the sandbox, which fails twice on the way;
 * shows every request as it was on the wire. `--outbox` shows sending that survives a kill instead. `--keep` leaves the
 * page up.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs, styleText } from 'node:util';

import { demoOutbox } from './demo-outbox.js';

type Package = typeof import('../src/index.js');
type SandboxPackage = typeof import('../src/sandbox/index.js');
type Sandbox = Awaited<ReturnType<SandboxPackage['startSandbox']>>;
type Exchange = Sandbox['requests'][number];

const USER = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';
const BODY = 'Bed 12: potassium 6.8';
const DATA = { namespace: 'com.example.ward', payload: { mrn: '0042' } };
const SHOWN_HEADERS = /^(?:content-type|request-id|tt-x-.*|retry-after)$/i;
const colour = process.stdout.isTTY && process.env['NO_COLOR'] === undefined;

type Style = Parameters<typeof styleText>[0];
const paint = (style: Style, text: string): string => (colour ? styleText(style, text) : text);
const print = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

/** The package as users get it, built first. */
async function builtPackage(): Promise<Package & SandboxPackage> {
  execFileSync('npm', ['run', '--silent', 'generate'], { stdio: ['ignore', 'ignore', 'inherit'] });
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const load = (file: string): Promise<unknown> =>
    import(new URL(`../dist/src/${file}`, import.meta.url).href);
  const client = await load('index.js');
  const sandbox = await load('sandbox/index.js');
  return { ...(client as Package), ...(sandbox as SandboxPackage) };
}

function printHeaders(headers: Readonly<Record<string, string>>, mark: string): void {
  for (const [name, value] of Object.entries(headers)) {
    if (SHOWN_HEADERS.test(name)) print(`  ${mark} ${paint('dim', `${name}: ${value}`)}`);
  }
}

function printExchange({ method, target, headers, body, fault, response }: Exchange): void {
  const to = paint('cyan', '→');
  const from = paint('cyan', '←');
  print(`  ${to} ${paint('bold', method)} ${target}`);
  printHeaders(headers, to);
  if (body !== '') print(`  ${to} ${body}`);
  if (response === undefined) {
    print(`  ${from} ${paint('red', `no answer (${fault ?? 'the connection ended'})`)}`);
    return;
  }
  const { status } = response;
  print(`  ${from} ${paint(status < 400 ? 'green' : 'yellow', String(status))}`);
  printHeaders(response.headers, from);
}

async function show<T>(sandbox: Sandbox, title: string, call: () => Promise<T>): Promise<T> {
  print(`\n${paint('bold', title)}`);
  const seen = sandbox.requests.length;
  try {
    return await call();
  } finally {
    sandbox.requests.slice(seen).forEach(printExchange);
  }
}

async function tour(
  { email, phone, TigerConnect, user }: Package,
  sandbox: Sandbox,
): Promise<void> {
  const { url: baseUrl, apiKey, apiSecret } = sandbox;
  await using tigerconnect = new TigerConnect({ baseUrl, apiKey, apiSecret });
  const { messages } = tigerconnect;

  await show(sandbox, 'Somebody is typing to a user', () => messages.typing(user(USER)));
  const toUser = await show(sandbox, 'Send to a user token', () =>
    messages.send({ to: user(USER), body: BODY, ttl: 60 }),
  );

  sandbox.fail({ kind: 'reset-after' });
  const toNurse = await show(
    sandbox,
    'Send to an email address; the connection breaks after the message was accepted',
    () => messages.send({ to: email('nurse@ward.example'), body: BODY, deleteOnRead: true }),
  );
  print(
    `  Retried with the same Request-ID; 304 says that it was accepted before. One message, not two. (${toNurse.attempts} attempts, duplicate: ${toNurse.duplicate})`,
  );

  sandbox.fail({ kind: 'rate-limit', retryAfter: 1_000 });
  const toDoctor = await show(
    sandbox,
    'Send to a phone number; the service asks to wait a second',
    () => messages.send({ to: phone('+1 415 555 2671'), body: BODY, data: [DATA] }),
  );

  const ids = [toUser, toNurse, toDoctor].map(({ messageId }) => messageId);
  await show(sandbox, 'Mark them delivered, and one read', () =>
    messages.updateStatus({ delivered: ids, read: ids.slice(0, 1) }),
  );
}

async function showTour(library: Package, sandbox: Sandbox): Promise<boolean> {
  await tour(library, sandbox);
  const states = sandbox.messages.map(({ state }) => state);
  print(
    `\n${paint('green', '✓')} ${states.length} messages delivered, each once (${states.join(', ')}).`,
  );
  return states.length === 3;
}

async function showOutbox(sandbox: Sandbox): Promise<boolean> {
  const isRight = await demoOutbox(sandbox, print);
  const { length } = sandbox.messages;
  if (isRight) print(`\n${paint('green', '✓')} ${length} messages delivered, each once.`);
  else print(`\n${paint('red', '✗')} ${length} messages were delivered, and not each once.`);
  return isRight;
}

const { values } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    outbox: { type: 'boolean', default: false },
  },
});
const library = await builtPackage();
await using sandbox = await library.startSandbox();
print(`The sandbox and its inbox page: ${paint('underline', sandbox.pageUrl)}`);
if (!(values.outbox ? await showOutbox(sandbox) : await showTour(library, sandbox))) {
  process.exitCode = 1;
}
if (values.keep) {
  print(`The page stays at ${sandbox.pageUrl} until you press Ctrl+C.`);
  await once(process, 'SIGINT');
} else {
  print(`See them arrive in a browser: npm run demo -- ${values.outbox ? '--outbox ' : ''}--keep`);
}
