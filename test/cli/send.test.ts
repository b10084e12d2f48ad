import { describe, expect, test } from '@jest/globals';

import { accepted, type Answer, startServer } from '../support/server.js';
import { account, jsonLines, start, tigerconnect } from './command.js';
import { csvOf } from './rows.js';

const REQUEST_ID = '7d3a1c9e-58f4-4a50-8f3c-2f0a6b1f9e11';
const TO = ['--to', 'nurse@ward.example'];
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Calls `send` to a server that answers by script. */
async function send(answers: Answer[], words: string[], input?: string) {
  const server = await startServer(answers);
  const settings = { env: account(server.url), ...(input === undefined ? {} : { input }) };
  const ended = await tigerconnect(['send', ...words], settings);
  const forms = server.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  return { ...ended, server, forms };
}

describe('send', () => {
  test('sends its options and prints only the message token', async () => {
    const { code, stdout, stderr, server, forms } = await send(
      [accepted('token-7')],
      [
        ...TO,
        ...['--body', '-5 mmol', '--ttl', '60', '--delete-on-read', '--data', '{"mrn":"7"}'],
        ...['--organization', 'org1', '--request-id', REQUEST_ID],
      ],
    );
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'token-7\n', stderr: '' });
    expect(server.requests[0]?.query.get('recipient')).toBe('nurse@ward.example');
    expect(server.requests[0]?.headers['request-id']).toBe(REQUEST_ID);
    expect(forms).toEqual([
      {
        body: '-5 mmol',
        data: '[{"mrn":"7"}]',
        dor: 'true',
        recipient_organization: 'org1',
        sender_organization: 'org1',
        ttl: '60',
      },
    ]);
  });

  test.each([
    ['without --body', []],
    ['with --body -', ['--body', '-']],
  ])('takes the text from stdin %s, without its last line break', async (_, words) => {
    const { code, forms } = await send([accepted()], [...TO, ...words], 'Ward 7\nBed 12: 6·8\n\n');
    expect(code).toBe(0);
    expect(forms).toEqual([{ body: 'Ward 7\nBed 12: 6·8\n' }]);
  });

  test('reads national phone numbers by --default-country', async () => {
    const words = ['--to', '(415) 555-2671', '--default-country', 'US', '--body', 'x'];
    const { server } = await send([accepted()], words);
    expect(server.requests[0]?.query.get('recipient')).toBe('+14155552671');
  });

  test('prints one JSON object with --json', async () => {
    const { code, stdout } = await send(
      [{ status: 503 }, accepted()],
      [...TO, '--body', 'x', '--json'],
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      {
        status: 'sent',
        messageId: 'token-1',
        requestId: expect.stringMatching(UUID),
        attempts: 2,
        duplicate: false,
      },
    ]);
  });
});

describe('a send that fails', () => {
  test('exits with 1 when nothing was sent', async () => {
    const { code, stdout, stderr } = await send([{ status: 422 }], [...TO, '--body', 'Bed 12']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('not sent: the server answered 422');
    expect(stderr).not.toMatch(/nurse|Bed 12|s3cret/);
  });

  test('exits with 3 when it may have been sent, and says how to repeat it', async () => {
    const words = [...TO, '--body', 'x', '--ttl', '1'];
    const { code, stderr, server } = await send(['truncate', { status: 422 }], words);
    expect(code).toBe(3);
    const id = String(server.requests[0]?.headers['request-id']);
    expect(stderr).toContain('delivery unknown');
    expect(stderr).toContain(`--request-id ${id}`);
  });

  test('is reported as JSON with --json', async () => {
    const { code, stdout, stderr } = await send(
      [{ status: 401 }],
      [...TO, '--body', 'x', '--json'],
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(jsonLines(stdout)).toEqual([
      {
        status: 'not-sent',
        code: 'authentication',
        message: expect.stringContaining('401'),
        requestId: expect.stringMatching(UUID),
        attempts: 1,
      },
    ]);
  });

  test('ends on SIGINT at once, with 130 and the delivery', async () => {
    const server = await startServer(['stall']);
    const words = ['send', ...TO, '--body', 'x', '--json'];
    const { child, ended } = start(words, { env: account(server.url) });
    server.onStall = () => child.kill('SIGINT');
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(jsonLines(stdout)).toMatchObject([{ status: 'unknown', code: 'aborted' }]);
  });
});

describe('options of each call', () => {
  test('--timeout and --max-retries limit the attempts', async () => {
    const words = [...TO, '--body', 'x', '--timeout', '100', '--max-retries', '1'];
    const { code, stderr, server } = await send(['stall'], words);
    expect(code).toBe(3);
    expect(server.requests).toHaveLength(2);
    expect(stderr).toContain('delivery unknown');
  });

  test('--header is sent, several times too', async () => {
    const headers = ['--header', 'TT-X-Organization-Key: org: 7', '--header', 'X-Ward:7'];
    const { code, server } = await send([accepted()], [...TO, '--body', 'x', ...headers]);
    expect(code).toBe(0);
    expect(server.requests[0]?.headers).toMatchObject({
      'tt-x-organization-key': 'org: 7',
      'x-ward': '7',
    });
    const typing = await startServer([{ status: 200 }]);
    await tigerconnect(['typing', ...TO, ...headers], { env: account(typing.url) });
    expect(typing.requests[0]?.headers['x-ward']).toBe('7');
  });

  test('--recipient-in body keeps the recipient out of the URL', async () => {
    const words = [...TO, '--body', 'x', '--recipient-in', 'body'];
    const { code, server, forms } = await send([accepted()], words);
    expect(code).toBe(0);
    expect(server.requests[0]?.url).toBe('/v2/message/');
    expect(forms).toEqual([{ body: 'x', recipient: 'nurse@ward.example' }]);
  });

  test('--verbose reports each attempt on stderr, without recipient and text', async () => {
    const words = [...TO, '--body', 'Bed 12', '--verbose', '--request-id', REQUEST_ID];
    const { stdout, stderr } = await send([{ status: 503 }, 'reset', accepted()], words);
    expect(stdout).toBe('token-1\n');
    expect(stderr.trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^attempt 1 of request id 7d3a.*: POST \/message\/: 503 in \d+ ms; the next one in \d+ ms$/,
      ),
      expect.stringMatching(/^attempt 2 of .*: connection in \d+ ms; the next one in \d+ ms$/),
      expect.stringMatching(/^attempt 3 of .*: 200 in \d+ ms$/),
    ]);
    expect(stderr).not.toMatch(/nurse|Bed|s3cret/);
  });

  test('hold for each row of a file', async () => {
    const server = await startServer([accepted()]);
    const name = await csvOf(2);
    const words = ['send', '--file', name, '--header', 'X-Ward: 7', '--verbose'];
    const { stderr } = await tigerconnect(words, { env: account(server.url) });
    expect(server.requests.map(({ headers }) => headers['x-ward'])).toEqual(['7', '7']);
    expect(stderr.match(/^attempt 1 /gm)).toHaveLength(2);
    const { code } = await tigerconnect([...words.slice(0, 3), '--header', 'X-Ward: 8'], {
      env: account(server.url),
    });
    expect(code).toBe(2);
  });
});

