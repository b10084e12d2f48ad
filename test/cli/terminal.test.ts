/** The progress bar on a terminal, which `script` of util-linux provides here. */
import { spawnSync } from 'node:child_process';

import { describe, expect, test } from '@jest/globals';

import { account, type Ended, folder, main, start } from './command.js';
import { csvOf, file } from './rows.js';
import { startService } from './service.js';

const hasTerminal = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const onTerminal = hasTerminal ? test : test.skip;

const quoted = (word: string): string => `'${word}'`;

/** Runs the command with stdin, stdout and stderr on one terminal. */
async function onOne(words: string[], env: Record<string, string>): Promise<Ended> {
  const { spawn } = await import('node:child_process');
  const command = [process.execPath, main(), ...words].map(quoted).join(' ');
  const { PATH = '' } = process.env;
  const child = spawn('script', ['-qec', command, '/dev/null'], {
    cwd: folder,
    env: { PATH, TERM: 'xterm', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, signal: null, stdout, stderr: '' };
}

describe('a file sent', () => {
  onTerminal('on a terminal shows a bar, and the invalid rows above it', async () => {
    const service = await startService();
    const rows = Array.from({ length: 30 }, (_, at) => `nurse${at}@ward.example,x`);
    const name = await file('csv', 'to,body', ...rows, 'nurse@@ward,y');
    const { code, stdout } = await onOne(['send', '--file', name], account(service.url));
    expect(code).toBe(2);
    expect(stdout).toContain('100%  31 of 31 rows, 1 failed');
    expect(stdout).toMatch(/line 32: to: [^\r]*\r\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('31 rows: 30 sent, 1 invalid');
    // The terminal is left as it was: cursor and line wrapping are never switched off.
    expect(stdout).not.toMatch(/\u001b\[\?(?:25|7)l/);
  });

  onTerminal.each([
    ['a dumb one', [], { TERM: 'dumb' }],
    ['one that the results go to as JSON', ['--json'], {}],
  ])('on %s shows no bar', async (_, words, env) => {
    const service = await startService();
    const name = await csvOf(3);
    const all = { ...account(service.url), ...env };
    const { code, stdout } = await onOne(['send', '--file', name, ...words], all);
    expect(code).toBe(0);
    expect(stdout).not.toContain('\u001b');
  });

  test('elsewhere shows no bar', async () => {
    const service = await startService();
    const words = ['send', '--file', await csvOf(3)];
    const { stdout, stderr } = await start(words, { env: account(service.url) }).ended;
    expect({ stdout, stderr }).toEqual({ stdout: '3 rows: 3 sent\n', stderr: '' });
  });
});

onTerminal('send on a terminal asks for a text', async () => {
  const words = ['send', '--to', 'nurse@ward.example'];
  const { code, stdout } = await onOne(words, account('http://127.0.0.1:9'));
  expect(code).toBe(2);
  expect(stdout).toContain('--body is missing; give it, or pipe the text in');
});
