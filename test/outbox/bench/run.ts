/** Runs the bench under a Node that the outbox promises to work on. */
import { runSupported } from '../node.js';

await runSupported(['--import', 'tsx', 'test/outbox/bench/bench.ts', ...process.argv.slice(2)]);
