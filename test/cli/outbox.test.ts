/** `tigerconnect outbox` where the outbox cannot work, and its help; what it does is in test/outbox. */
import { describe, expect, test } from '@jest/globals';

import { jsonLines, tigerconnect } from './command.js';

const COMMANDS = ['enqueue', 'work', 'status', 'list', 'counts', 'replay', 'cancel'];

describe('help', () => {
  test('names the commands, the environment and every exit code', async () => {
    const { code, stdout, stderr } = await tigerconnect(['outbox', '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const word of [...COMMANDS, 'DATABASE_URL', '--folder', 'TIGERCONNECT_API_SECRET']) {
      expect(stdout).toContain(word);
    }
    expect(stdout.match(/^ {2}(\d+) /gm)?.map(Number)).toEqual([0, 1, 2, 3, 4, 130]);
  });

  test.each(COMMANDS)('of %s says where the messages may be', async (name) => {
    const { code, stdout } = await tigerconnect(['outbox', name, '--help']);
    expect(code).toBe(0);
    for (const flag of ['--folder', '--schema', '--json']) expect(stdout).toContain(flag);
  });

  test('is shown by a call without a command, as wrong usage', async () => {
    const { code, stdout, stderr } = await tigerconnect(['outbox']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Usage: tigerconnect outbox');
  });
});

test.each([
  [['outbox', 'stauts'], 'did you mean status? The commands are'],
  [['outbox', 'list', '--database-url', 'sesame'], 'set the database with DATABASE_URL'],
  [['outbox', 'list', '--password', 'sesame'], 'DATABASE_URL'],
  [['outbox', 'list', '--state', 'sesame'], '--state: must be one of queued, sending, sent,'],
  [['outbox', 'status'], 'request-id is missing. See npx tigerconnect outbox status --help.'],
  [['outbox', 'sesame'], 'See npx tigerconnect outbox --help.'],
])('%j is wrong usage, and the value is not repeated', async (words, why) => {
  const { code, stdout, stderr } = await tigerconnect(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(why);
  expect(stderr).not.toContain('sesame');
});

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const onOldNode = major < 22 || (major === 22 && minor < 12) ? test : test.skip;

onOldNode('an older Node is refused by its version, before anything else', async () => {
  const words = ['outbox', 'counts', '--folder', 'absent'];
  const DATABASE_URL = 'postgres://nurse:sesame@127.0.0.1:1/none';
  const text = await tigerconnect(words, { env: { DATABASE_URL } });
  expect(text).toMatchObject({ code: 2, stdout: '' });
  expect(text.stderr).toBe(
    `tigerconnect: node: the outbox needs Node 22.12 or newer, and this is ${process.versions.node}\n`,
  );
  const { stdout, stderr } = await tigerconnect([...words, '--json'], { env: { DATABASE_URL } });
  expect(jsonLines(stdout)).toEqual([
    expect.objectContaining({ status: 'invalid', code: 'configuration', field: 'node' }),
  ]);
  expect(stderr).toBe('');
});
