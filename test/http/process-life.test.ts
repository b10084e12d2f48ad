/** A pending call keeps the process alive; a settled one lets it end. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, test } from '@jest/globals';

import { accepted, startServer } from '../support/server.js';

const run = promisify(execFile);

const environmentFor = (url: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_OPTIONS: '',
  TIGERCONNECT_API_KEY: 'key-of-the-environment',
  TIGERCONNECT_API_SECRET: 'secret',
  TIGERCONNECT_BASE_URL: `${url}/v2/`,
});

test('a script waits for its retries, then ends by itself though its connections are kept alive', async () => {
  const server = await startServer(['reset', { status: 503 }, accepted()]);
  const env = environmentFor(server.url);
  const script = ['--import', 'tsx', 'test/support/send-one.ts'];
  const { stdout } = await run(process.execPath, script, { env, timeout: 20_000 });
  expect(stdout).toBe('sent in 3');
  const credentials = Buffer.from('key-of-the-environment:secret').toString('base64');
  expect(server.requests.at(-1)?.headers.authorization).toBe(`Basic ${credentials}`);
}, 30_000);

test('a promise that rejects before sendMany comes to it does not end the process', async () => {
  const server = await startServer([accepted()]);
  const env = environmentFor(server.url);
  const script = ['--import', 'tsx', 'test/support/send-promises.ts'];
  const { stdout } = await run(process.execPath, script, { env, timeout: 20_000 });
  expect(stdout).toBe('fulfilled, then its own error');
}, 30_000);
