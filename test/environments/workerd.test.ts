/** The package in workerd with `nodejs_compat`, bundled as for Cloudflare Workers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build as bundle, type Plugin } from 'esbuild';

import {
  conformance,
  expectConformance,
  expectConformanceOrRefusal,
  type Job,
  type Outcomes,
} from './conformance.js';
import { project, removeProjects, workerd } from './environment.js';

const CONFIGURATION = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (
      modules = [(name = "bundle.js", esModule = embed "bundle.js")],
      compatibilityDate = "2026-06-01",
      compatibilityFlags = ["nodejs_compat"],
    )),
    (name = "internet", network = (allow = ["private", "public"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);`;

/** Modules of Node's stay imports, under the name that workerd knows, also where CommonJS requires them. */
const builtins: Plugin = {
  name: 'builtins',
  setup: (build) => {
    const filter = new RegExp(`^(?:node:.*|${builtinModules.join('|')})$`);
    build.onResolve({ filter }, ({ path: name, kind }) => {
      const known = name.replace(/^(?:node:)?/, 'node:');
      return kind === 'require-call'
        ? { path: known, namespace: 'required' }
        : { path: known, external: true };
    });
    build.onLoad({ filter, namespace: 'required' }, ({ path: name }) => ({
      contents: `import all from '${name}'; module.exports = all;`,
    }));
  },
};

let worker: ChildProcess | undefined;
let url: string;

beforeAll(async () => {
  const folder = await project();
  await bundle({
    entryPoints: [path.join(folder, 'worker.mjs')],
    outfile: path.join(folder, 'bundle.js'),
    bundle: true,
    format: 'esm',
    conditions: ['workerd', 'worker', 'browser'],
    plugins: [builtins],
    logLevel: 'error',
  });
  await writeFile(path.join(folder, 'worker.capnp'), CONFIGURATION);
  const args = ['serve', '--control-fd=3', 'worker.capnp'];
  worker = spawn(workerd(), args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit', 'pipe'] });
  // It tells where it listens, on a line for each socket.
  const lines = createInterface({ input: worker.stdio[3] as Readable });
  const ended = once(worker, 'exit').then(() => Promise.reject(new Error('workerd ended early')));
  ended.catch(() => undefined);
  const [line] = (await Promise.race([once(lines, 'line'), ended])) as [string];
  url = `http://127.0.0.1:${(JSON.parse(line) as { port: number }).port}`;
});

afterAll(async () => {
  if (worker?.kill()) await once(worker, 'exit');
  await removeProjects();
});

async function outcomesOf(jobs: Job[]): Promise<Outcomes> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(jobs) });
  expect(response.status).toBe(200);
  return (await response.json()) as Outcomes;
}

const foreign = { refused: ['not-sent', 'unknown'] };

test("the platform's fetch sends", async () => {
  const conditions = await conformance('platform');
  expectConformance(conditions, await outcomesOf(conditions.jobs), foreign);
});

test('the default transport sends, or says that it cannot', async () => {
  const conditions = await conformance();
  expectConformanceOrRefusal(conditions, await outcomesOf(conditions.jobs), foreign);
});
