// Compares the TypeScript of two generated clients from the view of code that compiles against the
// old one. It lists what breaks: what is new, the comparison of the documents says.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Change, change } from '../change.js';
import { openProgram, type Surfaces } from './surface-program.js';
import { judgeModel, judgeService } from './surface-judge.js';
import { findUses } from './surface-use.js';

const PARTS = ['models', 'services'];

/** With `alone`, that is when the documents are equal, a change that breaks nobody is listed too. */
export function compareSurfaces(surfaces: Surfaces, alone: boolean): Change[] {
  const old = codeIn(surfaces.before);
  const now = codeIn(surfaces.after);
  const lost = [...old.keys()].filter((file) => !now.has(file));
  const changed = [...old.keys()].filter(
    (file) => now.has(file) && now.get(file) !== old.get(file),
  );
  const breaks = [...lost.map(removedFile), ...judgeFiles(surfaces, changed, [...old.keys()])];
  return alone && breaks.length === 0 && changed.length > 0
    ? [compatibleChange(changed.length)]
    : breaks;
}

/** The code by file, less comments: most new documents only word something differently. */
function codeIn(directory: string): Map<string, string> {
  const files = PARTS.flatMap((part) =>
    modulesIn(join(directory, part)).map((name) => `${part}/${name}`),
  );
  return new Map(files.map((file) => [file, withoutComments(join(directory, file))]));
}

function modulesIn(directory: string): string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith('.ts'));
  } catch {
    // A client without a single model has no such directory.
    return [];
  }
}

// By line: generated code is formatted, and has comments on lines of their own only.
function withoutComments(file: string): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => !/^\s*(\/\/|\/\*|\*)/.test(line)).join('\n');
}

function removedFile(file: string): Change {
  return change('typescript-removed', `${basename(file, '.ts')} (TypeScript)`);
}

function judgeFiles(surfaces: Surfaces, changed: string[], all: string[]): Change[] {
  if (changed.length === 0) return [];
  const program = openProgram(surfaces, changed);
  const models = changed.filter((file) => file.startsWith('models/'));
  const uses = models.length > 0 ? findUses(surfaces.before, all) : new Map<string, never>();
  return changed.flatMap((file) =>
    file.startsWith('models/')
      ? judgeModel(program, file, uses.get(basename(file, '.ts')))
      : judgeService(program, file),
  );
}

function compatibleChange(count: number): Change {
  const files = `${count} ${count === 1 ? 'file' : 'files'}`;
  return change('typescript-compatible', 'generated client (TypeScript)', { files });
}
