// The difference between what is committed and what would be generated, as a unified diff.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createTwoFilesPatch } from 'diff';

import { escapeUnseen } from '../document/printable.js';
import { filesIn } from './files.js';

/** A long diff tells a reader no more than its beginning. */
const MAX_LINES = 400;

/** The difference of two folders and two files; empty when there is none. */
export async function drift(
  committed: { directory: string; openapi: string },
  made: { directory: string; openapi: string },
): Promise<string> {
  const before = await filesIn(committed.directory).catch(() => []);
  const after = await filesIn(made.directory);
  const patches: string[] = [];
  for (const file of [...new Set([...before, ...after])].sort()) {
    patches.push(await patch(file, join(committed.directory, file), join(made.directory, file)));
  }
  patches.push(await patch('openapi.json', committed.openapi, made.openapi));
  const lines = escapeUnseen(patches.join('')).split('\n');
  if (lines.length <= MAX_LINES) return lines.join('\n');
  return `${lines.slice(0, MAX_LINES).join('\n')}\n… and ${lines.length - MAX_LINES} more lines\n`;
}

async function patch(name: string, before: string, after: string): Promise<string> {
  const [old, now] = await Promise.all([textAt(before), textAt(after)]);
  if (old === now) return '';
  return createTwoFilesPatch(`committed/${name}`, `generated/${name}`, old ?? '', now ?? '');
}

function textAt(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
