// Does the jobs in JOBS with a fetch function that sends, and then says that it could not.
import * as sdk from 'tigerconnect-messages';

import { runJobs } from './jobs.cjs';

async function failover(url, init) {
  await fetch(url, init);
  throw Object.assign(new TypeError('fetch failed'), {
    cause: Object.assign(new Error('connect ECONNREFUSED'), { code: process.env.CODE }),
  });
}

const transports = { failover: () => ({ fetch: failover }) };
console.log(JSON.stringify(await runJobs(sdk, JSON.parse(process.env.JOBS), transports)));
