/** Runs the proof under a Node that the outbox promises to work on; without PostgreSQL it says that it does not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { postgresFolder } from '../../support/postgres.js';
import { supportedNode } from '../node.js';

if (postgresFolder() === undefined) {
  console.log('No PostgreSQL: the outbox is not put to the proof.');
  process.exit();
}
const child = spawn(
  supportedNode(),
  ['--import', 'tsx', 'test/outbox/proof/proof.ts', ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
const [code] = (await once(child, 'exit')) as [number | null];
process.exitCode = code ?? 1;
