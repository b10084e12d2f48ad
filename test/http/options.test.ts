/** What a client and its calls can be told, and who the service sees. Wrong options are in `arguments.test.ts`. */
import { execFile } from 'node:child_process';
import { getEventListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

import { describe, expect, jest, test } from '@jest/globals';

import { type AppInfo, VERSION } from '../../src/index.js';
import { undiciFetch } from '../../src/transport/undici.js';
import { API_KEY, API_SECRET, testClient } from '../support/client.js';
import { failure } from '../support/failure.js';
import { accepted, type Answer, type ReceivedRequest, startServer } from '../support/server.js';

const run = promisify(execFile);
const message = { to: 'nurse@ward.example', body: 'Bed 12' };

test('VERSION is the version of the package', async () => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  expect(VERSION).toBe(manifest.version);
});

describe('the service sees', () => {
  const client = `tigerconnect-messages/${VERSION} (node ${process.versions.node})`;

  test.each<[string, AppInfo | undefined, string]>([
    ['this package, its version and the runtime', undefined, client],
    ['also the program', { name: 'ward-pager', version: '7.1' }, `${client} ward-pager/7.1`],
    ['also a program without a version', { name: 'ward-pager' }, `${client} ward-pager`],
  ])('%s', async (_, appInfo, expected) => {
    const server = await startServer([accepted()]);
    const fetch = undiciFetch();
    for (const options of [{ appInfo }, { appInfo, fetch }]) {
      await testClient(server, options).tigerconnect.messages.send(message);
    }
    await fetch.close();
    expect(server.requests.map(({ headers }) => headers['user-agent'])).toEqual([
      expected,
      expected,
    ]);
  });

  test.each([
    ['Bun', { bun: '1.4.5', node: '24.3.0' }, 'bun 1.4.5'],
    ['Deno', { deno: '2.9.6', node: '24.2.0' }, 'deno 2.9.6'],
  ])('%s under its own name', async (_, versions, runtime) => {
    const real = Object.getOwnPropertyDescriptor(process, 'versions') ?? {};
    Object.defineProperty(process, 'versions', { ...real, value: versions });
    try {
      const server = await startServer([accepted()]);
      await testClient(server).tigerconnect.messages.send(message);
      const expected = `tigerconnect-messages/${VERSION} (${runtime})`;
      expect(server.requests[0]?.headers['user-agent']).toBe(expected);
    } finally {
      Object.defineProperty(process, 'versions', real);
    }
  });
});

/** Runs a script of test/support/ that sends to a server, as a process of its own. */
async function runScript(
  name: string,
  answers: Answer[],
  given: NodeJS.ProcessEnv = {},
): Promise<{ stdout: string; stderr: string; requests: ReceivedRequest[] }> {
  const { url, requests } = await startServer(answers);
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    TIGERCONNECT_API_KEY: API_KEY,
    TIGERCONNECT_API_SECRET: API_SECRET,
    TIGERCONNECT_BASE_URL: `${url}/v2`,
    ...given,
  };
  const args = ['--import', 'tsx', `test/support/${name}.ts`];
  return { ...(await run(process.execPath, args, { env, timeout: 20_000 })), requests };
}

describe('TIGERCONNECT_LOG', () => {
  const answers = [{ status: 503 }, accepted()];

  test('=debug writes each attempt to stderr, without recipient, text or secret', async () => {
    const given = { TIGERCONNECT_LOG: 'debug' };
    const { stdout, stderr, requests } = await runScript('send-one', answers, given);
    expect(stdout).toBe('sent in 2');
    expect(stderr).toMatch(/attempt failed, will retry.*\{.*status: 503.*attempt.*status: 200/s);
    expect(stderr).toContain(requests[0]?.headers['request-id']);
    expect(stderr).not.toMatch(/nurse|ward\.example|body|Basic/);
    expect(stderr).not.toContain(API_KEY);
    expect(stderr).not.toContain(API_SECRET);
  });

  test.each([{}, { TIGERCONNECT_LOG: 'info' }])('writes nothing by %j', async (given) => {
    const { stdout, stderr } = await runScript('send-one', answers, given);
    expect({ stdout, stderr }).toEqual({ stdout: 'sent in 2', stderr: '' });
  });
});

test('a logger of the caller goes before TIGERCONNECT_LOG', async () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const onStderr = jest.spyOn(console, 'error').mockImplementation(write);
  process.env['TIGERCONNECT_LOG'] = 'debug';
  try {
    const server = await startServer([accepted()]);
    await testClient(server).tigerconnect.messages.send(message);
    expect(lines).toEqual(['tigerconnect: attempt']);
    const logger = { debug: () => 0, info: () => 0, warn: () => 0, error: () => 0 };
    await testClient(server, { logger }).tigerconnect.messages.send(message);
    expect(lines).toHaveLength(1);
  } finally {
    delete process.env['TIGERCONNECT_LOG'];
    onStderr.mockRestore();
  }
});

describe('seventy sends on one signal, in flight or waiting', () => {
  test('give no warning of a leak', async () => {
    const { stderr, requests } = await runScript('send-on-one-signal', [accepted()]);
    expect(requests).toHaveLength(70);
    expect(stderr).toBe('');
  });

  test('leave no listener when they are aborted', async () => {
    const aborter = new AbortController();
    const { signal } = aborter;
    const server = await startServer(['stall']);
    const stalled = new Promise<void>((resolve) => {
      server.onStall = () => {
        if (server.requests.length === 64) resolve();
      };
    });
    const { messages } = testClient(server).tigerconnect;
    const sends = Array.from({ length: 70 }, () => failure(messages.send(message, { signal })));
    await stalled;
    aborter.abort();
    const errors = await Promise.all(sends);
    expect(errors.map(({ code, attempts }) => `${code} ${attempts}`).sort()).toEqual([
      ...Array.from({ length: 6 }, () => 'aborted 0'),
      ...Array.from({ length: 64 }, () => 'aborted 1'),
    ]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});
