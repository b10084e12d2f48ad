import { describe, expect, test } from '@jest/globals';

import { jsonLines, tigerconnect } from './command.js';

const env = { TIGERCONNECT_API_KEY: 'key', TIGERCONNECT_API_SECRET: 'secret' };
const TO = ['--to', 'nurse@ward.example'];

describe('help', () => {
  test('names the commands, the environment and every exit code', async () => {
    const { code, stdout, stderr } = await tigerconnect(['--help']);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const word of [
      'send',
      'status',
      'typing',
      'outbox',
      'sandbox',
      'TIGERCONNECT_API_SECRET',
    ]) {
      expect(stdout).toContain(word);
    }
    expect(stdout.match(/^ {2}(\d+) /gm)?.map(Number)).toEqual([0, 1, 2, 3, 4, 130]);
  });

  test('is shown by a call without a command, as wrong usage', async () => {
    const { code, stdout, stderr } = await tigerconnect([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: tigerconnect');
  });

  test('gives the version of the package', async () => {
    const { code, stdout } = await tigerconnect(['--version']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('wrong usage', () => {
  test.each([
    [['send', '--body', 'x'], '--to is missing'],
    [['send', ...TO, '--to', 'other@ward.example', '--body', 'x'], '--to: given twice'],
    [['send', ...TO, '--body'], '--body: the value is missing'],
    [['send', ...TO, '--body', 'x', 'y'], 'an argument belongs to no option'],
    [['send', ...TO, '--boddy', 'x'], 'did you mean --body?'],
    [['send', ...TO, '--body', 'x', '--ttl', '0'], '--ttl: must be a whole number from 1'],
    [['send', ...TO, '--body', 'x', '--data', '{'], '--data: not JSON (column 2); in a shell'],
    [['send', ...TO, '--body', 'x', '--data', '[1]'], '--data: must be a JSON object or an array'],
    [['send', ...TO, '--body', 'x', '--request-id', '7'], '--request-id: must be a UUID'],
    [['send', ...TO, '--body', 'x', '--concurrency', '2'], '--concurrency: only with --file'],
    [['send', ...TO, '--file', 'a.csv'], '--to: not with --file'],
    [['send', '--file', 'a.txt'], 'does not end in .csv, .ndjson or .jsonl'],
    [['send', '--file', 'absent.csv'], '--file: does not exist'],
    [['send', '--file', '.', '--format', 'csv'], '--file: not a regular file'],
    [['send', ...TO], '--body: must be text, not blank'],
    [['status'], '--delivered or --read'],
    [['typing'], '--to is missing'],
    [['sned'], 'unknown command; did you mean send? The commands are send, status, typing,'],
    [['elephant'], 'unknown command. The commands are send, status, typing, outbox and sandbox.'],
    [['send', ...TO, '--body', 'x', '--max-retrys', '1'], 'did you mean --max-retries?'],
    [['send', ...TO, '--body', 'x', '--timeout', '0'], '--timeout: must be a whole number from 1'],
    [['send', ...TO, '--body', 'x', '--header', 'x'], "--header: must be 'name: value'"],
    [
      ['typing', ...TO, '--header', 'a: 1', '--header', 'A: 2'],
      '--header: the same name is given twice',
    ],
    [['typing', ...TO, '--header', 'Authorization: x'], '--header: authorization is set by'],
    [
      ['send', ...TO, '--body', 'x', '--organization', 'a', '--sender-organization', 'b'],
      '--organization: give either this or --sender-organization and --recipient-organization',
    ],
    [['typing', '--to', '(415) 555-2671', '--default-country', 'ZZ'], '--default-country: '],
    [['send', ...TO, '--body', 'x', '--recipient-in', 'path'], 'must be query or body'],
    [['sned'], 'See npx tigerconnect --help.'],
    [['send', ...TO, '--boddy', 'x'], 'See npx tigerconnect send --help.'],
    [['sandbox', '--port', '65536'], '--port: must be a whole number from 0 to 65535'],
  ])('%j exits with 2 and says why', async (words, why) => {
    const { code, stdout, stderr } = await tigerconnect(words, { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(why);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('is reported as JSON with --json', async () => {
    const { code, stdout, stderr } = await tigerconnect(['send', '--json', '--tll', '5']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(jsonLines(stdout)).toEqual([
      { status: 'invalid', code: 'usage', message: expect.stringContaining('did you mean --ttl?') },
    ]);
  });

  test('repeats no given value', async () => {
    const secret = 'sesame';
    const calls = [
      ['send', '--too=sesame@ward.example'],
      ['send', 'sesame'],
      ['send', '--ttl', secret],
      ['send', '--data', `{"mrn": "${secret}`],
      ['send', ...TO, '--body', 'x', '--request-id', secret],
      ['send', '--to', `${secret}@@ward`, '--body', 'x'],
      ['send', '--format', secret, '--file', 'x.csv'],
      ['status', '--read', `${secret} ${secret}`],
      ['typing', '--to', secret],
    ];
    const answers = await Promise.all(calls.map((words) => tigerconnect(words, { env })));
    for (const { code, stdout, stderr } of answers) {
      expect(code).toBe(2);
      expect(stdout + stderr).not.toContain(secret);
    }
  });
});

describe('credentials', () => {
  test.each(['--api-key', '--api-secret', '--password', '--token'])(
    'are refused as %s, and the value is not repeated',
    async (flag) => {
      const { code, stderr } = await tigerconnect(['send', flag, 'sesame', ...TO, '--body', 'x']);
      expect(code).toBe(2);
      expect(stderr).toContain(flag);
      expect(stderr).toContain('TIGERCONNECT_API_SECRET');
      expect(stderr).not.toContain('sesame');
    },
  );

  test('that are missing are reported by the name of their variable', async () => {
    const { TIGERCONNECT_API_KEY } = env;
    const words = ['send', ...TO, '--body', 'x'];
    const { code, stderr } = await tigerconnect(words, { env: { TIGERCONNECT_API_KEY } });
    expect(code).toBe(2);
    expect(stderr).toContain('TIGERCONNECT_API_SECRET is not set');
  });

  test('are not sent over plain http to another machine', async () => {
    const TIGERCONNECT_BASE_URL = 'http://api.ward.example/v2';
    const words = ['send', ...TO, '--body', 'x'];
    const { code, stderr } = await tigerconnect(words, { env: { ...env, TIGERCONNECT_BASE_URL } });
    expect(code).toBe(2);
    expect(stderr).toBe(
      'tigerconnect: TIGERCONNECT_BASE_URL: must use https, because http shows clinical text to the network, for example https://developer.tigertext.me/v2\n',
    );
  });
});
