/** The generated code, compiled by each TypeScript in use, for Node alone and beside a browser's types. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const run = promisify(execFile);
const root = process.cwd();
let folder: string;

// Installed beside the repository: they would triple the size of its own install.
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tigerconnect-compilers-'));
  await cp(path.join(root, 'test/consumers/compilers'), folder, { recursive: true });
  await cp(path.join(root, '.npmrc'), path.join(folder, '.npmrc'));
  await run('npm', ['ci', '--prefer-offline'], { cwd: folder });
}, 120_000);

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What a compiler says of the generated code, and of a line beside it. */
async function compile(version: string, lib: readonly string[], line: string): Promise<string> {
  const probe = path.join(folder, `probe-${version}-${lib.length}.ts`);
  await writeFile(probe, line);
  const project = {
    extends: path.join(root, 'tsconfig.json'),
    compilerOptions: { lib, typeRoots: [path.join(root, 'node_modules/@types')], rootDir: '/' },
    include: [path.join(root, 'generated'), probe],
    exclude: [],
  };
  const config = path.join(folder, `tsconfig-${version}-${lib.length}.json`);
  await writeFile(config, JSON.stringify(project));
  // Version 7 has no API: each is run as a command.
  const compiler = path.join(folder, `node_modules/typescript-${version}/bin/tsc`);
  const { stdout } = await run(process.execPath, [compiler, '-p', config]).catch(
    (failed: { stdout: string }) => failed,
  );
  return stdout;
}

describe.each(['5.9', '6.0', '7.0'])('TypeScript %s', (version) => {
  test('is the compiler that runs', async () => {
    const manifest = path.join(folder, `node_modules/typescript-${version}/package.json`);
    expect(JSON.parse(await readFile(manifest, 'utf8')).version).toMatch(`${version}.`);
  });

  test.each([
    ['without the types of a browser', ['es2023'], '// @ts-expect-error there is none here\n'],
    ['with the types of a browser', ['es2023', 'dom', 'dom.iterable'], ''],
  ])('compiles the generated code %s', async (_, lib, expectation) => {
    const line = `${expectation}export type Page = HTMLElement;\n`;
    expect(await compile(version, lib, line)).toBe('');
  });
});
