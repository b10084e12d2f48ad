// A command as a process: it ends in time, and at once when it is told to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { remove, ROOT, scratch } from './harness.js';

let directory: string;

beforeEach(async () => {
  directory = await scratch();
});

afterEach(async () => {
  await remove(directory);
});

/** Starts a command whose stage never ends, in a way that lets nothing else run. */
async function startEndless(limit: number) {
  const command = new URL('scripts/pipeline/command.ts', `file://${ROOT}`).href;
  const script = join(directory, 'endless.ts');
  await writeFile(
    script,
    `import { runCommand } from ${JSON.stringify(command)};
     process.on('exit', () => console.log('tidied up'));
     await runCommand(async (argv, io) => {
       io.onStages?.(['emit', 'validate']);
       await new Promise((resolve) => setTimeout(resolve, 10));
       io.out('busy\\n');
       for (;;);
     }, ${limit});`,
  );
  return spawn('node', ['--import', 'tsx', script], { cwd: ROOT });
}

test('a stage that does not end is ended, with exit code 2', async () => {
  const child = await startEndless(300);
  const [out, error, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  expect({ out, error, code }).toEqual({
    out: 'busy\ntidied up\n',
    error: 'emit and validate: not done after 0.3 s\n  Give a smaller document.\n',
    code: 2,
  });
});

test('a signal ends a command that is busy', async () => {
  const child = await startEndless(60_000);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([null, 'SIGTERM']);
});
