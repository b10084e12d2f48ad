/** The lock of a folder: many processes that want it, some of which are killed while they have it, or while they take it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, expect, test } from '@jest/globals';

import { holdName } from '../../src/outbox/embedded/process-lock.js';
import { compile } from './compile.js';
import { until } from './support.js';

const programs = await compile(path.join(import.meta.dirname, 'embedded'), ['contender.ts']);
const program = path.join(programs, 'contender.mjs');
const root = mkdtempSync(path.join(tmpdir(), 'outbox-lock-'));
afterAll(() => {
  for (const folder of [root, programs]) rmSync(folder, { recursive: true });
});
const CONTENDERS = 6;
const KILLS = 40;

test.each(['short', `of-a-path-that-is-longer-than-an-address-${'x'.repeat(100)}`])(
  'never two hold it, and one that was killed holds up nobody: %s',
  async (name) => {
    const folder = path.join(root, name);
    const inside = path.join(root, `${name}-inside`);
    for (const each of [folder, inside]) mkdirSync(each);
    const lines: string[] = [];
    const contenders = new Set<ChildProcess>();
    const killed = new Set<string>();
    const start = (): void => {
      const child = spawn(process.execPath, [program, folder, inside], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        // One that was killed inside leaves its mark there.
        lines.push(...text.split('\n').filter((line) => line !== '' && !killed.has(line)));
      });
      contenders.add(child);
    };
    const kill = async (child: ChildProcess): Promise<void> => {
      contenders.delete(child);
      killed.add(String(child.pid));
      child.kill('SIGKILL');
      await once(child, 'close');
    };
    for (let count = 0; count < CONTENDERS; count += 1) start();
    for (let kills = 0; kills < KILLS; kills += 1) {
      await sleep(Math.random() * 200);
      const [first] = contenders;
      if (first) await kill(first);
      start();
    }
    const before = lines.length;
    // Somebody gets it still.
    await until(() => lines.slice(before).includes('held'));
    await Promise.all([...contenders].map(kill));
    const count = (what: string): number => lines.filter((line) => line === what).length;
    console.log(`${KILLS} kills: held ${count('held')} times, refused ${count('refused')} times`);
    expect(count('held')).toBeGreaterThan(KILLS / 4);
    expect(count('refused')).toBeGreaterThan(0);
    expect(lines.filter((line) => line !== 'held' && line !== 'refused')).toEqual([]);
    const held = await holdName(folder, 'name');
    if (typeof held !== 'function') throw new Error('a process that is gone has the lock');
    expect(readdirSync(folder)).toHaveLength(1);
    await held();
    expect(readdirSync(folder)).toEqual([]);
  },
  60_000,
);
