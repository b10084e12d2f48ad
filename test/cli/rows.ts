/** Files of rows for the tests. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { folder, jsonLines } from './command.js';

let files = 0;

/** Writes a file with a unique name. */
export async function file(extension: string, ...lines: string[]): Promise<string> {
  const name = path.join(folder, `messages-${(files += 1)}.${extension}`);
  await writeFile(name, lines.map((line) => `${line}\n`).join(''));
  return name;
}

/** A CSV file of rows that differ: `row-1` to nurse1, and so on. */
export function csvOf(count: number): Promise<string> {
  const rows = Array.from(
    { length: count },
    (_, at) => `nurse${at + 1}@ward.example,row-${at + 1}`,
  );
  return file('csv', 'to,body', ...rows);
}

/** The texts of {@link csvOf}. */
export const bodies = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `row-${at + 1}`);

/** The lines of a journal: all, the first, and those that hold the outcome of a row. */
export async function journalOf(name: string) {
  const lines = jsonLines(await readFile(`${name}.journal`, 'utf8'));
  const outcomes = ['sent', 'not-sent', 'unknown'];
  return {
    lines,
    header: lines[0],
    entries: lines.filter(({ outcome }) => outcomes.includes(String(outcome))),
  };
}
