/**
 * A file that is edited, renamed and linked at random, before and while it is sent, by senders that are
 * killed at random: at the end each content was delivered exactly once, and every report was true.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { link, rename, rm, symlink, writeFile } from 'node:fs/promises';

import { afterAll, expect, test } from '@jest/globals';

import { account, type Ended, jsonLines, start } from './command.js';
import { randomFrom } from './random.js';
import { csvOf } from './rows.js';
import { type Service, startService } from './service.js';

const SEED = Number(process.env['SEED'] ?? 20260301);
const STEPS = 40;

const random = randomFrom(SEED);
const below = (limit: number): number => Math.floor(random() * limit);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

interface World {
  service: Service;
  /** The file's present path. */
  name: string;
  rows: string[];
  /** Numbers the texts, so that each row is unlike any before. */
  texts: number;
  /** The most copies of each row that the file had at once. */
  most: Map<string, number>;
}

const newRow = (world: World): string => `nurse${below(5)}@ward.example,text-${(world.texts += 1)}`;
const textOf = (rows: readonly string[]): string =>
  ['to,body', ...rows].map((row) => `${row}\n`).join('');
const counts = (rows: readonly string[]): Map<string, number> => {
  const found = new Map<string, number>();
  for (const row of rows) found.set(row, (found.get(row) ?? 0) + 1);
  return found;
};

/** Changes the rows, and writes them in place or as editors do: to a new file that takes the name. */
function edit(world: World): void {
  const { rows } = world;
  const at = below(rows.length);
  const edits = [
    () => rows.splice(at, 1, newRow(world)),
    () => rows.push(newRow(world)),
    () => rows.splice(at, 0, newRow(world)),
    () => rows.length > 1 && rows.splice(at, 1),
    () => rows.push(rows[at] ?? newRow(world)),
    () => rows.reverse(),
  ];
  edits[below(edits.length)]?.();
  for (const [row, count] of counts(rows)) {
    world.most.set(row, Math.max(count, world.most.get(row) ?? 0));
  }
  if (random() < 0.5) {
    writeFileSync(world.name, textOf(rows));
  } else {
    writeFileSync(`${world.name}.new`, textOf(rows));
    renameSync(`${world.name}.new`, world.name);
  }
}

let names = 0;
const otherName = ({ name }: World): string =>
  name.replace(/(?:-as-\d+)?\.csv$/, `-as-${(names += 1)}.csv`);

/** A new name in the same folder; the old one goes, but for the file of a symbolic link. */
async function giveOtherName(world: World): Promise<void> {
  const other = otherName(world);
  const kind = below(3);
  if (kind === 0) await rename(world.name, other);
  else if (kind === 1) await link(world.name, other).then(() => rm(world.name));
  else {
    // Sent through the link, edited through the link.
    await symlink(world.name, other);
    check(world, await send(world, other));
    return;
  }
  world.name = other;
}

/** What a run must say, by the version of the file that it read. */
function check(world: World, { code, stdout, stderr }: Ended, rows = [...world.rows]): void {
  const end = jsonLines(stdout).at(-1);
  if (end?.['event'] !== 'end') {
    // It was refused: nothing was sent, and it says how to go on.
    expect(stderr + stdout).toContain('give --journal');
    return;
  }
  const { sent, before, invalid, notSent, unknown, left } = end as Record<string, number>;
  expect(end['rows']).toBe(rows.length);
  expect([sent, before, invalid, notSent, unknown, left].reduce((sum = 0, n = 0) => sum + n)).toBe(
    rows.length,
  );
  const delivered = new Set(
    world.service.delivered.map(({ recipient, body }) => `${recipient},${body}`),
  );
  for (const { event, status, row } of jsonLines(stdout)) {
    if (event === 'row' && status === 'sent') expect(delivered).toContain(rows[Number(row) - 1]);
  }
  if (code === 0) expect(rows.filter((row) => !delivered.has(row))).toEqual([]);
}

async function send(world: World, name = world.name, during?: () => void): Promise<Ended> {
  const { service } = world;
  const words = (file: string, ...more: string[]): string[] => [
    'send',
    '--file',
    file,
    '--json',
    ...more,
  ];
  const env = account(service.url);
  const run = (...more: string[]): Promise<Ended> => {
    const { child, ended } = start(words(name, ...more), { env });
    const before = service.requests.length;
    const requests = 1 + below(10);
    const moment = random() * 4;
    const act = async (): Promise<void> => {
      while (child.exitCode === null && service.requests.length < before + requests) await pause(1);
      await pause(moment);
      if (child.exitCode === null) during?.();
      if (during !== undefined && random() < 0.5) child.kill(random() < 0.7 ? 'SIGKILL' : 'SIGINT');
    };
    return Promise.all([ended, act()]).then(([end]) => end);
  };
  const ended = await run();
  const journal = /give --journal (\S+\.journal);/.exec(ended.stdout)?.[1];
  return journal === undefined ? ended : run('--journal', journal);
}

test('each content is delivered exactly once, and every report is true', async () => {
  const service = await startService(undefined, () => random() < 0.1);
  const name = await csvOf(1);
  const world: World = { service, name, rows: [], texts: 0, most: new Map() };
  world.rows = Array.from({ length: 40 }, () => newRow(world));
  await writeFile(name, textOf(world.rows));
  world.most = counts(world.rows);
  for (let step = 0; step < STEPS; step += 1) {
    const kind = below(4);
    if (kind === 0) edit(world);
    else if (kind === 1) await giveOtherName(world);
    else {
      const rows = [...world.rows];
      const ended = await send(world, world.name, () => {
        for (let count = below(3); count > 0; count -= 1) edit(world);
      });
      if (ended.signal === null) check(world, ended, rows);
    }
    expect(existsSync(world.name)).toBe(true);
    expect(readFileSync(world.name, 'utf8')).toBe(textOf(world.rows));
  }
  const last = await send(world);
  check(world, last);
  expect(last.code).toBe(0);
  const delivered = counts(service.delivered.map(({ recipient, body }) => `${recipient},${body}`));
  for (const [row, count] of counts(world.rows)) {
    expect([row, delivered.get(row) ?? 0]).toEqual([row, expect.any(Number)]);
    expect(delivered.get(row) ?? 0).toBeGreaterThanOrEqual(count);
  }
  for (const [row, count] of delivered) {
    expect([row, count <= (world.most.get(row) ?? 0)]).toEqual([row, true]);
  }
  expect(service.repeated).toBeGreaterThan(0);
}, 120_000);

afterAll(() => {
  process.stdout.write(`interleavings.test.ts: SEED=${SEED}\n`);
});
