// Runs a command of the pipeline as a process: its output, its exit code, and an end to work without one.
import { pathToFileURL } from 'node:url';

import type { Io } from './progress.js';
import { watchdog } from './watchdog.js';

/** For one stage, in milliseconds: ten times what the largest known document takes. */
const STAGE_LIMIT = 120_000;

/** Whether this module is what Node was started with. */
export function isCommand(url: string): boolean {
  const [, script] = process.argv;
  return script !== undefined && url === pathToFileURL(script).href;
}

/**
 * Runs it and sets the exit code. A signal ends the process at once, whatever it does: what a run leaves
 * behind then, the next one removes.
 */
export async function runCommand(
  run: (argv: string[], io: Io) => Promise<number>,
  limit = STAGE_LIMIT,
): Promise<void> {
  // The run goes on when the reader of its output, such as `head`, ends.
  process.stdout.on('error', () => undefined);
  // For a run that the watchdog ends.
  process.exitCode = 2;
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    terminal: process.stdout.isTTY && process.env['CI'] === undefined,
    onStages: watchdog(limit),
  });
}
