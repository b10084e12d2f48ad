/** A user's project with the packed package in it, and programs run there by one runtime or another. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';

export const HERE = path.resolve('test/environments');
/** The project that `prepare.ts` makes; its folder is ignored by git. */
export const INSTALLED = path.join(HERE, '.installed');
const PROGRAMS = path.join(HERE, 'programs');
/** A program that takes longer hangs: it is ended, and its test fails. */
const PATIENCE_MS = 15_000;

/** A file of the environments' own installation. */
export function tool(file: string): string {
  const full = path.join(HERE, 'node_modules', file);
  if (existsSync(full)) return full;
  throw new Error(`no ${full}: npm run test:environments installs it, on Linux with x64`);
}

export const nodes = {
  '20.19': () => tool('node-20-linux-x64/bin/node'),
  '22': () => tool('node-22-linux-x64/bin/node'),
  '24': () => tool('node-24-linux-x64/bin/node'),
  '26': () => tool('node-26-linux-x64/bin/node'),
};
export const bun = (): string => tool('@oven/bun-linux-x64/bin/bun');
export const deno = (): string => tool('@deno/linux-x64-glibc/deno');
export const workerd = (): string => tool('@cloudflare/workerd-linux-64/bin/workerd');

const projects: string[] = [];

/** An empty folder, outside this repository. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-environments-'));
  projects.push(folder);
  return folder;
}

/** For `afterAll`. */
export async function removeProjects(): Promise<void> {
  await Promise.all(projects.splice(0).map((folder) => rm(folder, { recursive: true })));
}

/**
 * A folder with the programs, the packed package, and what else is to be found there: the name that programs
 * import to the package that gives it, say `undici` to `undici-8`.
 */
export async function project(packages: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await emptyFolder();
  const modules = path.join(folder, 'node_modules');
  await mkdir(modules);
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }');
  await cp(PROGRAMS, folder, { recursive: true });
  const from = path.join(INSTALLED, 'node_modules');
  for (const name of await readdir(from)) {
    // A copy, so that it finds this project's optional packages and no others.
    if (name === 'tigerconnect-messages') {
      await cp(path.join(from, name), path.join(modules, name), { recursive: true });
    } else await symlink(path.join(from, name), path.join(modules, name));
  }
  for (const [name, source] of Object.entries(packages)) {
    const to = path.join(modules, name);
    await mkdir(path.dirname(to), { recursive: true });
    await symlink(tool(source), to);
  }
  return folder;
}

export interface Ended {
  /** Null when a signal ended it. */
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd: string;
  env?: Readonly<Record<string, string>> | undefined;
}

/** Runs a command to its end, without this process's proxies and Node options. */
export async function run(
  [command = '', ...args]: readonly string[],
  { cwd, env }: RunOptions,
): Promise<Ended> {
  const kept = Object.entries(process.env).filter(([name]) => !/_proxy$|^NODE_/i.test(name));
  const child = spawn(command, args, {
    cwd,
    env: { ...Object.fromEntries(kept), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { status, stdout, stderr };
}

/** A program that ends otherwise than well fails the test, with the last it said: a bundle is one long line. */
export async function succeed(ended: Promise<Ended>): Promise<Ended> {
  const { status, stdout, stderr } = await ended;
  const said = `${stdout}\n${stderr}`.slice(-3_000);
  if (status !== 0) throw new Error(`ended with ${String(status)}: ${said}`);
  return { status, stdout, stderr };
}

/** What a program printed as JSON. */
export async function resultOf<Result>(ended: Promise<Ended>): Promise<Result> {
  return JSON.parse((await succeed(ended)).stdout) as Result;
}
