/** What a file may hold, and the outcome of its rows. */
import { writeFile } from 'node:fs/promises';

import { describe, expect, test } from '@jest/globals';

import { account, jsonLines, type Settings, tigerconnect } from './command.js';
import { csvOf, file, journalOf } from './rows.js';
import { type Service, startService } from './service.js';

const UUID_8 = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

async function sendFile(name: string, service: Service, ...words: string[]) {
  const settings: Settings = { env: account(service.url) };
  return tigerconnect(['send', '--file', name, ...words], settings);
}

const forms = (service: Service): Record<string, string>[] =>
  service.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

describe('a CSV file', () => {
  test('is sent with all its columns, however their names are written', async () => {
    const service = await startService();
    const name = await file(
      'csv',
      '\uFEFFTo,body,TTL,delete on read,data,sender_organization,id',
      'nurse@ward.example,"Bed 12,\r\n""K"" 6.8 \u2028·",60,TRUE,"[{""mrn"":""7""}]",org1,7D3A1C9E-58f4-4a50-8f3c-2f0a6b1f9e11',
      '',
      '+14155552671,x,,,,,',
    );
    const { code, stdout, stderr } = await sendFile(name, service, '--concurrency', '1');
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '2 rows: 2 sent\n', stderr: '' });
    expect(service.delivered.map(({ recipient }) => recipient)).toEqual([
      'nurse@ward.example',
      '+14155552671',
    ]);
    expect(service.delivered[0]?.requestId).toBe('7D3A1C9E-58f4-4a50-8f3c-2f0a6b1f9e11');
    expect(service.delivered[1]?.requestId).toMatch(UUID_8);
    expect(forms(service)).toEqual([
      {
        body: 'Bed 12,\r\n"K" 6.8 \u2028·',
        data: '[{"mrn":"7"}]',
        dor: 'true',
        ttl: '60',
        recipient_organization: 'org1',
        sender_organization: 'org1',
      },
      { body: 'x' },
    ]);
  });

  test('takes from the options what a row leaves out', async () => {
    const service = await startService();
    const name = await file(
      'csv',
      'to;body;ttl;organization',
      '(415) 555-2671;x;;',
      '+14155552671;y;5;o2',
    );
    const options = ['--delimiter', ';', '--ttl', '60', '--sender-organization', 'o1'];
    const words = [...options, '--default-country', 'US', '--concurrency', '1'];
    expect((await sendFile(name, service, ...words)).code).toBe(0);
    const organizations = (token: string) => ({
      recipient_organization: token,
      sender_organization: token,
    });
    expect(forms(service)).toEqual([
      { body: 'x', ttl: '60', ...organizations('o1') },
      { body: 'y', ttl: '5', ...organizations('o2') },
    ]);
  });

  test.each([
    [
      'an unknown column',
      ['to,body,urgent', 'a@b.example,x,1'],
      'column 3 is not known; the columns are to, body',
    ],
    [
      'a misspelled column',
      ['to,body,tll', 'a@b.example,x,1'],
      'column 3 is not known; did you mean ttl?',
    ],
    [
      'a header that is content',
      ['nurse@ward.example,x'],
      'column 1 is not known; the columns are',
    ],
    ['another delimiter', ['to;body', 'a@b.example;x'], '--delimiter changes that'],
    ['no body', ['to', 'a@b.example'], 'no column is named body'],
    ['a column twice', ['to,body,To', 'a@b.example,x,y'], 'two columns are named to'],
    ['a quote that never closes', ['to,body', 'a@b.example,x', 'c@d.example,"y'], 'line 3'],
    ['a quote within', ['to,body', 'a@b.example,x', 'c@d.example,say "y"'], 'line 3'],
    ['nothing', [], '--file: empty'],
  ])('with %s is refused before its first row is sent', async (_, lines, why) => {
    const service = await startService();
    const { code, stderr } = await sendFile(await file('csv', ...lines), service);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
    expect(stderr).not.toMatch(/nurse|@/);
    expect(service.requests).toEqual([]);
  });

  test('that is not UTF-8 is refused before its first row is sent', async () => {
    const service = await startService();
    const name = await file('csv');
    await writeFile(name, Buffer.from('to,body\na@b.example,x\na@b.example,caf\xe9\n', 'latin1'));
    const { code, stderr } = await sendFile(name, service);
    expect(code).toBe(2);
    expect(stderr).toContain('not UTF-8');
    expect(service.requests).toEqual([]);
  });
});

describe('an NDJSON file', () => {
  test('is sent line by line, and null counts as not given', async () => {
    const service = await startService();
    const name = await file(
      'ndjson',
      '{"to":"nurse@ward.example","body":"a\u2028b","ttl":5,"deleteOnRead":false,"data":[{"mrn":"7"}]}',
      '',
      '{"to":"nurse@ward.example","body":"c","ttl":null}',
    );
    expect((await sendFile(name, service, '--concurrency', '1')).code).toBe(0);
    expect(forms(service)).toEqual([
      { body: 'a\u2028b', ttl: '5', dor: 'false', data: '[{"mrn":"7"}]' },
      { body: 'c' },
    ]);
  });
});

