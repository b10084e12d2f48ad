/** A file that is edited, renamed or linked while it is sent, or between runs: no row is lost, none arrives twice. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { describe, expect, test } from '@jest/globals';

import { account, folder, jsonLines, start, tigerconnect } from './command.js';
import { bodies, csvOf, file, journalOf } from './rows.js';
import { type Service, startService } from './service.js';

const ID = '7d3a1c9e-58f4-4a50-8f3c-2f0a6b1f9e11';

const sendFile = (name: string, service: Service, ...words: string[]) =>
  tigerconnect(['send', '--file', name, ...words], { env: account(service.url) });

const csv = (rows: readonly string[]): string =>
  ['to,body', ...rows].map((row) => `${row}\n`).join('');

/** Calls `act` when the first request arrives. */
function onFirstRequest(act: () => void): Promise<Service> {
  return startService((_, index) => {
    if (index === 0) act();
    return undefined;
  });
}

/** Sends until the service has taken a row and keeps its answer, and kills the sender then. */
async function sendAndKill(name: string, service: Service): Promise<void> {
  const stalled = new Promise<void>((seen) => (service.onStall = seen));
  const { child, ended } = start(['send', '--file', name], { env: account(service.url) });
  await stalled;
  child.kill('SIGKILL');
  await ended;
}

describe('while a file is sent', () => {
  test('a row that is appended is reported, and sent once by the same command again', async () => {
    const name = await csvOf(3);
    const service = await onFirstRequest(() => {
      appendFileSync(name, 'nurse4@ward.example,row-4\n');
    });
    const { code, stdout, stderr } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: '3 rows: 3 sent, 1 added to the file meanwhile\n',
    });
    expect(stderr).toContain('Run the same command again to send the rest');
    expect(service.delivered).toHaveLength(3);
    const again = await sendFile(name, service, '--json');
    expect(again.code).toBe(0);
    expect(jsonLines(again.stdout).at(-1)).toMatchObject({ rows: 4, before: 3, sent: 1, added: 0 });
    expect(service.delivered.map(({ body }) => body).sort()).toEqual(bodies(4));
  });

  test('a recipient that is edited and put back gets what the file said at first', async () => {
    const filler = 'x'.repeat(4_000);
    const rows = Array.from({ length: 300 }, (_, at) => `nurse${at}@ward.example,${at} ${filler}`);
    const name = await file('csv', 'to,body', ...rows);
    const original = readFileSync(name);
    const service = await onFirstRequest(() => {
      writeFileSync(name, original.toString().replaceAll('@ward.', '@else.'));
    });
    const { code } = await sendFile(name, service, '--concurrency', '4');
    await writeFile(name, original);
    // The edited rows were other rows, and are gone again.
    expect(code).toBe(1);
    expect((await sendFile(name, service)).code).toBe(0);
    const recipients = service.delivered.map(({ recipient }) => recipient);
    expect(recipients.filter((recipient) => !recipient.endsWith('@ward.example'))).toEqual([]);
    expect(new Set(recipients).size).toBe(300);
    expect(service.delivered).toHaveLength(300);
  });

  test('its removal changes nothing', async () => {
    const name = await csvOf(20);
    const service = await onFirstRequest(() => void rm(name));
    const { code, stdout } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '20 rows: 20 sent\n' });
  });
});

describe('between two runs', () => {
  test('an edited row is another row, and no other is sent again', async () => {
    const service = await startService();
    const name = await csvOf(3);
    await sendFile(name, service);
    const rows = [
      'nurse3@ward.example,row-3',
      'nurse2@ward.example,new',
      'nurse1@ward.example,row-1',
    ];
    await writeFile(name, csv(rows));
    const { code, stdout, stderr } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: '3 rows: 1 sent, 2 sent by an earlier run\n',
    });
    expect(stderr).toContain(`remove ${name}.journal`);
    expect(service.delivered.map(({ body }) => body).slice(3)).toEqual(['new']);
  });

  test('a row that was removed and put back is not sent again', async () => {
    const service = await startService();
    const name = await csvOf(3);
    const original = readFileSync(name);
    await sendFile(name, service);
    await writeFile(name, csv(['nurse1@ward.example,row-1']));
    await sendFile(name, service);
    await writeFile(name, original);
    expect((await sendFile(name, service)).stdout).toContain('3 sent by an earlier run');
    expect(service.delivered).toHaveLength(3);
  });

  test('the format of the file may change, and the spelling of its columns', async () => {
    const service = await startService();
    const name = await file('csv', 'to,body,delete-on-read,ttl', 'a@ward.example,x,true,60');
    await sendFile(name, service);
    await writeFile(name, '{"TTL":60,"deleteOnRead":true,"body":"x","to":"a@ward.example"}\n');
    const { stdout } = await sendFile(name, service, '--format', 'ndjson');
    expect(stdout).toBe('1 row: 0 sent, 1 sent by an earlier run\n');
    expect(service.requests).toHaveLength(1);
  });

  test('of equal rows only those are sent that were added', async () => {
    const service = await startService();
    const row = 'nurse@ward.example,x';
    const name = await file('csv', 'to,body', row, row);
    await sendFile(name, service);
    await writeFile(name, csv([row]));
    expect((await sendFile(name, service)).stdout).toBe(
      '1 row: 0 sent, 1 sent by an earlier run\n',
    );
    await writeFile(name, csv([row, row, row]));
    expect((await sendFile(name, service)).stdout).toContain('1 sent, 2 sent by an earlier run');
    expect(service.delivered).toHaveLength(3);
  });

  test('a corrected row is sent', async () => {
    const service = await startService();
    const name = await file('csv', 'to,body,id', 'nurse1@ward.example,x,', `nurse@@ward,y,${ID}`);
    expect((await sendFile(name, service)).code).toBe(2);
    const text = readFileSync(name, 'utf8');
    await writeFile(name, text.replace('nurse@@ward', 'nurse2@ward.example'));
    expect((await sendFile(name, service)).code).toBe(0);
    expect(service.delivered.map(({ body }) => body)).toEqual(['x', 'y']);
    expect(service.delivered[1]?.requestId).toBe(ID);
  });

  test('an edited row with the request id of what was sent is refused: it would not arrive', async () => {
    const service = await startService();
    const name = await file('csv', 'to,body,id', `nurse@ward.example,x,${ID}`);
    await sendFile(name, service);
    const text = readFileSync(name, 'utf8');
    await writeFile(name, text.replace(',x,', ',y,'));
    const { code, stdout, stderr } = await sendFile(name, service);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '1 row: 0 sent, 1 invalid\n' });
    expect(stderr).toContain('it was used before the row was changed');
    await writeFile(name, text.replace(ID, ID.toUpperCase()));
    expect((await sendFile(name, service)).stdout).toContain('1 sent by an earlier run');
    expect(service.requests).toHaveLength(1);
  });
});

