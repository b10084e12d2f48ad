/** The shell blocks of the pages: their npm scripts exist, and their commands run against a sandbox. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { ROOT } from '../../scripts/pipeline/flags.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { blocksIn } from './pages.js';

const run = promisify(execFile);
const BLOCKS = blocksIn('sh');
const COMMAND = [join(ROOT, 'node_modules/.bin/tsx'), join(ROOT, 'src/cli/main.ts')] as const;
const CALLS = BLOCKS.flatMap(({ code }) => [
  ...code.matchAll(/npx tigerconnect ((?:outbox )?\w+)((?:[^\n|)#]|\\\n)*)/g),
]);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'docs-'));
  // `npx tigerconnect …` runs the command from its source.
  writeFileSync(join(folder, 'npx'), `#!/bin/bash\nexec ${COMMAND.join(' ')} "\${@:2}"\n`);
  chmodSync(join(folder, 'npx'), 0o755);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the npm scripts exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const names = BLOCKS.flatMap(({ code }) =>
    [...code.matchAll(/npm (?:run )?(?!ci\b|install\b|pack\b|run\b)([\w:-]+)/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(Object.keys(scripts)).toContain(name);
});

test('the commands and their options exist', async () => {
  const names = [...new Set(CALLS.map(([, name = '']) => name))];
  expect(names).toEqual(
    expect.arrayContaining(['send', 'sandbox', 'outbox enqueue', 'outbox work']),
  );
  for (const name of names) {
    const { stdout: help } = await run(COMMAND[0], [COMMAND[1], ...name.split(' '), '--help']);
    expect(help).toMatch(new RegExp(`^Usage: tigerconnect ${name} `));
    const given = CALLS.filter(([, each]) => each === name).map(([, , rest = '']) => rest);
    for (const [flag] of given.join(' ').matchAll(/--[\w-]+/g)) expect(help).toContain(flag);
  }
});

const RUNNABLE = BLOCKS.filter(({ code, norun }) => !norun && code.includes('npx tigerconnect'));

test.each(RUNNABLE.map((block) => [`${block.page}:${block.line}`, block.code]))(
  '%s runs',
  async (_, code) => {
    await using sandbox = await startSandbox();
    const cwd = mkdtempSync(join(folder, 'run-'));
    writeFileSync(join(cwd, 'messages.csv'), 'to,body\nnurse@ward.example,Bed 12\n');
    const env = {
      ...process.env,
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      TIGERCONNECT_BASE_URL: sandbox.url,
      TIGERCONNECT_API_KEY: sandbox.apiKey,
      TIGERCONNECT_API_SECRET: sandbox.apiSecret,
    };
    await run('bash', ['-euo', 'pipefail', '-c', code], { cwd, env });
    expect(sandbox.messages.length).toBeGreaterThan(0);
  },
);
