/**
 * `npm run mutation -- address`: changes the code of a part of `src/` in each way that Stryker knows, one at a time,
 * and runs the tests that reach the change. A change that no test notices is a gap in the tests, or code that has no
 * use. What follows the name goes to Stryker, such as `--concurrency 2`, or `--mutate src/address/email.ts`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { supportedNode } from '../outbox/node.js';
import { installTools } from '../support/install.js';
import { startPostgres } from '../support/postgres.js';

const HERE = path.resolve('test/mutation');
/** Of a hundred changes, how many must be noticed. */
const LEAST = 95;

/** What only a database can test: the statements, and what hands them on. */
const ON_A_DATABASE = [
  'src/outbox/store/*.ts',
  'src/outbox/{connection,database,message-status,outbox,tickets}.ts',
];
const EMBEDDED = ['src/outbox/embedded/pglite.ts'];

/** Each has its tests in a file of its name here. All that reach a change run for it: slow ones have no place there. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  address: ['src/address/**/*.ts'],
  messages: ['src/messages/**/*.ts'],
  retry: ['src/retry/**/*.ts'],
  outbox: ['src/outbox/**/*.ts', ...[...ON_A_DATABASE, ...EMBEDDED].map((files) => `!${files}`)],
  'outbox-database': ON_A_DATABASE,
  'outbox-embedded': EMBEDDED,
};

function run(part: string, options: readonly string[]): number {
  installTools(HERE);
  const temporary = mkdtempSync(path.join(tmpdir(), 'mutation-'));
  const report = path.resolve('coverage/mutation', part);
  const config = {
    mutate: PARTS[part],
    // The other tests are not copied.
    ignorePatterns: [
      '/.docs',
      '/coverage',
      '/dist',
      '/test/{browser,consumers,environments,pipeline}',
    ],
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules'],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // On a machine that is busy, too: what takes longer counts as noticed. A test that hangs fails before.
    timeoutMS: 60_000,
    jest: {
      config: {
        testMatch: [`<rootDir>/test/mutation/${part}.ts`],
        testEnvironment: './test/mutation/stop-at-failure.cjs',
        testTimeout: 20_000,
      },
      enableFindRelatedTests: false,
    },
    // Tests are not type-checked as they run.
    disableTypeChecks: false,
    reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
    clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
    htmlReporter: { fileName: `${report}.html` },
    jsonReporter: { fileName: `${report}.json` },
    thresholds: { high: 100, low: LEAST, break: LEAST },
    tempDirName: path.join(temporary, 'sandbox'),
  };
  try {
    const file = path.join(temporary, 'stryker.json');
    writeFileSync(file, JSON.stringify(config));
    const stryker = path.join(HERE, 'node_modules/@stryker-mutator/core/bin/stryker.js');
    const node = part.startsWith('outbox') ? supportedNode() : process.execPath;
    const { status } = spawnSync(node, [stryker, 'run', file, ...options], {
      stdio: 'inherit',
    });
    return status ?? 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** On a PostgreSQL of its own, as `npm run test:outbox` has it. */
async function runOnDatabase(part: string, options: readonly string[]): Promise<number> {
  const postgres = await startPostgres(['fsync=off', 'max_connections=300']);
  try {
    process.env['OUTBOX_DATABASE_URL'] = postgres.url;
    return run(part, options);
  } finally {
    await postgres.stop();
  }
}

const [part = '', ...options] = process.argv.slice(2);
if (PARTS[part] === undefined) {
  console.error(`Which part? npm run mutation -- ${Object.keys(PARTS).join('|')}`);
  process.exitCode = 1;
} else {
  process.exitCode = await (PARTS[part] === ON_A_DATABASE ? runOnDatabase : run)(part, options);
}