describe('an invalid row', () => {
  const csv = (): Promise<string> =>
    file(
      'csv',
      'to,body,ttl,delete-on-read',
      'a@ward.example,"first',
      'line",,',
      'nurse@@ward,x,,',
      'b@ward.example,x',
      'c@ward.example,x,soon,',
      'd@ward.example,x,,maybe',
      'e@ward.example,,,',
      'f@ward.example,last,,',
    );

  test('is reported by line and field, and does not hold the others back', async () => {
    const service = await startService();
    const { code, stdout, stderr } = await sendFile(await csv(), service);
    expect(code).toBe(2);
    expect(stdout).toBe('7 rows: 2 sent, 5 invalid\n');
    expect(service.delivered.map(({ body }) => body)).toEqual(['first\nline', 'last']);
    expect(
      stderr
        .split('\n')
        .map((line) => line.slice(0, 40))
        .sort(),
    ).toEqual([
      '',
      'line 4: to: the part before the @ is mal',
      'line 5: has 2 columns; the first line ha',
      'line 6: ttl: must be a whole number of m',
      'line 7: delete-on-read: must be true or ',
      'line 8: body: must be text, not blank',
    ]);
    expect(stderr).not.toMatch(/nurse|soon|maybe/);
  });

  test('is reported as JSON with --json, among the others', async () => {
    const service = await startService();
    const { code, stdout, stderr } = await sendFile(await csv(), service, '--json');
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    const lines = jsonLines(stdout);
    expect(lines.at(-1)).toMatchObject({ event: 'end', rows: 7, sent: 2, invalid: 5, left: 0 });
    expect(lines).toContainEqual({
      event: 'row',
      row: 4,
      line: 6,
      status: 'invalid',
      code: 'invalid_row',
      field: 'ttl',
      message: 'must be a whole number of minutes, 1 or more',
    });
    expect(lines).toContainEqual({
      event: 'row',
      row: 7,
      line: 9,
      status: 'sent',
      messageId: expect.stringMatching(/^token-/),
      requestId: expect.stringMatching(UUID_8),
      attempts: 1,
      duplicate: false,
    });
  });

  test('of NDJSON is reported without its content', async () => {
    const service = await startService();
    const name = await file(
      'jsonl',
      '{"to":"nurse@ward.example"',
      '["nurse@ward.example"]',
      '{"to":"nurse@ward.example","body":"x","tll":5}',
      '{"to":"nurse@ward.example","body":"x","nurse@ward.example":5}',
      '{"to":"nurse@ward.example","body":["x"]}',
      '{"to":5,"body":"x"}',
      '{"body":"x"}',
    );
    const { code, stdout, stderr } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '7 rows: 0 sent, 7 invalid\n' });
    expect(stderr).toContain('line 1: not JSON (column 27)\nline 2: not a JSON object\n');
    expect(stderr).toContain('line 3: has an unknown field; did you mean ttl?');
    expect(stderr).toContain('line 7: to: ');
    expect(stderr).not.toMatch(/nurse/);
    expect(service.requests).toEqual([]);
  });

  test('is one with the id of an earlier row: the service would never deliver it', async () => {
    const service = await startService();
    const id = '7d3a1c9e-58f4-4a50-8f3c-2f0a6b1f9e11';
    const rows = [`a@ward.example,x,${id}`, `b@ward.example,y,${id.toUpperCase()}`];
    const { code, stderr } = await sendFile(await file('csv', 'to,body,id', ...rows), service);
    expect(code).toBe(2);
    expect(stderr).toContain('line 3: id: an earlier row has the same');
    expect(service.delivered).toHaveLength(1);
  });
});

describe('--dry-run of a file', () => {
  test('checks every row, sends nothing and leaves no journal', async () => {
    const name = await file('csv', 'to,body', 'a@ward.example,x', 'b@@ward,y');
    const { code, stdout, stderr } = await tigerconnect(['send', '--file', name, '--dry-run']);
    expect(code).toBe(2);
    expect(stdout).toContain('/message/?recipient=a%40ward.example');
    expect(stderr).toContain('line 3: to: ');
    expect(stderr).toContain('2 rows, 1 of them invalid; nothing was sent.');
    expect(stderr).toContain('The journal was not looked at');
    await expect(journalOf(name)).rejects.toThrow('ENOENT');
  });

  test('shows the request ids of the rows that have one', async () => {
    const id = '7d3a1c9e-58f4-4a50-8f3c-2f0a6b1f9e11';
    const row = { to: 'a@ward.example', body: 'x' };
    const rows = [{ ...row, requestId: id }, row].map((each) => JSON.stringify(each));
    const name = await file('ndjson', ...rows);
    const { stdout } = await tigerconnect(['send', '--file', name, '--dry-run']);
    expect(stdout.match(/^Request-ID: .*$/gm)).toEqual([
      `Request-ID: ${id}`,
      'Request-ID: (created when sent)',
    ]);
  });
});

test('the highest concurrency causes no warning', async () => {
  const service = await startService();
  const { code, stderr } = await sendFile(await csvOf(100), service, '--concurrency', '64');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(service.connections).toBeGreaterThan(10);
});

test('two equal rows are two messages', async () => {
  const service = await startService();
  const row = 'nurse@ward.example,x';
  expect((await sendFile(await file('csv', 'to,body', row, row), service)).code).toBe(0);
  expect(service.delivered).toHaveLength(2);
});

test('the journal holds neither recipient nor text', async () => {
  const service = await startService();
  const name = await csvOf(3);
  expect((await sendFile(name, service)).code).toBe(0);
  const { header, entries } = await journalOf(name);
  expect(Object.keys(header ?? {}).sort()).toEqual(['began', 'format', 'options', 'run', 'server']);
  const keys = ['content', 'copy', 'messageId', 'outcome', 'requestId', 'row'];
  expect(entries.map((entry) => Object.keys(entry).sort())).toEqual([keys, keys, keys]);
  expect(JSON.stringify([header, entries])).not.toMatch(/nurse|row-|s3cret|key-of/);
});