test('a request id that a killed run may have sent stays with its row, whatever came of it later', async () => {
  const answers = ['stall', { status: 422 }] as const;
  const service = await startService((_, index) => answers[index]);
  const name = await file('csv', 'to,body,id', `nurse@ward.example,x,${ID}`);
  await sendAndKill(name, service);
  expect((await sendFile(name, service)).stdout).toBe('1 row: 0 sent, 1 not sent\n');
  await writeFile(name, readFileSync(name, 'utf8').replace(',x,', ',y,'));
  const { code, stderr } = await sendFile(name, service);
  expect(code).toBe(2);
  expect(stderr).toContain('it was used before the row was changed');
  expect(service.requests).toHaveLength(2);
});

describe('the same file under another name', () => {
  test.each([
    ['a symbolic link', (name: string, other: string) => symlink(name, other)],
    ['a hard link', (name: string, other: string) => link(name, other)],
    ['a new name', (name: string, other: string) => rename(name, other)],
  ])('%s is not sent again', async (_, give) => {
    const service = await startService();
    const name = await csvOf(3);
    await sendFile(name, service);
    const other = name.replace('.csv', '-other.csv');
    await give(name, other);
    const { code, stdout } = await sendFile(other, service);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: '3 rows: 0 sent, 3 sent by an earlier run\n',
    });
    expect(service.requests).toHaveLength(3);
  });

  test('saved anew and renamed is refused, and goes on with the journal that is given', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await sendFile(name, service);
    const other = name.replace('.csv', '-other.csv');
    await writeFile(other, `${readFileSync(name, 'utf8')}nurse3@ward.example,row-3\n`);
    await rm(name);
    const { code, stderr } = await sendFile(other, service);
    expect(code).toBe(2);
    expect(stderr).toContain('some of its rows may have been sent by another run');
    const { stdout } = await sendFile(other, service, '--journal', `${name}.journal`);
    expect(stdout).toBe('3 rows: 1 sent, 2 sent by an earlier run\n');
    expect(service.delivered).toHaveLength(3);
  });

  test('saved anew and renamed after a kill is refused, though no outcome is known', async () => {
    const service = await startService(() => 'stall');
    const name = await csvOf(1);
    await sendAndKill(name, service);
    const other = name.replace('.csv', '-other.csv');
    await writeFile(other, readFileSync(name, 'utf8'));
    await rm(name);
    const { code, stderr } = await sendFile(other, service);
    expect(code).toBe(2);
    expect(stderr).toContain('some of its rows may have been sent by another run');
    expect(service.requests).toHaveLength(1);
  });

  test('is not sent again after another file took its name', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await sendFile(name, service);
    const other = name.replace('.csv', '-other.csv');
    await rename(name, other);
    await writeFile(name, csv(['nurse3@ward.example,row-3']));
    await sendFile(name, service);
    expect((await sendFile(other, service)).stdout).toContain('2 sent by an earlier run');
    expect(service.delivered).toHaveLength(3);
  });

  test('in another folder needs the journal to be given, and goes on with it', async () => {
    const service = await startService();
    const name = await csvOf(3);
    await sendFile(name, service);
    const elsewhere = path.join(folder, 'elsewhere');
    await mkdir(elsewhere);
    const other = path.join(elsewhere, 'messages.csv');
    await link(name, other);
    const { code, stderr } = await sendFile(other, service);
    expect(code).toBe(2);
    expect(stderr).toContain('more than one name (hard links); give --journal');
    const { stdout } = await sendFile(other, service, '--journal', `${name}.journal`);
    expect(stdout).toContain('3 sent by an earlier run');
    expect(service.requests).toHaveLength(3);
  });

  test('together with its journal in another folder goes on', async () => {
    const service = await startService();
    const name = await csvOf(2);
    await sendFile(name, service);
    const copies = path.join(folder, 'copies');
    await mkdir(copies);
    const other = path.join(copies, path.basename(name));
    await writeFile(other, readFileSync(name));
    await writeFile(`${other}.journal`, readFileSync(`${name}.journal`));
    expect((await sendFile(other, service)).stdout).toContain('2 sent by an earlier run');
  });
});

test('a journal that belongs to another file is refused', async () => {
  const service = await startService();
  const [name, other] = [await csvOf(2), await csvOf(2)];
  await sendFile(name, service);
  const { code, stderr } = await sendFile(other, service, '--journal', `${name}.journal`);
  expect(code).toBe(2);
  expect(stderr).toContain(`belongs to another file, ${name}`);
  expect((await journalOf(name)).lines).toHaveLength(6);
  expect(service.requests).toHaveLength(2);
});
