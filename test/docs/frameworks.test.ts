/** The guide's tests for node:test, jest and vitest pass, each in a process as users run it. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { remove, ROOT, scratch } from '../pipeline/harness.js';
import { blocksIn } from './pages.js';

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
const BLOCKS = blocksIn('ts').filter(({ page }) => page.endsWith('in-your-tests.md'));
const PACKAGE = join(ROOT, 'src/index.ts');

const JEST = {
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': resolve('@swc/jest') },
  moduleNameMapper: {
    '^tigerconnect-messages$': PACKAGE,
    // Vitest is not installed here; what the page uses of it has the same names in jest.
    '^vitest$': '<rootDir>/vitest.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

let folder: string;

beforeAll(async () => {
  folder = await scratch();
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text);
  };
  const definition = BLOCKS.find(({ code }) => code.includes('export async function pageNurse'));
  write('page-nurse.ts', definition?.code ?? '');
  write('vitest.js', "export { expect, jest as vi, test } from '@jest/globals';");
  write(
    'tsconfig.json',
    JSON.stringify({ compilerOptions: { paths: { 'tigerconnect-messages': [PACKAGE] } } }),
  );
  write('jest.config.json', JSON.stringify(JEST));
});

afterAll(() => remove(folder));

/** Writes the guide's test for a framework where its runner finds it. */
function writeTest(framework: string): string {
  const block = BLOCKS.find(({ code }) => code.includes(`from '${framework}'`));
  const name = `${framework.replaceAll(/\W/g, '')}.test.ts`;
  const code = `import { pageNurse } from './page-nurse.js';\n${block?.code ?? ''}`;
  writeFileSync(join(folder, name), code);
  return name;
}

const options = (): { cwd: string; env: NodeJS.ProcessEnv } => ({
  cwd: folder,
  env: { ...process.env, NODE_OPTIONS: '' },
});

test('of node:test', async () => {
  const tsx = pathToFileURL(resolve('tsx')).href;
  const name = writeTest('node:test');
  const { stdout } = await run(process.execPath, ['--import', tsx, '--test', name], options());
  expect(stdout).toMatch(/^. pass 2$/m);
});

test.each([
  ['@jest/globals', 2],
  ['vitest', 1],
])('of %s', async (framework, count) => {
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  const flags = ['--config', 'jest.config.json', writeTest(framework)];
  const node = ['--experimental-vm-modules', jest, ...flags];
  const { stderr } = await run(process.execPath, node, options());
  expect(stderr).toContain(`Tests:       ${count} passed, ${count} total`);
});
