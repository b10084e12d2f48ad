/** What a call loads: a monitoring hook must not wait for modules that it does not use. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from '@jest/globals';

import { account, folder, tigerconnect } from './command.js';
import { csvOf } from './rows.js';
import { startService } from './service.js';

/** The parts of the command, and the packages, that a call loads. */
async function loadedBy(words: string[], env: Record<string, string> = {}): Promise<string> {
  // The coverage of V8 names every script that was run.
  const NODE_V8_COVERAGE = await mkdtemp(path.join(folder, 'coverage-'));
  await tigerconnect(words, { env: { ...env, NODE_V8_COVERAGE } });
  const [report = ''] = await readdir(NODE_V8_COVERAGE);
  const { result } = JSON.parse(await readFile(path.join(NODE_V8_COVERAGE, report), 'utf8')) as {
    result: { url: string }[];
  };
  return result.map(({ url }) => url).join('\n');
}

test('--help loads neither the client nor anything for sending', async () => {
  const loaded = await loadedBy(['send', '--help']);
  expect(loaded).toContain('/cli/program.js');
  expect(loaded).not.toMatch(
    /src\/client\.js|libphonenumber|node-fetch|csv|progress|sandbox|src\/outbox|pglite|\/pg\b/,
  );
});

test('send loads no CSV parser, no progress bar and no sandbox', async () => {
  const { url } = await startService();
  const loaded = await loadedBy(
    ['send', '--to', 'nurse@ward.example', '--body', 'x'],
    account(url),
  );
  expect(loaded).toContain('src/client.js');
  expect(loaded).not.toMatch(/csv|progress|sandbox|bulk|src\/outbox|pglite|\/pg\b/);
});

test('send --file loads no progress bar where there is no terminal', async () => {
  const { url } = await startService();
  const loaded = await loadedBy(['send', '--file', await csvOf(1)], account(url));
  expect(loaded).toContain('csv-parse');
  expect(loaded).not.toMatch(/cli-progress|sandbox/);
});
