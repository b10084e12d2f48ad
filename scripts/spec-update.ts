// Takes a new document of the vendor into the repository: generates from it and, only when that
// succeeds, puts it into spec/ and adds to the changelog. The result is left for review, not committed.
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { isCommand, runCommand } from './pipeline/command.js';
import { ROOT } from './pipeline/flags.js';
import { runGenerate } from './generate.js';
import { errorMessage, InputError } from './pipeline/input-error.js';
import type { Io } from './pipeline/progress.js';
import type { Change } from './pipeline/compare/change.js';
import { addToChangelog } from './pipeline/report/changelog.js';
import type { Report } from './pipeline/report/report.js';
import { FACADE_BROKEN } from './pipeline/report/sections.js';
import { snapshot } from './pipeline/output/snapshot.js';
import { besidePath, newRunId, recover, swap } from './pipeline/output/swap.js';

const USAGE = `npm run spec:update -- <file> [--report <file>]
  <file>             the vendor's new document, YAML or JSON
  --report <file>    also write the report as JSON
`;

/** The repository to update, and what generates; a test gives its own. */
export interface Repository {
  root: string;
  generate: (argv: string[], io: Io) => Promise<number>;
}

const OURS: Repository = { root: ROOT, generate: runGenerate };

/** Returns the exit code: 0 done, 1 the overlay no longer fits, 2 bad input, 3 done but src/messages/ is to be changed. */
export async function runSpecUpdate(argv: string[], io: Io, repository = OURS): Promise<number> {
  try {
    const flags = readFlags(argv, io.cwd);
    if (flags !== undefined) return await update(flags, io, repository);
    io.out(USAGE);
    return 0;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.error(`${error.messageFrom(io.cwd)}\n`);
    return 2;
  }
}

interface Flags {
  file: string;
  report: string | undefined;
}

function readFlags(args: string[], cwd: string): Flags | undefined {
  const correction = `Run it as\n${USAGE}`;
  try {
    const options = { report: { type: 'string' }, help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) return undefined;
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Error('expects exactly one document');
    const report = values.report === undefined ? undefined : resolve(cwd, values.report);
    return { file: resolve(cwd, file), report };
  } catch (cause) {
    throw new InputError({ file: 'spec:update', problem: errorMessage(cause), correction }, cause);
  }
}

async function update(
  { file, report }: Flags,
  io: Io,
  { root, generate }: Repository,
): Promise<number> {
  recover([join(root, 'spec', 'vendor.yaml'), join(root, 'CHANGELOG.md')]);
  const workspace = await mkdtemp(join(tmpdir(), 'spec-update-'));
  try {
    const openapi = join(root, 'spec', 'openapi.json');
    const restore = await snapshot([join(root, 'generated'), openapi], join(workspace, 'before'));
    const before = await textAt(openapi);
    const reportFile = join(workspace, 'report.json');
    const code = await generate(generateFlags(file, reportFile, root), io);
    if (report !== undefined) await copyFile(reportFile, report).catch(() => undefined);
    if (code !== 0) {
      io.error('Nothing was changed: spec/, generated/ and CHANGELOG.md are as they were.\n');
      return code;
    }
    // When generating changed nothing, the changelog has the changes already.
    const isNew = before !== (await textAt(openapi));
    const { comparison, facade } = JSON.parse(await readFile(reportFile, 'utf8')) as Report;
    await install(file, isNew ? comparison.changes : [], root, io).catch(restore);
    if (!isNew || !facade.some(({ added }) => added === 'lost')) return 0;
    io.error(`${FACADE_BROKEN}.\n`);
    return 3;
  } finally {
    await rm(workspace, { recursive: true });
  }
}

/** Generates from the document where it is: a problem in it is then reported with its own path. */
function generateFlags(file: string, report: string, root: string): string[] {
  const overlay = join(root, 'spec', 'overlay.yaml');
  const vendor = join(root, 'spec', 'vendor.yaml');
  const isNew = existsSync(vendor) && vendor !== file;
  return [
    ...['--input', file, '--report', report],
    ...(isNew ? ['--previous', vendor] : []),
    ...(existsSync(overlay) ? ['--overlay', overlay] : ['--no-overlay']),
    ...['--output', join(root, 'generated')],
    ...['--openapi', join(root, 'spec', 'openapi.json')],
  ];
}

/** Both files or none: they are written beside their places first. */
async function install(file: string, changes: Change[], root: string, io: Io): Promise<void> {
  const vendor = join(root, 'spec', 'vendor.yaml');
  const changelog = join(root, 'CHANGELOG.md');
  const entries = addToChangelog((await textAt(changelog)) ?? '', changes);
  const run = newRunId();
  const targets = [
    ...(await stage(vendor, run, await readFile(file))),
    ...(await stage(changelog, run, Buffer.from(entries))),
  ];
  swap(targets, run);
  const names = targets.map((target) => relative(root, target));
  const done = names.length > 0 ? `Updated ${names.join(' and ')}.` : 'The document is not new.';
  io.out(`${done} Review with git diff, then commit.\n`);
}

/** Writes the content beside the target, unless the target has it already. */
async function stage(target: string, run: string, content: Buffer): Promise<string[]> {
  const known = await readFile(target).catch(() => Buffer.alloc(0));
  if (known.equals(content)) return [];
  await writeFile(besidePath(target, run), content);
  return [target];
}

function textAt(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

if (isCommand(import.meta.url)) await runCommand(runSpecUpdate);
