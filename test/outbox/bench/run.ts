/** Runs the bench under a Node that the outbox promises to work on. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { supportedNode } from '../node.js';

const child = spawn(
  supportedNode(),
  ['--import', 'tsx', 'test/outbox/bench/bench.ts', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
