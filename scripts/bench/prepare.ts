// Prepares the measurement: installs the peers, and puts into a temporary folder the generated clients
// and the built package, as a user's project has it.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build } from 'esbuild';

import { ROOT } from '../pipeline/flags.js';

export interface Place {
  /** Contains hey-api.mjs, stock.mjs and ours/; `dispose` removes it. */
  folder: string;
  [Symbol.dispose](): void;
}

const HERE = join(ROOT, 'scripts', 'bench');
const DOCUMENT = join(ROOT, 'spec', 'openapi.json');

function run(cwd: string, command: string, ...args: string[]): void {
  // The command's output goes to stderr, so that stdout has only the table.
  execFileSync(command, args, { cwd, stdio: ['ignore', process.stderr, 'inherit'] });
}

/** A symbolic link to a folder, as package managers make them. */
const link = (target: string, path: string): void => {
  symlinkSync(target, path, 'junction');
};

/** TypeScript as generators write it, as one module that Node can load. */
async function bundle(folder: string, name: string, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: join(folder, name) },
    outfile: join(folder, `${name}.mjs`),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
}

async function generatePeers(folder: string): Promise<void> {
  link(join(HERE, 'node_modules'), join(folder, 'node_modules'));
  const heyApi = join(HERE, 'node_modules', '@hey-api', 'openapi-ts', 'bin', 'run.js');
  const to = (name: string): string[] => ['--input', DOCUMENT, '--output', join(folder, name)];
  const client = ['--client', '@hey-api/client-fetch', '--silent', '--no-log-file'];
  run(folder, process.execPath, heyApi, ...to('hey-api'), ...client);
  await bundle(
    folder,
    'hey-api',
    `export * from './sdk.gen.js'; export { client } from './client.gen.js';`,
  );
  const stock = join(ROOT, 'node_modules', 'openapi-typescript-codegen', 'bin', 'index.js');
  const options = ['--client', 'node', '--useOptions', '--name', 'StockClient'];
  run(folder, process.execPath, stock, ...to('stock'), ...options);
  await bundle(folder, 'stock', `export * from './index.js';`);
}

/** A project with the package and its dependencies, outside the repository and its dev dependencies. */
function installOurs(folder: string): void {
  const modules = join(folder, 'ours', 'node_modules');
  const ours = join(modules, 'tigerconnect-messages');
  mkdirSync(ours, { recursive: true });
  run(ROOT, 'npm', 'run', 'build');
  cpSync(join(ROOT, 'dist'), join(ours, 'dist'), { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(ours, 'package.json'));
  link(join(ROOT, 'node_modules', 'undici'), join(modules, 'undici'));
  const entry = (name: string, text: string): void => {
    writeFileSync(join(folder, 'ours', name), text);
  };
  entry('empty.mjs', '');
  entry('client.mjs', `export { TigerConnect } from 'tigerconnect-messages';\n`);
  entry('undici.mjs', `export { undiciFetch } from 'tigerconnect-messages/undici';\n`);
}

export async function prepare(print: (text: string) => void): Promise<Place> {
  if (!existsSync(join(HERE, 'node_modules'))) {
    print('installing the peers …');
    run(HERE, 'npm', 'ci');
  }
  print('building …');
  const folder = mkdtempSync(join(tmpdir(), 'tigerconnect-bench-'));
  const dispose = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await generatePeers(folder);
    installOurs(folder);
  } catch (error) {
    dispose();
    throw error;
  }
  return { folder, [Symbol.dispose]: dispose };
}
