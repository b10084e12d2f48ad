/** Processes with the embedded database that are killed at any moment, one after another: nothing is lost, or sent twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, expect, test } from '@jest/globals';

import { type Answer, startServer } from '../support/server.js';
import { compile } from './compile.js';

const KILLS = Number(process.env['KILLS'] ?? 12);

const programs = await compile(path.join(import.meta.dirname, 'embedded'), ['program.ts']);
const program = path.join(programs, 'program.mjs');
const root = mkdtempSync(path.join(tmpdir(), 'outbox-kills-'));
afterAll(() => {
  for (const folder of [root, programs]) rmSync(folder, { recursive: true });
});

interface Run {
  /** The lines that it printed. */
  lines: string[];
  stderr: string;
}

/** Runs the program, and kills it so many milliseconds after it printed the line, if it lives that long. */
async function run(args: readonly string[], after?: { line: string; ms: number }): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  let isAiming = false;
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    if (after === undefined || isAiming || !stdout.includes(`${after.line}\n`)) return;
    isAiming = true;
    void sleep(after.ms).then(() => child.kill('SIGKILL'));
  });
  await once(child, 'close');
  return { lines: stdout.split('\n').slice(0, -1), stderr };
}

test(
  'each message that was acknowledged is accepted once, however often its processes are killed',
  async () => {
    const accepted: string[] = [];
    let repeats = 0;
    const server = await startServer(({ headers }): Answer => {
      const key = String(headers['request-id']);
      const known = accepted.includes(key);
      if (known) repeats += 1;
      else accepted.push(key);
      // Some answers are lost as well.
      if (!known && accepted.length % 10 === 0) return 'reset';
      return { status: known ? 304 : 200, headers: { 'TT-X-Message-Id': `token-${key}` } };
    });
    const folder = path.join(root, 'outbox');
    const args = [folder, `${server.url}/v2`];
    const acknowledged: string[] = [];
    const modes = ['both', 'enqueue', 'work'] as const;
    for (let kill = 0; kill < KILLS; kill += 1) {
      // Also while the database is made, and while it is opened.
      const line = kill % 4 === 0 ? 'starting' : 'started';
      const ms = Math.random() * (line === 'starting' ? 3_000 : 1_000);
      const { lines, stderr } = await run([modes[kill % 3] ?? '', ...args], { line, ms });
      expect(stderr).toBe('');
      acknowledged.push(...lines.filter((each) => each.includes('-')).flatMap((x) => x.split(' ')));
    }
    const { lines, stderr } = await run(['drain', ...args]);
    expect(stderr).toBe('');
    const counts = JSON.parse(lines.at(-1) ?? '{}') as Record<string, number>;
    console.log(
      `${KILLS} kills: ${acknowledged.length} messages acknowledged, ${accepted.length} accepted, ${repeats} repeats`,
    );
    expect(acknowledged.length).toBeGreaterThan(KILLS);
    expect(acknowledged.filter((key) => !accepted.includes(key))).toEqual([]);
    // What was committed, and nobody was told of, is sent as well: nothing is left over.
    expect(counts).toMatchObject({ sent: accepted.length, queued: 0, sending: 0, uncertain: 0 });
  },
  60_000 + KILLS * 20_000,
);

test('what a killed process had in hand is sent at once by the next', async () => {
  const accepted: string[] = [];
  let answers = false;
  const server = await startServer(({ headers }): Answer => {
    const key = String(headers['request-id']);
    if (!answers) return 'stall';
    accepted.push(key);
    return { headers: { 'TT-X-Message-Id': `token-${key}` } };
  });
  const args = [path.join(root, 'in-hand'), `${server.url}/v2`];
  const { lines } = await run(['both', ...args], { line: 'started', ms: 1_500 });
  const acknowledged = lines.filter((each) => each.includes('-')).flatMap((x) => x.split(' '));
  expect(server.requests.length).toBeGreaterThan(0);
  answers = true;
  const began = performance.now();
  await run(['drain', ...args]);
  // Far sooner than a worker of another process would be taken for dead, which is after 40 seconds.
  expect(performance.now() - began).toBeLessThan(35_000);
  expect(accepted).toEqual(expect.arrayContaining(acknowledged));
}, 120_000);