describe('--dry-run', () => {
  test('shows the request without credentials, needs none, and sends nothing', async () => {
    const words = [...TO, '--body', 'Bed 12 & 13', '--ttl', '5', '--dry-run'];
    const { code, stdout, server } = await send([accepted()], words);
    expect(code).toBe(0);
    expect(server.requests).toEqual([]);
    expect(stdout.split('\n')).toEqual([
      `POST ${server.url}/v2/message/?recipient=nurse%40ward.example`,
      'Accept: application/json',
      expect.stringMatching(/^User-Agent: tigerconnect-messages\//),
      'Request-ID: (created when sent)',
      'Content-Type: application/x-www-form-urlencoded',
      '',
      'body=Bed+12+%26+13&ttl=5',
      '',
      '',
    ]);
    const { code: without } = await tigerconnect(['send', ...words]);
    expect(without).toBe(0);
  });

  test.each([
    ['send', ...TO, '--body', 'x'],
    ['status', '--read', 'token-1'],
    ['typing', ...TO],
  ])('of %s tells of no attempt, since none is made', async (...words) => {
    const env = { TIGERCONNECT_LOG: 'debug' };
    const { code, stderr } = await tigerconnect([...words, '--dry-run', '--verbose'], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('shows a request id that was given, and JSON with --json', async () => {
    const words = [...TO, '--body', 'x', '--dry-run', '--json', '--request-id', REQUEST_ID];
    const { code, stdout } = await tigerconnect(['send', ...words]);
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      {
        method: 'POST',
        url: 'https://developer.tigertext.me/v2/message/?recipient=nurse%40ward.example',
        headers: expect.objectContaining({ 'Request-ID': REQUEST_ID }),
        body: 'body=x',
      },
    ]);
    expect(stdout).not.toMatch(/authorization/i);
  });
});

describe('status and typing', () => {
  test('set messages to delivered and read', async () => {
    const server = await startServer([{ status: 200 }]);
    const words = ['status', '--delivered', 'a', 'b', '--read', 'c', '--delivered', 'd'];
    const ended = await tigerconnect(words, { env: account(server.url) });
    expect(ended).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(server.requests[0]?.method).toBe('PUT');
    expect(server.requests[0]?.body).toBe('delivered=a&delivered=b&delivered=d&read=c');
  });

  test('show that somebody is typing', async () => {
    const server = await startServer([{ status: 200 }]);
    const ended = await tigerconnect(['typing', ...TO, '--json'], { env: account(server.url) });
    expect(ended).toMatchObject({ code: 0, stdout: '{"status":"done"}\n' });
    expect(server.requests[0]?.url).toBe('/v2/message/typing/?recipient=nurse%40ward.example');
  });

  test('that fail exit with 1, since repeating them does no harm', async () => {
    const server = await startServer(['truncate', { status: 403 }]);
    const words = ['status', '--read', 'a'];
    const { code, stderr } = await tigerconnect(words, { env: account(server.url) });
    expect(code).toBe(1);
    expect(stderr).toContain('failed: the server answered 403');
  });

  test.each([
    [404, 'check TIGERCONNECT_BASE_URL and the recipient or token that was addressed'],
    [400, 'the request was refused'],
  ])('by %d are told in words of the shell', async (status, words) => {
    const server = await startServer([{ status, body: 'x' }]);
    const { stderr } = await tigerconnect(['status', '--read', 'a'], { env: account(server.url) });
    expect(stderr).toBe(`tigerconnect: failed: the server answered ${status}; ${words}\n`);
  });
});
