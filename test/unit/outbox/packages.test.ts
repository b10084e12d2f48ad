/** A package that is not installed is named, with the command that installs it. */
import { expect, jest, test } from '@jest/globals';

const cause = new Error('Cannot find package');
for (const name of ['pg-boss', 'pg', '@electric-sql/pglite']) {
  jest.unstable_mockModule(name, () => {
    throw cause;
  });
}
const { loadPg, loadPgBoss, loadPglite } = await import('../../../src/outbox/requirements.js');

test.each([
  ['pg-boss', loadPgBoss],
  ['pg', loadPg],
  ['@electric-sql/pglite', loadPglite],
])('%s', async (name, load) => {
  await expect(load()).rejects.toMatchObject({
    ...{ code: 'configuration', field: name, cause },
    problem: `the outbox needs this package: npm install ${name}`,
  });
});
