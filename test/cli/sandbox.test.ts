import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect, test } from '@jest/globals';

import { jsonLines, type Running, start, tigerconnect } from './command.js';

/** What the command prints first. */
async function firstOutput({ child }: Running): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout');
  const [text] = (await once(child.stdout, 'data')) as [string];
  return text;
}

test('sandbox prints its address and accepts messages until Ctrl-C, which is not a failure', async () => {
  const sandbox = start(['sandbox', '--json']);
  const [printed] = jsonLines(await firstOutput(sandbox)) as Record<string, string>[];
  const env = {
    TIGERCONNECT_BASE_URL: printed?.['url'] ?? '',
    TIGERCONNECT_API_KEY: printed?.['apiKey'] ?? '',
    TIGERCONNECT_API_SECRET: printed?.['apiSecret'] ?? '',
  };
  const { code, stdout: id } = await tigerconnect(['send', '--to', 'nurse@ward.example'], {
    env,
    input: 'Bed 12',
  });
  expect(code).toBe(0);
  expect((await tigerconnect(['status', '--read', id.trim()], { env })).code).toBe(0);
  expect((await tigerconnect(['typing', '--to', 'nurse@ward.example'], { env })).code).toBe(0);
  sandbox.child.kill('SIGINT');
  expect((await sandbox.ended).code).toBe(0);
}, 20_000);

test('sandbox prints what to set in another shell', async () => {
  const sandbox = start(['sandbox']);
  const text = await firstOutput(sandbox);
  expect(text).toMatch(/export TIGERCONNECT_BASE_URL=http:\/\/127\.0\.0\.1:\d+\/v2/);
  expect(text).toContain('TIGERCONNECT_API_SECRET=');
  expect(text).toContain('\n  npx tigerconnect send --to');
  sandbox.child.kill('SIGTERM');
  expect((await sandbox.ended).code).toBe(0);
});

test.each([
  [[], 204],
  [['--strict'], 404],
])('sandbox %j answers a path without its slash with %d', async (flags, status) => {
  const sandbox = start(['sandbox', '--json', ...flags]);
  const [printed] = jsonLines(await firstOutput(sandbox)) as Record<string, string>[];
  const { url = '', apiKey = '', apiSecret = '' } = printed ?? {};
  const response = await fetch(`${url}/message?recipient=nurse%40ward.example`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}` },
    body: new URLSearchParams({ body: 'Bed 12' }),
  });
  expect(response.status).toBe(status);
  sandbox.child.kill('SIGINT');
  expect((await sandbox.ended).code).toBe(0);
});

test('sandbox on a port that is taken says so', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const { code, stderr } = await tigerconnect(['sandbox', '--port', String(port)]);
  taken.close();
  expect(code).toBe(2);
  expect(stderr).toContain(`--port: ${port} is in use`);
});
