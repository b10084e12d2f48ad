/**
 * `npm run test:outbox`: starts a PostgreSQL and runs the tests of this folder against it. Without PostgreSQL it says that
 * it skips them; where POSTGRES_BIN is set, as in CI, it must exist.
 */
import { installTools } from '../support/install.js';
import { postgresFolder, startPostgres } from '../support/postgres.js';
import { HERE, runSupported } from './node.js';

if (postgresFolder() === undefined) {
  console.log(
    'No PostgreSQL: the tests of the outbox are skipped. Debian has it: apt-get install postgresql',
  );
} else {
  installTools(HERE);
  // A crash of the server loses nothing without fsync; one of the machine would.
  const postgres = await startPostgres(['fsync=off']);
  try {
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js'];
    const options = [
      ...process.argv.slice(2),
      '--maxWorkers=2',
      '--testMatch=**/test/outbox/*.test.ts',
    ];
    await runSupported([...jest, ...options], {
      ...process.env,
      OUTBOX_DATABASE_URL: postgres.url,
    });
  } finally {
    await postgres.stop();
  }
}
