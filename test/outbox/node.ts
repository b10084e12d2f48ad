/** A Node that the outbox promises to work on: the one at hand, or one that this folder installs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { installTools } from '../support/install.js';

export const HERE = path.resolve('test/outbox');

export function supportedNode(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  installTools(HERE);
  const node = path.join(HERE, 'node_modules/node-22-linux-x64/bin/node');
  if (existsSync(node)) return node;
  throw new Error(
    `no ${node}: it is installed on Linux with x64; run this with Node 22.12 or newer`,
  );
}

/** Runs a program with this output, and fails as it does. @param args of that Node */
export async function runSupported(
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const child = spawn(supportedNode(), args, { stdio: 'inherit', env });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = code ?? 1;
}
