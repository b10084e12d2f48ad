// Runs the pipeline in a folder of its own and compiles what came out.
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

import { runGenerate } from '../../scripts/generate.js';
import type { JsonObject } from '../../scripts/pipeline/document/document.js';
import { parse, readText } from '../../scripts/pipeline/stages/read.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An empty folder from which generated code finds the packages of this repository. */
export async function scratch(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'pipeline-'));
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }\n');
  return directory;
}

export async function remove(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

/** Writes a document into the folder; gives its path. */
export async function writeText(directory: string, text: string | Buffer): Promise<string> {
  const file = join(directory, 'document');
  await writeFile(file, text);
  return file;
}

export interface Run {
  exitCode: number;
  out: string;
  error: string;
}

/** `npm run generate -- …`, in this process. */
export async function generate(cwd: string, ...argv: string[]): Promise<Run> {
  const run = { exitCode: -1, out: '', error: '' };
  run.exitCode = await runGenerate(argv, {
    cwd,
    out: (text) => (run.out += text),
    error: (text) => (run.error += text),
    terminal: false,
  });
  return run;
}

/** Writes a document into the folder and generates its client, without our overlay. */
export async function generateFrom(
  directory: string,
  name: string,
  document: unknown,
  ...argv: string[]
): Promise<Run> {
  const input = join(directory, `${name}.json`);
  await mkdir(directory, { recursive: true });
  await writeFile(input, typeof document === 'string' ? document : JSON.stringify(document));
  const output = join(directory, name);
  return generate(directory, '--input', input, '--no-overlay', '--output', output, ...argv);
}

/** Some of the documents in documents/, to be changed. */
export function wholeDocuments(): Promise<JsonObject[]> {
  return Promise.all(
    ['petshop.yaml', 'forum.yaml', 'orders.json'].map(async (name) => {
      const file = join(ROOT, 'test/pipeline/documents', name);
      return parse(file, await readText(file));
    }),
  );
}

/** Every place in a document, as its holder and the key. */
export function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [
    [holder, key] as [typeof holder, string],
    ...placesIn(holder[key]),
  ]);
}

/** Every file below a folder with its content. */
export async function contents(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const pairs = await Promise.all(
    files.map(async (entry) => {
      const file = join(entry.parentPath, entry.name);
      return [relative(directory, file), await readFile(file, 'utf8')] as const;
    }),
  );
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The operations of a generated client, as `GET /pets`, each as often as it is there. */
export async function operationsIn(directory: string): Promise<string[]> {
  const files = await contents(join(directory, 'services')).catch(() => ({}));
  const call = /method: '(\w+)',\s+url: (['"])(.*?)\2,/g;
  return Object.values(files)
    .flatMap((text) =>
      [...text.matchAll(call)].map((match) => `${match[1] ?? ''} ${match[3] ?? ''}`),
    )
    .sort();
}

/** The repository's own options, for code elsewhere. */
export function compilerOptions(): ts.CompilerOptions {
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, ROOT);
  delete options.rootDirs;
  return { ...options, typeRoots: [join(ROOT, 'node_modules/@types')] };
}

/** The compiler's errors in generated code, under the repository's own options. */
export async function compile(...directories: string[]): Promise<string[]> {
  const files = await Promise.all(
    directories.map(async (directory) =>
      Object.keys(await contents(directory)).map((file) => join(directory, file)),
    ),
  );
  const sources = files.flat().filter((file) => file.endsWith('.ts'));
  const program = ts.createProgram(sources, compilerOptions());
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line =
      file === undefined ? 0 : ts.getLineAndCharacterOfPosition(file, start ?? 0).line + 1;
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    return `${file?.fileName ?? ''}:${line}: ${text}`;
  });
}
