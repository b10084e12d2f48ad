/** Runs of one file that the lock does not keep apart, as on two hosts that share a folder: each row arrives once. */
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';

import { expect, test } from '@jest/globals';

import { InputFile } from '../../src/cli/bulk/input-file.js';
import { Journal } from '../../src/cli/bulk/journal.js';
import { JournalContents } from '../../src/cli/bulk/journal-contents.js';
import { type Entry, FORMAT, type Header } from '../../src/cli/bulk/journal-lines.js';
import { placeHeader } from '../../src/cli/bulk/journal-start.js';
import { readRows } from '../../src/cli/bulk/rows.js';
import { BulkRun } from '../../src/cli/bulk/run.js';
import { Tally } from '../../src/cli/bulk/tally.js';
import { Interruption } from '../../src/cli/shell/interruption.js';
import { Output } from '../../src/cli/shell/output.js';
import { testClient } from '../support/client.js';
import { folder } from './command.js';
import { bodies, csvOf } from './rows.js';
import { type Service, startService } from './service.js';

const IDENTITY = { server: 'https://api.test/v2', options: 'none' };
const HEADER: Header = { format: FORMAT, run: 'run-1', began: '2026-03-01T08:00:00Z', ...IDENTITY };

const openJournal = async (name: string): Promise<Journal> =>
  Journal.open(`${name}.journal`, IDENTITY, await InputFile.read(name));

const openAtOnce = (name: string, count: number): Promise<Journal[]> =>
  Promise.all(Array.from({ length: count }, () => openJournal(name)));

/** As one host: from the journal to the last row. */
async function sendOnHost(name: string, service: Service): Promise<Tally> {
  const input = await InputFile.read(name);
  const journal = await openJournal(name);
  const interruption = new Interruption();
  const tally = new Tally(20);
  const { messages } = testClient(service).tigerconnect;
  const nothing = (): void => undefined;
  const run = new BulkRun({
    ...{ journal, defaults: {}, tally, interruption, output: new Output(false) },
    send: (rows) => messages.sendMany(rows, { concurrency: 4 }),
    progress: { update: nothing, note: nothing, end: nothing },
  });
  await run.sendAll(readRows(input, undefined));
  interruption.dispose();
  await journal.close();
  return tally;
}

test('two hosts that begin at once send each row with one request id, and a third finds all sent', async () => {
  const service = await startService();
  const name = await csvOf(20);
  const both = await Promise.all([sendOnHost(name, service), sendOnHost(name, service)]);
  expect(both.map(({ sent, before }) => sent + before)).toEqual([20, 20]);
  const ids = new Set(service.requests.map(({ headers }) => headers['request-id']));
  expect(ids.size).toBe(20);
  expect(service.delivered.map(({ body }) => body).sort()).toEqual(bodies(20).sort());
  expect(service.repeated).toBe(both.reduce((sum, { duplicates }) => sum + duplicates, 0));
  expect(await sendOnHost(name, service)).toMatchObject({ sent: 0, before: 20 });
});

test.each([
  ['there is no journal', undefined],
  ['it is empty', ''],
  ['it was cut off in its first letters', '{"form'],
  ['it was cut off in its first line', '{"format":"tigerconnect-send 2","run":"5'],
  ['a power failure left zeros', '{"format":"tigerc\0\0\0\0'],
])('where %s, of many that begin a run at once all begin the same', async (_, text) => {
  const name = await csvOf(1);
  if (text !== undefined) await writeFile(`${name}.journal`, text);
  const journals = await openAtOnce(name, 12);
  const runs = new Set(journals.map(({ run }) => run));
  expect(runs.size).toBe(1);
  for (const journal of journals) await journal.close();
  const later = await openJournal(name);
  expect(runs).toContain(later.run);
  await later.close();
  const left = (await readdir(folder)).filter((file) => file.endsWith('.new'));
  expect(left).toEqual([]);
});

test('a journal begins with the line of its run', async () => {
  const name = await csvOf(1);
  const journal = await openJournal(name);
  await journal.close();
  const [first = ''] = (await readFile(`${name}.journal`, 'utf8')).split('\n');
  expect(JSON.parse(first)).toMatchObject({ ...IDENTITY, run: journal.run });
});

test('where there are no hard links a journal is not placed, and another failure is told; nothing is left', async () => {
  const name = await csvOf(1);
  const file = `${name}.journal`;
  const noLinks = (code: string) => (): Promise<void> =>
    Promise.reject(Object.assign(new Error(code), { code }));
  await placeHeader(file, HEADER, noLinks('EPERM'));
  await placeHeader(file, HEADER, noLinks('ENOTSUP'));
  await expect(placeHeader(file, HEADER, noLinks('EIO'))).rejects.toMatchObject({ code: 'EIO' });
  expect((await readdir(folder)).filter((other) => other.includes(HEADER.run))).toEqual([]);
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a journal that is there is not replaced', async () => {
  const name = await csvOf(1);
  const file = `${name}.journal`;
  await placeHeader(file, HEADER);
  await placeHeader(file, { ...HEADER, run: 'run-2' });
  expect((await JournalContents.read(file)).header).toEqual(HEADER);
});

test('what one host leaves cut off does not swallow what another writes', async () => {
  const name = await csvOf(1);
  const file = `${name}.journal`;
  const [one, other] = await openAtOnce(name, 2);
  const entry: Entry = { row: 1, content: 'a', copy: 1, requestId: 'r1', outcome: 'sent' };
  one?.append(entry);
  await appendFile(file, '\n{"row":2,"conte');
  other?.append({ ...entry, row: 3, content: 'c', requestId: 'r3' });
  await appendFile(file, '\0\0\0');
  await one?.close();
  await other?.close();
  const contents = await JournalContents.read(file);
  expect(['a', 'c'].map((content) => contents.sentCopies(content))).toEqual([[1], [1]]);
});
