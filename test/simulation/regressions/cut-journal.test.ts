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

test('a first line that is cut off anywhere is no run', async () => {
  for (let length = 0; length < HEADER.length; length++) {
    expect(await isBlank(HEADER.slice(0, length))).toBe(true);
    expect(await isBlank(HEADER.slice(0, length) + '\0'.repeat(9))).toBe(true);
  }
});

test('a whole first line is a run, and another file is none', async () => {
  for (const text of [HEADER, `${HEADER}\n`, `${HEADER}\n\0\0\0`, '{}', '{"format":"csv"}', '\n']) {
    expect(await isBlank(text)).toBe(false);
  }
});
