/**
 * `npm run test:outbox`: starts a PostgreSQL and runs the tests of this folder against it, and some of them against the
 * oldest and the newest that the outbox promises to work on. Without PostgreSQL it says that it skips them; where
 * POSTGRES_BIN is set, as in CI, it must exist.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { installTools } from '../support/install.js';
import { postgresFolder, startPostgres } from '../support/postgres.js';
import { HERE, runSupported } from './node.js';

/** Packages that hold a server each; they can be installed on Linux with x64. */
const OTHERS = ['postgres-13-linux-x64', 'postgres-18-linux-x64'];
/** Together they run each statement of the outbox. */
const ON_OTHERS = ['enqueue', 'manage', 'ordering', 'queue', 'reads'];

/** @returns the folder of the programs; undefined where the package is not for this machine */
function serverOf(name: string): string | undefined {
  const folder = path.join(HERE, 'node_modules', name);
  if (!existsSync(folder)) return undefined;
  // Its own script, which npm does not run here, makes the links that a package cannot hold.
  execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder });
  return path.join(folder, 'native/bin');
}

async function runTests(tests: readonly string[], bin?: string): Promise<void> {
  // A crash of the server loses nothing without fsync; one of the machine would.
  const postgres = await startPostgres(['fsync=off'], bin);
  try {
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
    const options = [...tests, '--maxWorkers=2', '--testMatch=**/test/outbox/*.test.ts'];
    await runSupported([...jest, ...options], {
      ...process.env,
      OUTBOX_DATABASE_URL: postgres.url,
    });
  } finally {
    await postgres.stop();
  }
}

const asked = process.argv.slice(2);
if (postgresFolder() === undefined) {
  console.log(
    'No PostgreSQL: the tests of the outbox are skipped. Debian has it: apt-get install postgresql',
  );
} else {
  installTools(HERE);
  await runTests(asked);
  for (const name of asked.length === 0 ? OTHERS : []) {
    const bin = serverOf(name);
    if (bin === undefined) continue;
    console.log(`\nOn ${name}:`);
    await runTests(
      ON_OTHERS.map((test) => `test/outbox/${test}.test.ts`),
      bin,
    );
  }
}
