/** A grown document the whole way, as the guide "regenerating" shows it: taken in, built, packed, installed, called. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { BLOCKS, readPage } from '../docs/pages.js';
import { grownDocument } from '../support/grown.js';
import { installPackedPackage } from '../support/packed-package.js';

const run = promisify(execFile);
const root = process.cwd();
const env = { ...process.env, NODE_OPTIONS: '' };
const LEFT_OUT = new Set(['.git', '.docs', 'node_modules', 'dist', 'coverage']);

const COMPILER_OPTIONS = {
  ...{ module: 'nodenext', target: 'es2022', strict: true, types: ['node'], outDir: 'out' },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noEmitOnError: true },
};

/** The programs of the guide. */
const [calls, mistakes] = BLOCKS.filter(({ grown }) => grown).map(({ code }) => code);

let folder: string;
let repository: string;
let consumer: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-grown-'));
  repository = path.join(folder, 'repository');
  consumer = path.join(folder, 'consumer');
  await cp(root, repository, {
    recursive: true,
    filter: (source) => !LEFT_OUT.has(path.relative(root, source)),
  });
  await symlink(path.join(root, 'node_modules'), path.join(repository, 'node_modules'));
  const document = path.join(folder, 'new-vendor-document.json');
  await writeFile(document, JSON.stringify(await grownDocument()));
  await run('npm', ['run', 'spec:update', '--', document], { cwd: repository, env });
  await mkdir(consumer);
  await installPackedPackage(consumer, repository);
  // Of what was built for the package.
  await run('npx', ['tsx', 'scripts/build/api-report.ts'], { cwd: repository, env });
  await symlink(path.join(root, 'node_modules/@types'), path.join(consumer, 'node_modules/@types'));
}, 180_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** The compiler's errors in a program of the consumer, by code. */
async function compile(name: string, code = ''): Promise<string[]> {
  await writeFile(path.join(consumer, `${name}.ts`), `${code}\nexport {};\n`);
  const project = path.join(consumer, `tsconfig.${name}.json`);
  await writeFile(
    project,
    JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: [`${name}.ts`] }),
  );
  const compiled = run(path.join(root, 'node_modules/.bin/tsc'), ['-p', project], { env });
  const { stdout } = await compiled.catch((error: unknown) => error as { stdout: string });
  return stdout.match(/error TS\d+/g) ?? [];
}

test('the changelog names what came as it is called', async () => {
  const changelog = await readFile(path.join(repository, 'CHANGELOG.md'), 'utf8');
  const [, quoted = 'nothing'] = /^> (.*)/m.exec(readPage('src/guides/regenerating.md')) ?? [];
  for (const words of quoted.split('…')) expect(changelog).toContain(words);
  for (const name of ['createGroup', 'listGroups', 'getGroup', 'deleteGroup', 'addGroupMember']) {
    expect(changelog).toContain(`\`api.group.${name}()\``);
  }
});

test('the API report has the new operations with their types', async () => {
  const report = await readFile(path.join(repository, 'test/types/index.api.md'), 'utf8');
  expect(report).toMatch(/createGroup\(input: \{\s+requestBody: NewGroup;\s+requestId\?: string;/);
  expect(report).toMatch(/listGroups\(input\?: \{/);
  expect(report).toMatch(/interface NewGroup|type NewGroup/);
});

test('a program calls the new operations against the sandbox of that package', async () => {
  expect(await compile('calls', calls)).toEqual([]);
  const { stdout } = await run(process.execPath, [path.join(consumer, 'out/calls.js')], { env });
  expect(stdout).toBe('string 1\n500 1 unknown\n');
}, 60_000);

test('wrong arguments do not compile', async () => {
  expect(await compile('mistakes', mistakes)).toEqual([]);
  const unmarked = mistakes?.replaceAll(/^\/\/ @ts-expect-error.*\n/gm, '');
  expect(await compile('unmarked', unmarked)).toEqual(['error TS2741', 'error TS2322']);
}, 60_000);
