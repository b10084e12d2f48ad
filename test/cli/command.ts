/** Runs the real command as a process of its own, compiled from the sources as they are. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, jest } from '@jest/globals';
import { build } from 'esbuild';

// A process takes a good part of a second to start where other tests run beside it.
jest.setTimeout(30_000);

const root = process.cwd();
let copy: string;

/** A folder for the files of one test file. */
export let folder: string;

// Compiled once: a process then starts in a fraction of the time that tsx takes to compile it.
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'tigerconnect-cli-'));
  folder = path.join(copy, 'files');
  await mkdir(folder);
  await build({
    entryPoints: ['src/**/*.ts', 'generated/**/*.ts'].map((glob) => path.join(root, glob)),
    outbase: root,
    outdir: copy,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  await cp(path.join(root, 'package.json'), path.join(copy, 'package.json'));
  for (const name of ['node_modules', 'spec']) {
    await symlink(path.join(root, name), path.join(copy, name), 'dir');
  }
}, 30_000);

afterAll(async () => {
  await rm(copy, { recursive: true });
});

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Settings {
  env?: Record<string, string>;
  /** What is piped in; without it stdin is /dev/null. */
  input?: string;
}

export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

export const main = (): string => path.join(copy, 'src/cli/main.js');

/** The credentials for the servers of the tests, and where this one is. */
export const account = (url: string): Record<string, string> => ({
  TIGERCONNECT_BASE_URL: `${url}/v2`,
  TIGERCONNECT_API_KEY: 'key-of-ward-7',
  TIGERCONNECT_API_SECRET: 's3cret-of-ward-7',
});

async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, stdout, stderr };
}

export function start(words: readonly string[], { env = {}, input }: Settings = {}): Running {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [main(), ...words], {
    cwd: folder,
    env: { PATH, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A command that refuses its arguments does not read on.
  child.stdin?.on('error', () => undefined).end(input);
  return { child, ended: endOf(child) };
}

export const tigerconnect = (words: readonly string[], settings?: Settings): Promise<Ended> =>
  start(words, settings).ended;

/** The JSON lines of a text. */
export const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
