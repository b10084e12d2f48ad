/**
 * `npm run demo -- --outbox`: a process enqueues messages in a folder, the one that sends them is killed in the middle,
 * the next one goes on, and each message is in the inbox once.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sandbox } from '../src/sandbox/index.js';
import { supportedNode } from '../test/outbox/node.js';

const MESSAGES = 30;
/** The worker is killed when so many have arrived. */
const KILL_AT = 10;

/** @returns whether each message is in the inbox once */
export async function demoOutbox(
  sandbox: Sandbox,
  print: (line: string) => void,
): Promise<boolean> {
  const { url, apiKey, apiSecret } = sandbox;
  const node = supportedNode();
  if (node !== process.execPath) {
    print(`The outbox needs Node 22.12, and this is ${process.version}: its processes run on`);
    print(`the one in ${path.relative('.', path.dirname(node))}, which was installed for that.`);
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-demo-'));
  const env = {
    ...process.env,
    TIGERCONNECT_BASE_URL: url,
    TIGERCONNECT_API_KEY: apiKey,
    TIGERCONNECT_API_SECRET: apiSecret,
  };
  const program = path.join(import.meta.dirname, 'demo-outbox-process.ts');
  const start = (...words: string[]): ChildProcess =>
    spawn(node, ['--import', 'tsx', program, ...words], { stdio: 'inherit', env });
  const succeed = async (child: ChildProcess): Promise<void> => {
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error('a process of the outbox failed');
  };
  try {
    print(`\nA process enqueues ${MESSAGES} messages in a folder, and ends`);
    await succeed(start('enqueue', folder, String(MESSAGES)));
    print('\nAnother one sends them, ten a second');
    const worker = start('work', folder);
    const ended = once(worker, 'exit');
    while (sandbox.messages.length < KILL_AT && worker.exitCode === null) await sleep(10);
    worker.kill('SIGKILL');
    await ended;
    print(`It was killed (SIGKILL) when ${sandbox.messages.length} of them had arrived`);
    print('\nThe next one goes on');
    await succeed(start('work', folder));
  } finally {
    await rm(folder, { recursive: true });
  }
  const bodies = new Set(sandbox.messages.map(({ body }) => body));
  return sandbox.messages.length === MESSAGES && bodies.size === MESSAGES;
}
