/** Applications that bundle the package, run from a folder where nothing else is. */
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { conformance, expectConformance, type Outcomes, requestsOf } from './conformance.js';
import {
  emptyFolder,
  HERE,
  project,
  removeProjects,
  resultOf,
  run,
  succeed,
} from './environment.js';

const BUNDLERS = [
  'esbuild-cjs',
  'esbuild-esm',
  'tsup-cjs',
  'tsup-esm',
  'rollup',
  'webpack',
  'ncc',
  'rolldown',
  'vite',
];
const TELEMETRY = '@opentelemetry/api';

let plain: string;
let traced: string;

beforeAll(async () => {
  [plain, traced] = await Promise.all([project(), project({ [TELEMETRY]: TELEMETRY })]);
});
afterAll(removeProjects);

/** @returns the command that runs the bundle, and the empty folder that it is in */
async function bundle(
  bundler: string,
  cwd: string,
  entry: string,
  external: string[] = [],
): Promise<{ command: string[]; cwd: string }> {
  const folder = await emptyFolder();
  // Under the project, where some bundlers insist on it, then away from its node_modules.
  const built = path.join(cwd, `built-${bundler}-${entry}-${external.length}`);
  const command = [process.execPath, 'bundle.mjs', bundler, entry, built, ...external];
  await succeed(run(command, { cwd, env: { TOOLS: HERE } }));
  await cp(built, folder, { recursive: true });
  const main = existsSync(path.join(folder, 'index.js')) ? 'index.js' : 'index.mjs';
  return { command: [process.execPath, main], cwd: folder };
}

async function expectSends(bundled: { command: string[]; cwd: string }): Promise<void> {
  const conditions = await conformance();
  const env = { JOBS: JSON.stringify(conditions.jobs) };
  const outcomes = await resultOf<Outcomes>(run(bundled.command, { cwd: bundled.cwd, env }));
  expectConformance(conditions, outcomes);
}

describe.each(BUNDLERS)('%s', (bundler) => {
  test('makes a bundle that sends', async () => {
    await expectSends(await bundle(bundler, plain, 'bundled.mjs'));
  });

  test('makes a bundle that sends when the optional packages are external, and absent', async () => {
    await expectSends(await bundle(bundler, plain, 'bundled.mjs', [TELEMETRY, 'undici']));
  });

  test('makes a bundle that gives its spans to the telemetry in it', async () => {
    const { command, cwd } = await bundle(bundler, traced, 'bundled-traced.mjs');
    const conditions = await conformance();
    const jobs = conditions.jobs.filter(({ name }) => name === 'email');
    const env = { JOBS: JSON.stringify(jobs) };
    const result = await resultOf<{ outcomes: Outcomes; spans: unknown }>(
      run(command, { cwd, env }),
    );
    expect(result.outcomes['email']?.messageId).toBe('token of email');
    expect(requestsOf(conditions, 'email')).toHaveLength(1);
    expect(result.spans).toMatchObject([
      {
        name: 'POST /message/',
        attributes: {
          'url.full': `${jobs[0]?.baseUrl ?? ''}/message/?recipient=REDACTED`,
          'http.response.status_code': 200,
        },
      },
    ]);
  });
});
