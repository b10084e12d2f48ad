/** Results that cannot be written: what was sent is known, and the exit code tells that somebody must look. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';

import { describe, expect, test } from '@jest/globals';

import { accepted, startServer } from '../support/server.js';
import { account, folder, main, start } from './command.js';
import { csvOf, journalOf } from './rows.js';
import { startService } from './service.js';

const SEND = ['send', '--to', 'nurse@ward.example', '--body', 'x'];

/** With stdout on a disk that is full. */
async function onFullDisk(words: string[], url: string): Promise<{ code: number; stderr: string }> {
  const full = openSync('/dev/full', 'w');
  const child: ChildProcess = spawn(process.execPath, [main(), ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'] ?? '', ...account(url) },
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, stderr };
}

describe('on a full disk', () => {
  const onLinux = existsSync('/dev/full') ? test : test.skip;

  onLinux('a message that was sent exits with 4', async () => {
    const server = await startServer([accepted()]);
    const { code, stderr } = await onFullDisk(SEND, server.url);
    expect({ code, stderr }).toEqual({
      code: 4,
      stderr: 'tigerconnect: stdout cannot be written (ENOSPC)\n',
    });
    expect(server.requests).toHaveLength(1);
  });

  onLinux('a message that was not sent exits as ever', async () => {
    const server = await startServer([{ status: 422 }]);
    const { code } = await onFullDisk([...SEND, '--json'], server.url);
    expect(code).toBe(1);
  });

  onLinux('a run of a file stops, and can be resumed', async () => {
    const service = await startService();
    const name = await csvOf(300);
    const { code, stderr } = await onFullDisk(['send', '--file', name, '--json'], service.url);
    expect(code).toBe(4);
    expect(stderr).toContain('The run ended early: stdout cannot be written.');
    expect(service.delivered.length).toBeLessThan(300);
    expect((await journalOf(name)).entries).toHaveLength(service.delivered.length);
    await start(['send', '--file', name], { env: account(service.url) }).ended;
    expect(service.delivered).toHaveLength(300);
  });

  onLinux('the summary of a run that is done exits with 4', async () => {
    const service = await startService();
    const { code } = await onFullDisk(['send', '--file', await csvOf(1)], service.url);
    expect(code).toBe(4);
  });

  onLinux('the help exits with 4', async () => {
    expect((await onFullDisk(['--help'], 'http://127.0.0.1:9')).code).toBe(4);
  });
});

test('a message whose token nobody reads exits with 130', async () => {
  const server = await startServer([accepted()]);
  const { child, ended } = start(SEND, { env: account(server.url) });
  child.stdout?.destroy();
  expect((await ended).code).toBe(130);
  expect(server.requests).toHaveLength(1);
});
