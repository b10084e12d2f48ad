// A test of an application, in jest's default configuration.
const sdk = require('tigerconnect-messages');

const { runJobs } = require('./jobs.cjs');

test('sends', async () => {
  const outcomes = await runJobs(sdk, JSON.parse(process.env.JOBS));
  process.stdout.write(JSON.stringify(outcomes));
});
