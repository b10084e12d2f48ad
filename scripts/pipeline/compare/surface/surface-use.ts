// Finds out which models of a generated client callers make and which they read, from the signatures
// of its services. A model that travels both ways has to satisfy both.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type ts from 'typescript';
import type { Direction } from '../judge.js';
import { loadTypeScript } from './surface-program.js';

export type Uses = Map<string, Set<Direction>>;

export function findUses(directory: string, files: readonly string[]): Uses {
  const models = files.filter((file) => file.startsWith('models/'));
  const names = new Set(models.map((file) => basename(file, '.ts')));
  const modelsIn = (text: string) => (text.match(/\w+/g) ?? []).filter((word) => names.has(word));
  const read = (file: string) => readFileSync(join(directory, file), 'utf8');
  const parts = new Map(models.map((file) => [basename(file, '.ts'), modelsIn(read(file))]));
  const uses: Uses = new Map([...names].map((name) => [name, new Set()]));
  const mark = (direction: Direction, name: string): void => {
    if (uses.get(name)?.has(direction)) return;
    uses.get(name)?.add(direction);
    parts.get(name)?.forEach((part) => {
      mark(direction, part);
    });
  };
  for (const file of files.filter((name) => name.startsWith('services/'))) {
    for (const { parameters, result } of signaturesIn(file, read(file))) {
      modelsIn(parameters).forEach((name) => {
        mark('request', name);
      });
      modelsIn(result).forEach((name) => {
        mark('response', name);
      });
    }
  }
  return uses;
}

/** The text of each method's parameters and result. No types needed, so no program either. */
function signaturesIn(file: string, code: string): { parameters: string; result: string }[] {
  const ts = loadTypeScript();
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.ES2022, true);
  const text = (node: ts.Node | undefined) => node?.getText(source) ?? '';
  return source.statements
    .filter((statement) => ts.isClassDeclaration(statement))
    .flatMap((declaration) => [...declaration.members])
    .filter((member) => ts.isMethodDeclaration(member))
    .map(({ parameters, type }) => ({
      parameters: parameters.map(text).join(),
      result: text(type),
    }));
}
