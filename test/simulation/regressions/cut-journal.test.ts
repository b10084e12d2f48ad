/** Found by the simulator: a journal that was cut off in its first letters, say by a full disk, was refused for good. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, expect, test } from '@jest/globals';

import { JournalContents } from '../../../src/cli/bulk/journal-contents.js';

const HEADER = '{"format":"tigerconnect-send 2","run":"a","began":"b","server":"c","options":"d"}';

const folder = mkdtempSync(path.join(tmpdir(), 'journal-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function isBlank(text: string): Promise<boolean> {
  const file = path.join(folder, 'rows.csv.journal');
  writeFileSync(file, text);
  return (await JournalContents.read(file)).isBlank;
}

test('a header that is cut off anywhere is no run', async () => {
  for (let length = 0; length < HEADER.length; length++) {
    expect(await isBlank(HEADER.slice(0, length))).toBe(true);
    expect(await isBlank(HEADER.slice(0, length) + '\0'.repeat(9))).toBe(true);
    expect(await isBlank(`\n${HEADER.slice(0, length)}\n`)).toBe(true);
  }
});

test('a whole header is a run, and another file is none', async () => {
  const other = HEADER.replace('send 2', 'send 3');
  for (const end of ['', '\n', '\0\0\0', '\n\0\0\0', '\n{"row":1']) {
    for (const start of ['', '\n', `${HEADER.slice(0, 40)}\n`, `{"format":"\0\0\n`]) {
      expect(await isBlank(start + HEADER + end)).toBe(false);
      expect(await isBlank(start + other + end)).toBe(false);
    }
  }
  for (const text of ['{}', '{"format":"csv"}', '\nto,body', 'to,body\n\n']) {
    expect(await isBlank(text)).toBe(false);
  }
});
