// Does the jobs in JOBS, from CommonJS.
const sdk = require('tigerconnect-messages');

const { runJobs } = require('./jobs.cjs');

void runJobs(sdk, JSON.parse(process.env.JOBS)).then((outcomes) => {
  console.log(JSON.stringify(outcomes));
});
