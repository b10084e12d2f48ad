/** Runs the proof under a Node that the outbox promises to work on; without PostgreSQL it says that it does not. */
import { postgresFolder } from '../../support/postgres.js';
import { runSupported } from '../node.js';

if (postgresFolder() === undefined) {
  console.log('No PostgreSQL: the outbox is not put to the proof.');
  process.exit();
}
await runSupported(['--import', 'tsx', 'test/outbox/proof/proof.ts', ...process.argv.slice(2)]);
